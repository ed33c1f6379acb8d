"""Instrument versions: their files, how they are published, and their page."""
