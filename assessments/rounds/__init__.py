"""Rounds: planned, opened, closed and cancelled."""
