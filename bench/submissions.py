"""Answering: one answer, a page, everything; through gunicorn on loopback, alone and with others at the same time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import connection

from assessments.invitations.links import token_of
from assessments.models import Invitation, Round
from assessments.questionnaire import questionnaire
from bench.floor.urls import CREATE
from bench.servers import serve
from bench.sizes import Sizes
from bench.tables import BenchTable, Missing, middle, ms, slow, times
from bench.visitors import Respondent, Visitor

_PER_CONNECTION = 10
_FORTY = {f"a{number}": number % 5 + 1 for number in range(40)}
Batch = Callable[[int], list[float]]  # how many -> seconds of each


@dataclass
class Kind:
    """Something people do, measured alone and together."""

    name: str
    batch: Batch
    size: int  # how many of it one after the other
    requests: int = 1
    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)


class Crowd:
    """People with links nobody has used yet."""

    def __init__(self, port: int, round: Round) -> None:
        asked = questionnaire(round.version)
        self.port = port
        self.sections = [[item.code for item in section.items] for section in asked.sections]
        self.open_codes = [question.code for question in asked.open_questions]
        self.links: Iterator[str] = iter(
            [token_of(invitation) for invitation in Invitation.objects.filter(round=round)]
        )

    def next(self) -> Respondent:
        (token,) = islice(self.links, 1)
        return Respondent(self.port, token, self.sections, self.open_codes)

    def each(self, act: Callable[[Respondent], float]) -> Batch:
        """The act again and again, by somebody else after every few times."""

        def batch(number: int) -> list[float]:
            spent: list[float] = []
            while len(spent) < number:
                person = self.next()
                person.begin()
                spent += [act(person) for _time in range(min(_PER_CONNECTION, number - len(spent)))]
                person.close()
            return spent

        return batch

    def once(self, act: Callable[[Respondent], float], *, begun: bool) -> Batch:
        """The act once by each person."""

        def batch(number: int) -> list[float]:
            return [_once(self.next(), act, begun=begun) for _time in range(number)]

        return batch


def _once(person: Respondent, act: Callable[[Respondent], float], *, begun: bool) -> float:
    if begun:
        person.begin()
    try:
        return act(person)
    finally:
        person.close()


def measure(sizes: Sizes, at: datetime) -> list[BenchTable]:
    round = Round.objects.filter(partnership__slug="opening", state=Round.State.OPEN).first()
    if round is None:
        raise Missing("no open round: the part “opening” makes it")
    with connection.cursor() as cursor:
        cursor.execute(CREATE[connection.vendor])
    connection.close()
    with serve("bench.floor.wsgi") as floor_port, serve("synergy.wsgi") as port:
        kinds = _kinds(sizes, Crowd(port, round), floor_port)
        for kind in kinds:
            kind.batch(sizes.clients)  # code is imported, templates are compiled
        for _turn in range(sizes.passes):
            for kind in kinds:
                _take(kind, sizes)
    return [_table(kinds, sizes)]


def _kinds(sizes: Sizes, crowd: Crowd, floor_port: int) -> list[Kind]:
    def floor(number: int) -> list[float]:
        spent: list[float] = []
        while len(spent) < number:
            visitor = Visitor(floor_port)
            left = min(_PER_CONNECTION, number - len(spent))
            spent += [visitor.post("/store/", dict(_FORTY)) for _time in range(left)]
            visitor.close()
        return spent

    sections = len(crowd.sections)
    return [
        Kind("Floor: one post stores 40 answers", floor, sizes.requests),
        Kind("One answer saves itself", crowd.each(Respondent.save_one), sizes.requests),
        Kind("A page of answers is posted", crowd.each(Respondent.save_section), sizes.requests),
        Kind(
            "All pages posted, then sent",
            crowd.once(Respondent.save_everything, begun=True),
            sizes.respondents,
            sections + 1,
        ),
        Kind(
            "From the link to the thanks",
            crowd.once(Respondent.walk, begun=False),
            sizes.respondents,
            2 * sections + 8,
        ),
    ]


def _take(kind: Kind, sizes: Sizes) -> None:
    share = max(1, kind.size // sizes.passes)
    kind.alone += kind.batch(share)
    each = max(1, share // sizes.clients)
    with ThreadPoolExecutor(sizes.clients) as pool:
        for spent in pool.map(kind.batch, [each] * sizes.clients):
            kind.together += spent


def _table(kinds: list[Kind], sizes: Sizes) -> BenchTable:
    together = f"{sizes.clients} at once"
    columns = ("Act", "Requests", "Median, ms", "p95, ms", "× floor", "× floor per request")
    table = BenchTable(
        "Answering",
        (*columns, f"{together}: median, ms", "p95, ms", "× floor per request"),
        "Floor: a Django view without middleware that stores 40 answers in one row, same gunicorn, same database.",
    )
    floor = kinds[0]
    alone, crowded = middle(floor.alone), middle(floor.together)
    for kind in kinds:
        single, many = middle(kind.alone), middle(kind.together)
        table.add(
            kind.name,
            kind.requests,
            ms(single),
            ms(slow(kind.alone)),
            times(single, alone),
            times(single / kind.requests, alone),
            ms(many),
            ms(slow(kind.together)),
            times(many / kind.requests, crowded),
        )
    return table
