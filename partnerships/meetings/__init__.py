"""Meetings, who attended them, and what they decided."""
