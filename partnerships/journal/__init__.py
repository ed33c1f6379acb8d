"""Context events: what happened around the partnership."""
