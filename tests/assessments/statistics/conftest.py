"""Properties are about numbers, not about how busy the machine is."""

from hypothesis import settings

settings.register_profile("scoring", deadline=None)
settings.load_profile("scoring")
