"""Roles given to accounts in a partnership."""
