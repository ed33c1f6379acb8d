"""Who works together, and what happens."""
