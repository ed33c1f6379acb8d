"""Mail that is to be sent and work that falls due; bodies are never stored, because links in them are keys."""
