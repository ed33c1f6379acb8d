"""A WSGI application whose pages sleep: what hangs, as gunicorn sees it."""

import time
from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if not environ["PATH_INFO"].startswith("/health/"):
        time.sleep(float(environ["PATH_INFO"].strip("/")))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"ok\n"]
