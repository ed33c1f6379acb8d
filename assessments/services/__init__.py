"""Verbs: everything that changes rounds, invitations and answers."""
