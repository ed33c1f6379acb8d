"""People from a file: looked at line by line, then taken in."""
