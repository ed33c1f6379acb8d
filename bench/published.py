"""How much of the rounds of many small partnerships is published, on the application in the path."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import connection, transaction

from assessments.models import ItemTally, Round, Score
from assessments.rounds.closing import close_round
from assessments.rounds.services import open_round
from bench.answers import NonResponse
from bench.installations import install
from bench.populations import answer, coordinator, partnership_of, planned_round, version

# Three kinds of stakeholders, and how many of a hundred members each has.
KINDS = {"academic": 50, "patient_partner": 30, "decision_maker": 20}
MISSING = NonResponse(dont_know=0.08, not_applicable=0.0, blank=0.03)
_LEVEL_SD = 0.3  # how much partnerships differ
_AT = datetime(2026, 3, 2, 14, tzinfo=UTC)

Cells = Iterator[tuple[str, bool]]  # what sort of number it is, and whether it is published


def run(people: int, partnerships: int) -> dict[str, tuple[int, int]]:
    """Close a round of so many responses in each partnership; of each sort of number how many are shown, of how many.

    Sorts: "mean" and "distribution" of a question, the kinds of constructs, "group" for cells of groups of at least K.
    """
    install()
    shown: Counter[str] = Counter()
    number: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    for place in range(partnerships):
        with transaction.atomic():
            round = _closed_round(place, people)
        for sort, is_shown in (*_questions(round), *_scores(round), *_groups(round)):
            number[sort] += 1
            shown[sort] += is_shown
    return {sort: (shown[sort], number[sort]) for sort in number}


def _closed_round(place: int, people: int) -> Round:
    random = Random(1000 * people + place)
    kinds = random.choices(list(KINDS), list(KINDS.values()), k=people)
    partnership = partnership_of(people, f"shown-{place}", _AT, kinds)
    round = open_round(by=coordinator(), round=planned_round(partnership, _AT, ["kind"]), at=_AT)
    answer(round, random, _AT, random.gauss(0, _LEVEL_SD), MISSING)
    return close_round(by=None, round=round, at=_AT + timedelta(days=14))


def _questions(round: Round) -> Cells:
    """Every question but the compared one, which has no mean; three steps instead of five are no distribution."""
    rows = {row.item: row for row in ItemTally.objects.filter(round=round, breakdown="", shown=True)}
    for item in version().content["items"]:
        if item["scale"] != "compared":
            row = rows.get(item["code"])
            yield "mean", row is not None and row.mean is not None
            yield "distribution", row is not None and row.counts is not None and not row.details.get("banded")


def _scores(round: Round) -> Cells:
    shown = _codes(round, breakdown="")
    for construct in version().content["constructs"]:
        if construct["kind"] != "indicator":
            yield construct["kind"], construct["code"] in shown


def _groups(round: Round) -> Cells:
    """Groups are compared on every construct but the indicators, and on whether one's views count."""
    constructs = version().content["constructs"]
    compared = [scale["code"] for scale in constructs if scale["kind"] != "indicator" or scale["code"] == "I2"]
    sizes = Counter(round.invitations.values_list("kind", flat=True))  # everybody has answered
    for group, size in sizes.items():
        if size >= round.k:
            shown = _codes(round, breakdown="kind", group=group)
            yield from (("group", code in shown) for code in compared)


def _codes(round: Round, **where: str) -> set[str]:
    """The constructs with a mean."""
    rows = Score.objects.filter(round=round, shown=True, mean__isnull=False, **where)
    return set(rows.values_list("construct", flat=True))
