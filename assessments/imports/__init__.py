"""Answers given elsewhere, from a file."""
