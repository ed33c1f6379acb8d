"""Keeping it running: health, headers, the page for when nothing works, logs; the top of the frame."""
