"""How gunicorn runs Synergy: `gunicorn -c python:synergy.ops.gunicorn_conf synergy.wsgi`."""

import gc
from typing import Any

from synergy.ops.access_logs import FORMAT

worker_class = "synergy.ops.workers.HealthWorker"  # gthread, with threads beside it that answer for health
workers = 2
threads = 4
timeout = 30
graceful_timeout = 30
keepalive = 5
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
