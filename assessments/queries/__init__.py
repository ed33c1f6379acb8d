"""Reads over several tables, shaped for a page."""
