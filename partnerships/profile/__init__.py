"""A partnership itself: its charter, goals, end and history, and the lists that lead to it."""
