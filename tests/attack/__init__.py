"""An attacker who knows every published number, and everything about everybody except what they answered."""
