"""Verbs: everything that changes who works together."""
