"""The stakeholder's room: a link instead of a login."""
