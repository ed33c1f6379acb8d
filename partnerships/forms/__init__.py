"""What staff type, checked."""
