"""A real gunicorn with our worker: health has threads of its own, whatever the pages do."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection

import pytest
from django.conf import settings

from tests.synergy.servers import free_port


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """One worker with two threads for pages, which sleep as long as their address says."""
    free = free_port()
    arguments = ["--worker-class", "synergy.ops.workers.HealthWorker", "--threads", "2", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *arguments, "--bind", f"127.0.0.1:{free}"]
    server = subprocess.Popen([*command, "tests.synergy.sleepers"], cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL)
    try:
        wait_for(free)
        yield free
    finally:
        server.terminate()
        assert server.wait(timeout=60) == 0


def wait_for(port: int) -> None:
    for _turn in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.1)
    pytest.fail("gunicorn does not start")


def get(port: int, path: str) -> float:
    """Seconds until the answer."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    assert connection.getresponse().read() == b"ok\n"
    connection.close()
    return time.monotonic() - began


def test_health_does_not_wait_behind_pages_that_hang(port: int) -> None:
    with ThreadPoolExecutor(6) as pool:
        pages = [pool.submit(get, port, "/3/") for _turn in range(6)]
        time.sleep(0.5)
        probes = sorted(get(port, "/health/") for _turn in range(5))
        assert not any(page.done() for page in pages), "all threads for pages were taken, and others waited"
        assert probes[2] < 1.0
    took = [page.result() for page in pages]
    assert max(took) > 8, "two threads, three rounds: pages still wait for their turn"


def test_a_connection_that_sends_nothing_holds_no_thread(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port)) for _turn in range(8)]
    try:
        assert get(port, "/0/") < 3.0  # gunicorn's own worker waits 5 s for each, two at a time
    finally:
        for one in silent:
            one.close()


def test_half_a_probe_takes_no_thread_of_health(port: int) -> None:
    halves = [socket.create_connection(("127.0.0.1", port)) for _turn in range(4)]
    try:
        for one in halves:
            one.sendall(b"GET /health/ HTTP/1.1\r\nHost: loc")
        time.sleep(0.5)
        assert sorted(get(port, "/health/live/") for _turn in range(5))[2] < 1.0
    finally:
        for one in halves:
            one.close()


def test_a_connection_kept_open_asks_for_both_kinds(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for path in ("/0/", "/health/", "/0/", "/health/live/", "/health/"):
        connection.request("GET", path)
        assert connection.getresponse().read() == b"ok\n", path
    connection.close()


def test_a_request_that_comes_in_pieces_is_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as slow:
        for piece in (b"GET /hea", b"lth/ HTTP/1.1\r\nHo", b"st: localhost\r\nConnection: close\r\n\r\n"):
            slow.sendall(piece)
            time.sleep(0.2)
        said = b""
        while more := slow.recv(4096):
            said += more
    assert said.startswith(b"HTTP/1.1 200")
    assert said.endswith(b"ok\n")
