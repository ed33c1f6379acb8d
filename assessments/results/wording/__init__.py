"""Published numbers in words."""
