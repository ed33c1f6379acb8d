"""Answers leave the invitations: they are copied in random order, and read on the way as the table that is scored.

Example: Ana, Ben and Cleo sent their answers in this order. A random key is drawn for each of the three sealed rows,
and the rows are copied in the order of these keys, say Cleo, Ana, Ben. The copies get new keys, which are drawn apart
and sorted, so neither the order nor the key of a copy tells whose answers it holds. The comments are shuffled once
more: the first comment need not be Cleo's.
"""

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
from assessments.questionnaire import questionnaire

_BATCH = 1000
_Value = TypeVar("_Value")


class SealedRow(NamedTuple):
    """Sealed answers with what their invitation says; `stakeholder` is None for imported answers."""

    pk: UUID
    answers: dict[str, Any]
    about: dict[str, str]
    comments: dict[str, str]
    imported_key: str
    stakeholder: int | None
    kind: str | None
    sector: str | None
    tenure: str | None


TRAITS = ("kind", "sector", "tenure")
_COLUMNS = (
    "pk", "answers", "about", "comments", "imported_key", "invitation__stakeholder_id",
    *(f"invitation__{name}" for name in TRAITS),
)  # fmt: skip

Step = Callable[[], AbstractContextManager[None]]


class Incomplete(Exception):
    """Copies and sealed answers do not agree, so the sealed answers must not be deleted."""


class Copies:
    """The copies of a round in the making; `step` opens a transaction in which the close is still this process's own.

    Nobody reads copies before the round is closed.
    """

    def __init__(self, round: Round, step: Step) -> None:
        self.round, self.step = round, step
        self.responses = self.comments = self.unsent = 0

    def drop(self) -> None:
        """Delete what an interrupted attempt had copied, a thousand rows at a time."""
        copies = [model._default_manager.filter(round=self.round) for model in (Response, Comment)]
        for rows in (unlinking.names_of(self.round), *copies):
            while keys := list(rows.order_by().values_list("pk", flat=True)[:_BATCH]):
                with self.step():
                    rows.filter(pk__in=keys).delete()

    def make(self) -> Iterator[tuple[int, int, list[Row]]]:
        """Copy every sealed row that counts in random order under a new key; yields copied, total and the rows copied.

        A thousand rows at a time, each thousand in a step of its own, so that neither memory nor a lock grows with the
        round. Comments are shuffled among themselves.
        """
        round = self.round
        keys, merged = panel_keys(round.partnership_id), _group_merger(round)
        unsent = _unsent_keys(round)
        sent = _finished(round).order_by().values_list("pk", flat=True).iterator()
        order = shuffled([*(pk.bytes for pk in sent), *unsent])  # bytes, which no garbage collection looks at
        new_keys = sorted(_random_keys(len(order)))  # in order, so that writing them does not tear the index apart
        comments: list[tuple[str, str]] = []
        for start in range(0, len(order), _BATCH):
            batch = _read_sealed(order[start : start + _BATCH])
            rows = [_row(round, sealed, keys) for sealed in batch]
            ids = (UUID(bytes=key, version=4) for key in new_keys[start : start + _BATCH])
            responses = [_response(round, id, row) for id, row in zip(ids, rows, strict=True)]
            with self.step():
                Response.objects.bulk_create(responses, batch_size=_BATCH)
                unlinking.keep_names(round, [(sealed.stakeholder, sealed.comments) for sealed in batch], responses)
            comments += [(code, text) for sealed in batch for code, text in sealed.comments.items() if text.strip()]
            yield start + len(batch), len(order), [merged(row) for row in rows]
        self.responses, self.comments, self.unsent = len(order), len(comments), len(unsent)
        self._write_comments(shuffled(comments))

    def _write_comments(self, comments: list[tuple[str, str]]) -> None:
        for start in range(0, len(comments), _BATCH):
            batch = comments[start : start + _BATCH]
            with self.step():
                Comment.objects.bulk_create(Comment(round=self.round, question=code, text=text) for code, text in batch)

    def check(self) -> None:
        """Raise Incomplete unless every sealed row that counts has one copy, and every comment too."""
        copied = Response.objects.filter(round=self.round).count(), Comment.objects.filter(round=self.round).count()
        if copied != (self.responses, self.comments) or _finished(self.round).count() + self.unsent != self.responses:
            raise Incomplete


def drop_sealed(round: Round) -> None:
    """Delete the sealed answers: those that count stand in the copies, the others go for good."""
    SealedAnswers.objects.filter(round=round).delete()


