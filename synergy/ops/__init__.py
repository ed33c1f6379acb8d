"""Keeping it running: health, headers, the page for outages, logs; the top of the frame."""
