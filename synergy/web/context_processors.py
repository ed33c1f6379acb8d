"""What every page may know about the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`demo`: this installation shows made-up data. Runs no query."""
    return {"site_url": settings.SITE_URL, "demo": getattr(settings, "DEMO", False)}
