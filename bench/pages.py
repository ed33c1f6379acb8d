"""The pages of results at few and many rounds: queries, time and size, beside a bare page for somebody signed in."""

import gzip
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from assessments.demonstration.seeding import Extent, logins, seed
from assessments.models import Round
from bench.populations import coordinator, version
from bench.sizes import Sizes
from bench.tables import BenchTable, Missing, middle, ms, slow, times
from partnerships.models import Partnership


@dataclass(frozen=True)
class Seen:
    queries: int
    seconds: list[float]
    size: int
    packed: int


def measure(sizes: Sizes, at: datetime) -> list[BenchTable]:
    table = BenchTable(
        "Pages of results",
        ("Page", "Rounds", "Queries", "Median, ms", "p95, ms", "× floor", "kB", "kB gzip"),
        "Through Django’s own client. Floor: a page with all our middleware that names its reader.",
    )
    with override_settings(ROOT_URLCONF="bench.urls"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(coordinator())
        floor = _look(client, "/bare/", sizes)
        _add(table, "Floor: a bare page", "", floor, floor)
        for rounds in sizes.rounds:
            partnership = _seeded(rounds, at)
            for name, path in _addresses(partnership):
                _add(table, name, str(rounds), _look(client, path, sizes), floor)
    return [table]


def _seeded(rounds: int, at: datetime) -> Partnership:
    programme, _made = seed(Extent(partnerships=1, rounds=rounds), version(), at)
    logins(programme)
    return programme.partnerships.get()


def _addresses(partnership: Partnership) -> list[tuple[str, str]]:
    last = Round.objects.closed().filter(partnership=partnership).first()
    if last is None:
        raise Missing("the demonstration closed no round")
    try:
        overview = reverse("overview", args=[partnership.slug])
        result = reverse("result-detail", args=[partnership.slug, last.number])
    except NoReverseMatch as error:
        raise Missing(f"a page of results is missing: {error}") from error
    return [("Overview", overview), ("Overview, every round", f"{overview}?rounds=all"), ("Results of a round", result)]


def _look(client: Client, path: str, sizes: Sizes) -> Seen:
    page = _ask(client, path)  # and compile its templates
    with CaptureQueriesContext(connection) as queries:
        _ask(client, path)
        asked = len(queries)
    seconds = []
    for _time in range(sizes.views):
        began = time.perf_counter()
        _ask(client, path)
        seconds.append(time.perf_counter() - began)
    body = getattr(page, "content", b"")
    return Seen(asked, seconds, len(body), len(gzip.compress(body, 6)))


def _ask(client: Client, path: str) -> HttpResponseBase:
    try:
        page = client.get(path)
    except Exception as error:
        raise Missing(f"the page {path} breaks: {type(error).__name__}: {error}") from error
    if page.status_code != 200:
        raise Missing(f"the page {path} answers {page.status_code}")
    return page


def _add(table: BenchTable, name: str, rounds: str, seen: Seen, floor: Seen) -> None:
    typical = middle(seen.seconds)
    sizes = (f"{seen.size / 1000:,.1f}", f"{seen.packed / 1000:,.1f}")
    table.add(
        name, rounds, seen.queries, ms(typical), ms(slow(seen.seconds)), times(typical, middle(floor.seconds)), *sizes
    )
