"""The write door for sealed answers, and the respondent's own way back to them.

Every verb locks the invitation first and reads the round after that: a close that came in between is seen, one that
comes later waits (closing locks every invitation). Nothing here is audited or logged: a trace of who did what, and
when, is what respondents were promised does not exist.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from assessments.invitations.standings import Standing, day_of_acts, standing_of
from assessments.models import Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.questionnaire import Questionnaire, questionnaire
from assessments.tenures import TENURES
from partnerships.models import Sector, StakeholderKind
from synergy.web.typed_text import clean, is_too_long


class Refused(Exception):
    """The link cannot be answered now; `standing` says why."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.value)
        self.standing = standing


class NotStarted(Exception):
    """Nothing may be saved before the person has pressed Start, nor after they deleted their answers."""


class NotAllowed(ValueError):
    """A value, code or text that this questionnaire does not have; nothing was stored."""


class Stale(Exception):
    """A newer answer to the same question is stored already; `sequence` is its place."""

    def __init__(self, sequence: int) -> None:
        super().__init__(str(sequence))
        self.sequence = sequence


@dataclass(frozen=True)
class Draft:
    """A respondent's own answers as their pages show them: values as posted ("1".."5", "na", "dk")."""

    answers: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    sequence: int = 0  # the newest place in the order of writing
    answered: frozenset[str] = frozenset()  # codes of answered items, also where the answers themselves are not shown


def draft_of(invitation: Invitation) -> Draft:
    """What this person has answered so far; an empty draft when they have not started.

    Once somebody else may hold the link, only which items are answered: what was chosen is taken, never shown.
    """
    sealed = SealedAnswers.objects.filter(invitation=invitation).first()
    if sealed is None:
        return Draft()
    answered, newest = frozenset(sealed.answers), max(sealed.sequence.values(), default=0)
    if invitation.handed_out:
        about = {"kind": invitation.kind, "sector": invitation.sector, "tenure": invitation.tenure}
        return Draft(about=about, sequence=newest, answered=answered)
    return Draft(
        answers={code: str(value) for code, value in sealed.answers.items()},
        comments=dict(sealed.comments),
        about=dict(sealed.about),
        sequence=newest,
        answered=answered,
    )


def start(*, invitation: Invitation, at: datetime) -> None:
    """Open the sealed row, with what the membership says about the person; starting twice changes nothing."""
    with _held(invitation, at) as (held, _sealed):
        if held.started_on is None:
            held.started_on = day_of_acts(held.round, at)
            held.save(update_fields=["started_on"])
        SealedAnswers.objects.get_or_create(
            invitation=held,
            defaults={
                "round": held.round,
                "about": {"kind": held.kind, "sector": held.sector, "tenure": held.tenure},
            },
        )


def save_answer(*, invitation: Invitation, code: str, value: str | int | None, sequence: int, at: datetime) -> int:
    """Store one answer or comment, and return its place; an empty value clears it.

    Raises Refused, NotStarted, NotAllowed, and Stale when the stored answer has the same or a later place.
    """
    with _begun(invitation, at) as (held, sealed):
        asked = questionnaire(held.round.version)
        known = sealed.sequence.get(code, 0)
        if not 0 < sequence < 2**31:
            raise NotAllowed("sequence")
        if sequence <= known:
            raise Stale(known)
        if code in asked.comment_codes():
            _put_comment(sealed, asked, code, str(value or ""), sequence)
        else:
            _put_answer(sealed, asked, code, value, sequence)
        _keep(held, sealed, asked)
        return sequence


def save_answers(
    *,
    invitation: Invitation,
    answers: Mapping[str, str | int | None],
    comments: Mapping[str, str] | None = None,
    at: datetime,
    sequence: int = 0,
    section: int = 0,
) -> None:
    """Store several answers and comments at once, all or none; they win over everything stored before.

    `sequence` is the newest place the sender knows of; `section` is a section the person has finished with.
    Raises Refused, NotStarted, NotAllowed.
    """
    with _begun(invitation, at) as (held, sealed):
        asked = questionnaire(held.round.version)
        known = max(sealed.sequence.values(), default=0)
        place = max(known, sequence if sequence < 2**31 else 0) + 1
        for code, value in answers.items():
            _put_answer(sealed, asked, code, value, place)
        for code, text in (comments or {}).items():
            _put_comment(sealed, asked, code, text, place)
        _keep(held, sealed, asked, passed=min(section, len(asked.sections)))


