"""Scores by group."""
