"""Pages of partnerships, people, meetings and events."""
