"""Answers leave the invitations: copied in random order, and read on the way as the table they are scored from."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.closing import unlinking
from assessments.closing.respondent_codes import panel_keys
from assessments.disclosure.respondents import Row
from assessments.groupings import merges_of
from assessments.models import Round
from assessments.models.answers import Comment, Response, SealedAnswers

_BATCH = 1000
_Drawn = TypeVar("_Drawn")


class Sealed(NamedTuple):
    """A sealed row with what its invitation says; `stakeholder` None: imported."""

    pk: UUID
    answers: dict[str, Any]
    about: dict[str, str]
    comments: dict[str, str]
    imported_key: str
    stakeholder: int | None
    kind: str | None
    sector: str | None
    tenure: str | None


_FIELDS = ("pk", "answers", "about", "comments", "imported_key")
TRAITS = ("kind", "sector", "tenure")
_INVITED = ("stakeholder_id", *TRAITS)


Step = Callable[[], AbstractContextManager[None]]


class Incomplete(Exception):
    """Copies and sealed answers do not agree: nothing may be deleted."""


class Copies:
    """The copies of a round in the making; `step` opens a transaction in which the close is still this process's own.

    Nobody reads copies before the round is closed.
    """

    def __init__(self, round: Round, step: Step) -> None:
        self.round, self.step = round, step
        self.responses = self.comments = 0

    def drop(self) -> None:
        """Throw away what an interrupted attempt had copied, a thousand at a time."""
        of_round = [model._default_manager.filter(round=self.round) for model in (Response, Comment)]
        for rows in (unlinking.names_of(self.round), *of_round):
            while keys := list(rows.order_by().values_list("pk", flat=True)[:_BATCH]):
                with self.step():
                    rows.filter(pk__in=keys).delete()

    def make(self) -> Iterator[tuple[int, int, list[Row]]]:
        """Write every finished sealed row anew, in random order, under a new key, and hand it on: done, of all, rows.

        A thousand at a time, each in a step of its own, so that neither memory nor a lock grows with the round.
        Comments are shuffled among themselves.
        """
        round = self.round
        keys, grouped = panel_keys(round.partnership_id), _groups_of(round)
        sealed = _finished(round).order_by().values_list("pk", flat=True)
        drawn = shuffled(pk.bytes for pk in sealed.iterator())  # bytes, which no garbage collection looks at
        codes = sorted(_random_keys(len(drawn)))  # in order, so that writing them does not tear the index apart
        comments: list[tuple[str, str]] = []
        for start in range(0, len(drawn), _BATCH):
            batch = _read(drawn[start : start + _BATCH])
            rows = [_row(round, one, keys) for one in batch]
            ids = (UUID(bytes=code, version=4) for code in codes[start : start + _BATCH])
            responses = [_response(round, id, row) for id, row in zip(ids, rows, strict=True)]
            with self.step():
                Response.objects.bulk_create(responses, batch_size=_BATCH)
                unlinking.keep_names(round, [(one.stakeholder, one.comments) for one in batch], responses)
            comments += [written for one in batch for written in one.comments.items() if written[1].strip()]
            yield start + len(batch), len(drawn), [grouped(row) for row in rows]
        self.responses, self.comments = len(drawn), len(comments)
        self._write(shuffled(comments))

    def _write(self, comments: list[tuple[str, str]]) -> None:
        for start in range(0, len(comments), _BATCH):
            some = comments[start : start + _BATCH]
            with self.step():
                Comment.objects.bulk_create(Comment(round=self.round, question=code, text=text) for code, text in some)

    def check(self) -> None:
        """Raise Incomplete unless every finished sealed row has its one copy, and every comment."""
        there = Response.objects.filter(round=self.round).count(), Comment.objects.filter(round=self.round).count()
        if there != (self.responses, self.comments) or _finished(self.round).count() != self.responses:
            raise Incomplete


def _finished(round: Round) -> QuerySet[SealedAnswers]:
    finished = Q(invitation__isnull=True) | Q(invitation__submitted_on__isnull=False)
    return SealedAnswers.objects.filter(finished, round=round)


def _row(round: Round, sealed: Sealed, keys: Callable[[str], str]) -> Row:
    return Row(_panel_key(round, sealed, keys), _traits(sealed), sealed.answers, sealed.stakeholder is None)


def drop_sealed(round: Round) -> None:
    """The answers leave the invitations: what was finished stands in the copies, what was not is gone."""
    SealedAnswers.objects.filter(round=round).delete()


def read_answers(round: Round) -> Iterator[Row]:
    """The answers of a closed round, as they are kept."""
    fields = ("panel_key", "answers", "imported", *TRAITS)
    found = Response.objects.filter(round=round).order_by().values_list(*fields).iterator(chunk_size=_BATCH)
    grouped = _groups_of(round)
    for key, given, imported, *traits in found:
        yield grouped(Row(key, dict(zip(TRAITS, traits, strict=True)), given, imported))


def shuffled(rows: Iterable[_Drawn]) -> list[_Drawn]:
    """In the order of random keys, drawn at once: a draw from the system for each row takes longer than copying it."""
    found = list(rows)
    keys = _random_keys(len(found))
    return [found[place] for place in sorted(range(len(found)), key=keys.__getitem__)]


def _random_keys(number: int) -> list[bytes]:
    """So many times 16 bytes from the random source of the system."""
    drawn = os.urandom(16 * number)
    return [drawn[place : place + 16] for place in range(0, len(drawn), 16)]


def _read(drawn: Sequence[bytes]) -> list[Sealed]:
    """These rows, in this order."""
    keys = [UUID(bytes=key) for key in drawn]
    columns = [*_FIELDS, *(f"invitation__{name}" for name in _INVITED)]
    found = SealedAnswers.objects.filter(pk__in=keys).order_by().values_list(*columns)
    rows = {one.pk: one for one in map(Sealed._make, found)}
    return [rows[pk] for pk in keys]


def _traits(sealed: Sealed) -> dict[str, str]:
    """What people said about themselves goes before what their membership says."""
    known = zip(TRAITS, (sealed.kind, sealed.sector, sealed.tenure), strict=True)
    return {name: sealed.about.get(name, value or "") for name, value in known}


def _groups_of(round: Round) -> Callable[[Row], Row]:
    """People in the groups in which they are shown: merged as chosen before the opening."""
    merges = {name: merged for name in TRAITS if (merged := merges_of(round, name))}

    def grouped(row: Row) -> Row:
        return row._replace(groups={name: merges.get(name, {}).get(code, code) for name, code in row.groups.items()})

    return grouped if merges else lambda row: row


def _response(round: Round, id: UUID, row: Row) -> Response:
    """In anonymous mode without kind, sector and length of membership: together they single people out."""
    if round.mode == Round.Mode.ANONYMOUS:
        return Response(id=id, round=round, imported=row.imported, answers=row.answers)
    return Response(id=id, round=round, panel_key=row.key, imported=row.imported, answers=row.answers, **row.groups)


def _panel_key(round: Round, sealed: Sealed, keys: Callable[[str], str]) -> str:
    """Links a person's rounds of one mode; an imported row without a respondent key stays unlinked.

    Under the code of a confidential round a named one would give the name to it, and to a linked change its other end.
    """
    if round.mode == Round.Mode.ANONYMOUS:
        return ""
    if sealed.stakeholder is not None:
        role = "named" if round.mode == Round.Mode.IDENTIFIED else "stakeholder"
        return keys(f"{role}:{sealed.stakeholder}")
    return keys(f"key:{sealed.imported_key}") if sealed.imported_key else ""