def save_about(*, invitation: Invitation, about: Mapping[str, str], at: datetime) -> None:
    """Store what the person says of themselves: kind, sector, tenure; empty is “rather not say”.

    Raises Refused, NotStarted, and NotAllowed for a code the vocabulary does not have.
    """
    allowed = {
        "kind": {"", *StakeholderKind.objects.values_list("code", flat=True)},
        "sector": {"", *Sector.objects.values_list("code", flat=True)},
        "tenure": {"", *TENURES},
    }
    for name, code in about.items():
        if code not in allowed.get(name, ()):
            raise NotAllowed(name)
    with _begun(invitation, at) as (_held_invitation, sealed):
        sealed.about = {**sealed.about, **about}
        sealed.save(update_fields=["about"])


def submit(*, invitation: Invitation, at: datetime) -> None:
    """Send the answers as they are; sending twice changes nothing. Raises Refused and NotStarted."""
    with _begun(invitation, at) as (held, _sealed):
        if held.submitted_on is None:
            held.submitted_on = max(day_of_acts(held.round, at), held.started_on or date.min)
            held.sections_done = len(questionnaire(held.round.version).sections)
            held.save(update_fields=["submitted_on", "sections_done"])


def reopen(*, invitation: Invitation, at: datetime) -> None:
    """Make sure that sent answers may still be changed; they stay sent. Raises Refused and NotStarted."""
    with _begun(invitation, at):
        pass


def delete_answers(*, invitation: Invitation, at: datetime) -> None:
    """Remove everything this person answered, as if they had never started. Raises Refused."""
    with _held(invitation, at) as (held, sealed):
        if sealed is not None:
            sealed.delete()
        held.started_on = held.submitted_on = None
        held.sections_done = 0
        held.save(update_fields=["started_on", "submitted_on", "sections_done"])


def set_language(*, invitation: Invitation, language: str) -> None:
    """Keep the language the person reads in, whatever the state of the round. Raises NotAllowed."""
    if language not in dict(settings.LANGUAGES):
        raise NotAllowed("language")
    Invitation.objects.filter(pk=invitation.pk).update(language=language)
    invitation.language = language


@contextmanager
def _held(invitation: Invitation, at: datetime) -> Iterator[tuple[Invitation, SealedAnswers | None]]:
    with transaction.atomic():
        held = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
        if held is None:  # the close of an anonymous round wrote it anew meanwhile
            raise Refused(Standing.CLOSED)
        # Read after the lock, in a statement of its own: only so is a close seen that ended while we waited.
        held.round = (
            Round.objects.select_related("partnership", "version").defer("version__content").get(pk=held.round_id)
        )
        standing = standing_of(held, at)
        if not standing.answerable:
            raise Refused(standing)
        yield held, SealedAnswers.objects.filter(invitation=held).first()


@contextmanager
def _begun(invitation: Invitation, at: datetime) -> Iterator[tuple[Invitation, SealedAnswers]]:
    with _held(invitation, at) as (held, sealed):
        if held.started_on is None or sealed is None:
            raise NotStarted
        yield held, sealed


def _put_answer(sealed: SealedAnswers, asked: Questionnaire, code: str, value: str | int | None, place: int) -> None:
    item = asked.item(code)
    text = "" if value is None else str(value)
    if item is None or (text and text not in item.values):
        raise NotAllowed(code)
    sealed.sequence[code] = place
    if not text:
        sealed.answers.pop(code, None)
    else:
        sealed.answers[code] = int(text) if text.isdecimal() else text


def _put_comment(sealed: SealedAnswers, asked: Questionnaire, code: str, text: str, place: int) -> None:
    if code not in asked.comment_codes() or is_too_long(text):
        raise NotAllowed(code)
    sealed.sequence[code] = place
    if words := clean(text):
        sealed.comments[code] = words
    else:
        sealed.comments.pop(code, None)


def _keep(held: Invitation, sealed: SealedAnswers, asked: Questionnaire, passed: int = 0) -> None:
    sealed.save(update_fields=["answers", "comments", "sequence"])
    done = max(held.sections_done, passed, _leading_sections(asked, sealed.answers))
    if done != held.sections_done:
        held.sections_done = done
        held.save(update_fields=["sections_done"])


def _leading_sections(asked: Questionnaire, answers: Mapping[str, object]) -> int:
    """How many sections from the first on are answered throughout."""
    done = 0
    for section in asked.sections:
        if not all(item.code in answers for item in section.items):
            break
        done += 1
    return done
