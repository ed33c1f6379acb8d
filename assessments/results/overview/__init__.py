"""The overview of a partnership."""
