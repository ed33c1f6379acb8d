"""Action items: what someone will do by a date."""
