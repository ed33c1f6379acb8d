"""The suite: rooms mirrored, the cast, the access matrix, real browsers."""
