"""Organisations that take part in a partnership."""
