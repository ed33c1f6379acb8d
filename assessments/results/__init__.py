"""Published numbers on pages."""
