"""What the partners think of their partnership, over time."""
