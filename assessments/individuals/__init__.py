"""Answers with names, of identified rounds only."""