def read_answers(round: Round) -> Iterator[Row]:
    """The stored answers of a closed round, with people in the groups in which they are shown."""
    columns = ("panel_key", "answers", "imported", *TRAITS)
    responses = Response.objects.filter(round=round).order_by().values_list(*columns).iterator(chunk_size=_BATCH)
    merged = _group_merger(round)
    for key, answers, imported, *traits in responses:
        yield merged(Row(key, dict(zip(TRAITS, traits, strict=True)), answers, imported))


def shuffled(values: Iterable[_Value]) -> list[_Value]:
    """The values in random order; all keys are drawn at once, because a draw for each takes longer than its copying."""
    unshuffled = list(values)
    keys = _random_keys(len(unshuffled))
    return [unshuffled[index] for index in sorted(range(len(unshuffled)), key=keys.__getitem__)]


def _random_keys(number: int) -> list[bytes]:
    """So many keys of 16 bytes from the random source of the system."""
    drawn = os.urandom(16 * number)
    return [drawn[start : start + 16] for start in range(0, len(drawn), 16)]


def _finished(round: Round) -> QuerySet[SealedAnswers]:
    finished = Q(invitation__isnull=True) | Q(invitation__submitted_on__isnull=False)
    return SealedAnswers.objects.filter(finished, round=round)


def _unsent_keys(round: Round) -> list[bytes]:
    """The rows that count though nobody sent them, with at least half of the scored questions answered.

    None unless the round says so. Of Ana with 20 answers to 39 questions, Ben with 19 and Cleo with “I don’t know”
    throughout, Ana counts.
    """
    if not round.counts_unsent:
        return []
    scored = questionnaire(round.version).scoring.scored
    begun = SealedAnswers.objects.filter(
        round=round,
        invitation__submitted_on__isnull=True,
        invitation__revoked_on__isnull=True,
        invitation__isnull=False,
    )
    return [
        pk.bytes
        for pk, answers in begun.order_by().values_list("pk", "answers").iterator()
        if 2 * sum(isinstance(answers.get(code), int) for code in scored) >= len(scored)
    ]


def _read_sealed(order: Sequence[bytes]) -> list[SealedRow]:
    """The sealed rows of these keys, in the order of the keys."""
    keys = [UUID(bytes=key) for key in order]
    values = SealedAnswers.objects.filter(pk__in=keys).order_by().values_list(*_COLUMNS)
    rows = {row.pk: row for row in map(SealedRow._make, values)}
    return [rows[key] for key in keys]


def _row(round: Round, sealed: SealedRow, keys: Callable[[str], str]) -> Row:
    return Row(_panel_key(round, sealed, keys), _traits(sealed), sealed.answers, sealed.stakeholder is None)


def _traits(sealed: SealedRow) -> dict[str, str]:
    """What the person said in the survey, else what the membership says."""
    invited = zip(TRAITS, (sealed.kind, sealed.sector, sealed.tenure), strict=True)
    return {name: sealed.about.get(name, value or "") for name, value in invited}


def _group_merger(round: Round) -> Callable[[Row], Row]:
    """A function that puts a person into the groups in which they are shown: merged as chosen before the opening."""
    merges = {name: codes for name in TRAITS if (codes := merges_of(round, name))}

    def merged(row: Row) -> Row:
        return row._replace(groups={name: merges.get(name, {}).get(code, code) for name, code in row.groups.items()})

    return merged if merges else lambda row: row


def _response(round: Round, id: UUID, row: Row) -> Response:
    """The copy of a row; in anonymous mode without kind, sector and tenure, which together single people out."""
    if round.is_anonymous:
        return Response(id=id, round=round, imported=row.imported, answers=row.answers)
    return Response(id=id, round=round, panel_key=row.key, imported=row.imported, answers=row.answers, **row.groups)


def _panel_key(round: Round, sealed: SealedRow, keys: Callable[[str], str]) -> str:
    """The key that links a person's rounds of one mode; empty for an imported row without a respondent key.

    Identified rounds have keys of their own: if Ana had the same key in a confidential and in an identified round, the
    name of the second would tell whose answers stand in the first.
    """
    if round.is_anonymous:
        return ""
    if sealed.stakeholder is not None:
        role = "named" if round.mode == Round.Mode.IDENTIFIED else "stakeholder"
        return keys(f"{role}:{sealed.stakeholder}")
    return keys(f"key:{sealed.imported_key}") if sealed.imported_key else ""
