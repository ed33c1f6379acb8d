"""Reading the environment for settings.py; a value that cannot be used is refused in one sentence that names it."""

import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from synergy.ops.private_files import create_private

env = environ.Env()
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def is_production() -> bool:
    """Somebody said so (DEBUG is off), or named a host that is not this machine."""
    said = env.str("DEBUG", default="") != "" and not env.bool("DEBUG")
    return said or any(host.strip() not in LOCAL_HOSTS for host in env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS))


def require(name: str, why: str) -> None:
    if not env.str(name, default=""):
        raise ImproperlyConfigured(f"{name} is not set: {why} Set it in the environment and start again.")


def require_long(name: str, why: str) -> None:
    value = env.str(name)  # never quoted
    if len(value) < 50 or len(set(value)) < 5:  # as in Django's own check, which somebody would have to run
        raise refuse(name, f"it needs 50 characters or more, 5 of them different, or {why}")


def refuse(name: str, why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} cannot be used: {why} Set it in the environment and start again.")


def database(default: str) -> dict[str, Any]:
    url = env.str("DATABASE_URL", default="") or default
    config: dict[str, Any] = {}
    if re.match(r"(sqlite|postgres|postgresql|psql|pgsql)://", url):
        with suppress(ImproperlyConfigured, ValueError):
            config = env.db_url_config(url)
    if not config:
        raise refuse("DATABASE_URL", "it must read sqlite:////folder/file or postgres://user:password@host/name.")
    return config


def mail(default: str) -> dict[str, Any]:
    try:
        config: dict[str, Any] = env.email_url_config(env.str("EMAIL_URL", default="") or default)
    except (ImproperlyConfigured, ValueError) as error:
        raise refuse("EMAIL_URL", "it must read smtp+tls://user:password@host:587.") from error
    return config


def site(default: str) -> str:
    url = (env.str("SITE_URL", default="") or default).rstrip("/")
    if not re.fullmatch(r"https?://[^/\s?#@]+", url):
        raise refuse("SITE_URL", "it must read https://host, without a path.")
    return url


def hops(default: int) -> int:
    """How many proxies of ours a request passes; what they say of where it came from is believed."""
    text = env.str("TRUSTED_HOPS", default="") or str(default)
    if not re.fullmatch("[0-9]", text):
        raise refuse("TRUSTED_HOPS", "it must be a number from 0 to 9.")
    return int(text)


def separate_folders(name: str, default: Path, other_name: str, other_default: Path) -> tuple[Path, Path]:
    """Two folders of which neither holds the other: whoever finds the one has not found the other."""
    first, second = Path(env.str(name, default="") or default), Path(env.str(other_name, default="") or other_default)
    here, there = first.resolve(), second.resolve()
    if here.is_relative_to(there) or there.is_relative_to(here):
        raise refuse(other_name, f"it must not be {name}, nor lie in it or around it: together they open everything.")
    return first, second


def kept_secret(path: Path) -> str:
    """Read the secret in this file; make one at the first start (local use only)."""
    create_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()
