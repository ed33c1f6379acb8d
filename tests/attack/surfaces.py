"""Everything anybody may read about a partnership's results, byte for byte: pages, pictures and files."""

import io
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from itertools import product
from pathlib import Path
from zipfile import ZipFile

from django.core.management import call_command
from django.test import Client

from assessments.exports.views import CHARTS
from assessments.models import Round

Surfaces = dict[str, bytes]
FILES = ("xlsx", "csv", "sav")
KINDS = frozenset(("page", "picture", "json", *FILES))
SHAPES = ("long", "wide")
ORDERS = ("subject", "net", "asked")
PICTURE = re.compile(rb"<script[^>]*type=\"application/json\"[^>]*>.*?</script>|<svg.*?</svg>", re.DOTALL)
PASSING = (
    (re.compile(rb"(csrfmiddlewaretoken\" value=|nonce=|X-CSRFToken[^:]*:\s*)[\"'&quot;]*[\w+/=-]+"), rb"\1"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"uuid"),
)
WRITTEN_AT = slice(92, 109)
"""Where an SPSS file says when it was written."""


def read(
    client: Client, rounds: Sequence[Round], languages: Sequence[str] = ("en",), kinds: Collection[str] = KINDS
) -> Surfaces:
    """Name of each surface -> what it shows, without what changes at every look: tokens, keys, times of writing.

    A name begins with the kind of surface; only these `kinds` are read.
    """
    partnership = rounds[-1].partnership
    assert partnership.programme is not None
    slug, programme = partnership.slug, partnership.programme.slug
    found: Surfaces = {}
    if {"page", "picture"} & set(kinds):
        found |= _pages(client, list(_addresses(slug, programme, rounds)))
    if "csv" in kinds:
        found |= _texts(client, slug, programme, rounds)
    files = [kind for kind in FILES if kind in kinds]
    parts = ["", *(f"{round.number}/" for round in rounds)]
    found |= _files(client, [f"/p/{slug}/results/{part}download/" for part in parts], files, languages)
    for round in rounds:
        found |= _commands(round, [kind for kind in (*files, "json") if kind in kinds], languages)
    return found


def differing(one: Surfaces, other: Surfaces) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _addresses(slug: str, programme: str, rounds: Sequence[Round]) -> Iterator[str]:
    yield from (f"/p/{slug}/", f"/p/{slug}/?rounds=all", f"/p/{slug}/results/", f"/p/{slug}/rounds/")
    yield f"/programmes/{programme}/results/"
    for round in rounds:
        results = f"/p/{slug}/results/{round.number}"
        yield from (f"{results}/", f"{results}/groups/", f"{results}/comments/", f"{results}/download/")
        yield from (f"{results}/questions/?order={order}" for order in ORDERS)
        yield f"/p/{slug}/rounds/{round.number}/"


def _pages(client: Client, addresses: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Words and pictures apart."""
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        yield f"page {address}", _lasting(PICTURE.sub(b"", response.content))
        yield f"picture {address}", _lasting(b"\n".join(PICTURE.findall(response.content)))


def _lasting(content: bytes) -> bytes:
    for pattern, instead in PASSING:
        content = pattern.sub(instead, content)
    return content


def _texts(client: Client, slug: str, programme: str, rounds: Sequence[Round]) -> Iterator[tuple[str, bytes]]:
    """Charts that a round does not have answer 404, in one population as in the other."""
    addresses = [f"/p/{slug}/results/trends.csv", f"/p/{slug}/results/response.csv"]
    addresses += [f"/programmes/{programme}/results/{what}.csv" for what in ("scores", "trends", "icc")]
    for round in rounds:
        addresses += [f"/p/{slug}/results/{round.number}/{what}.csv" for what in ("scores", *CHARTS)]
    for address in addresses:
        response = client.get(address)
        assert response.status_code in (200, 404), (address, response.status_code)
        yield f"csv {address}", response.content if response.status_code == 200 else b"none"


def _files(
    client: Client, addresses: Sequence[str], kinds: Sequence[str], languages: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    for address, kind, shape, language in product(addresses, kinds, SHAPES, languages):
        asked = f"{address}?format={kind}&shape={shape}&language={language}"
        response = client.get(asked)
        assert response.status_code == 200, asked
        yield f"{kind} {asked}", _unpacked(kind, response.content)


def _commands(round: Round, kinds: Sequence[str], languages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        for kind, shape, language in product(kinds, SHAPES, languages):
            target = Path(folder, f"scores.{kind}")
            options = {"round": round.pk, "format": kind, "shape": shape, "language": language, "output": target}
            call_command("export_scores", **options)
            yield f"{kind} export_scores {round.number} {shape} {language}", _unpacked(kind, target.read_bytes())


def _unpacked(kind: str, content: bytes) -> bytes:
    if kind == "sav":
        return content[: WRITTEN_AT.start] + content[WRITTEN_AT.stop :]
    if kind != "xlsx":
        return content
    with ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(name.encode() + book.read(name) for name in book.namelist() if name != "docProps/core.xml")
