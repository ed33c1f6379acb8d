"""Published scores as files."""
