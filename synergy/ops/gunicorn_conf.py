"""How gunicorn runs Synergy: `gunicorn -c python:synergy.ops.gunicorn_conf synergy.wsgi`."""

import gc
import os
from typing import Any

from django.conf import settings

from synergy.ops.access_logs import FORMAT
from synergy.ops.startup import GUNICORN_GIVES_UP, settings_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synergy.settings")
settings_or_exit(GUNICORN_GIVES_UP)

worker_class = "synergy.ops.workers.HealthWorker"  # gthread, with threads beside it that answer for health
workers = 2
threads = 4
timeout = 30
graceful_timeout = 30
# A proxy sends the next request on a connection it has open: longer than it keeps one (nginx 60 s, Traefik 90, Caddy
# 120), or a post now and then meets a connection just closed and becomes a 502. An idle one costs a file descriptor, no
# thread, and a worker that stops waits two seconds for it at most. Without a proxy everybody could hold them: 5 s.
keepalive = 130 if settings.BEHIND_PROXY else 5
# No socket through which other programs of this account could stop or grow the server: systemd and signals do that.
control_socket_disable = True
# Workers are replaced now and then, so that memory of pandas and plotly cannot pile up.
max_requests = 2000
max_requests_jitter = 200
limit_request_line = 4094
limit_request_fields = 60
accesslog = "-"
errorlog = "-"
access_log_format = FORMAT
logger_class = "synergy.ops.access_logs.AccessLogger"
# Loaded once, then forked: workers start at once and share what never changes.
preload_app = True


def when_ready(server: Any) -> None:
    """Keep the libraries out of later garbage collections: with pandas and plotly a full one takes 0.1 s and more."""
    gc.collect()
    gc.freeze()
