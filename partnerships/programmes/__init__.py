"""Programmes: sets of partnerships looked at side by side."""
