"""Demonstration data at any scale, plainly marked as such, made through the same services as real data."""
