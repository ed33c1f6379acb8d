"""One closed round in full."""
