"""gunicorn's threaded worker, with threads of its own for /health/: pages that hang cannot keep health waiting.

An answer about health that waits in the queue behind forty pages says nothing. So the main loop looks at the first
bytes of each request, without taking them, and shares out: pages to `threads`, probes to two threads beside them. A
connection that sends nothing waits in the main loop and holds no thread.
"""

import selectors
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn.workers.gthread import DEFAULT_WORKER_DATA_TIMEOUT, TConn, ThreadWorker

_PROBES = (b"GET /health/", b"HEAD /health/")
_WHOLE = b"\r\n\r\n"
# A probe is small and comes at once; whoever sends half of one waits among the pages, and holds no thread of health.
_LONGEST = 4096


class HealthWorker(ThreadWorker):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.health_threads: ThreadPoolExecutor | None = None

    def init_process(self) -> None:
        self.health_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="health")
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        try:
            start = conn.sock.recv(_LONGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            if not conn.initialized and not conn.data_ready:
                self._wait_for_bytes(conn)
                return
            start = b""
        except (OSError, ValueError):  # gone already (or TLS, which allows no peeking): gunicorn knows what to do
            start = b""
        if start.startswith(_PROBES) and _WHOLE in start and self.health_threads is not None:
            answer = self.health_threads.submit(self.handle, conn)
            answer.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))
        else:
            super().enqueue_req(conn)

    def _wait_for_bytes(self, conn: TConn) -> None:
        """As gunicorn does it itself, but only after one of its threads has waited for as long."""
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + DEFAULT_WORKER_DATA_TIMEOUT
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))
