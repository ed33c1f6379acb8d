"""Storing what a respondent answers, and reading the answers back for the respondent alone.

Every service locks the invitation first and reads the round after that, so that it sees a close that came in between;
a close that comes later waits, because closing locks every invitation. No service is audited or logged: respondents
were promised that no trace tells who did what and when.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile

from django.conf import settings
from django.db import transaction

from assessments.groupings import TENURES
from assessments.invitations.standings import Standing, recorded_day, standing_of
from assessments.models import Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.questionnaire import Questionnaire, questionnaire
from partnerships.models import Sector, StakeholderKind
from synergy.web.typed_text import clean, is_too_long

_ABOUT = ("about.kind", "about.sector", "about.tenure")


class NotAnswerable(Exception):
    """The invitation takes no answers now; `standing` says why."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.value)
        self.standing = standing


class NotStarted(Exception):
    """The person has not pressed Start yet, or has deleted the answers; until Start is pressed nothing is saved."""


class NotAllowed(ValueError):
    """The questionnaire has no such value, code or text; nothing was stored."""


class Stale(Exception):
    """A newer answer to the same question is stored already; `sequence` is the number of the newer answer."""

    def __init__(self, sequence: int) -> None:
        super().__init__(str(sequence))
        self.sequence = sequence


@dataclass(frozen=True)
class AnswerDraft:
    """A respondent's own answers as the survey shows them: values as posted ("1".."5", "na", "dk").

    `sequence` is the highest number under which an answer was stored; `answered` has the codes of all answered items,
    of those too whose answers are not shown; `hides` says that some are not.
    """

    answers: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    sequence: int = 0
    answered: frozenset[str] = frozenset()
    hides: bool = False


def draft_of(invitation: Invitation, browser: str = "") -> AnswerDraft:
    """What the invited person has answered so far; an empty draft before the person has started.

    Once somebody else may hold the link, the draft has only what was typed in this browser: Ana answers three questions
    on her phone, a coordinator looks the link up and opens it, and sees that three are answered, but not how.
    """
    sealed = SealedAnswers.objects.filter(invitation=invitation).first()
    if sealed is None:
        return AnswerDraft()
    typed_here = {code for code, mark in sealed.browsers.items() if mark and mark == browser}
    shown = typed_here if invitation.handed_out else {*sealed.answers, *sealed.comments, *_ABOUT}
    about = {"kind": invitation.kind, "sector": invitation.sector, "tenure": invitation.tenure}
    about |= {name: value for name, value in sealed.about.items() if f"about.{name}" in shown}
    return AnswerDraft(
        answers={code: str(value) for code, value in sealed.answers.items() if code in shown},
        comments={code: text for code, text in sealed.comments.items() if code in shown},
        about=about,
        sequence=max(sealed.sequence.values(), default=0),
        answered=frozenset(sealed.answers),
        hides=not shown.issuperset({*sealed.answers, *sealed.comments}),
    )


def start(*, invitation: Invitation, at: datetime) -> None:
    """Create the sealed answers, with what the membership says about the person; starting twice changes nothing."""
    with _locked_invitation(invitation, at) as (locked, _sealed):
        if locked.started_on is None:
            locked.started_on = recorded_day(locked.round, at)
            locked.save(update_fields=["started_on"])
        SealedAnswers.objects.get_or_create(
            invitation=locked,
            defaults={
                "round": locked.round,
                "about": {"kind": locked.kind, "sector": locked.sector, "tenure": locked.tenure},
            },
        )


def save_answer(
    *, invitation: Invitation, code: str, value: str | int | None, sequence: int, at: datetime, browser: str = ""
) -> int:
    """Store one answer or comment, and return its sequence number; an empty value clears the answer.

    Asking twice for the same in one browser changes nothing: a page does so that never heard whether its first try
    arrived.
    Raises NotAnswerable, NotStarted, NotAllowed, and Stale when another answer has the same or a higher number.
    """
    with _started_answers(invitation, at) as (locked, sealed):
        questions = questionnaire(locked.round.version)
        stored_sequence = sealed.sequence.get(code, 0)
        if not 0 < sequence < 2**31:
            raise NotAllowed("sequence")
        if sequence == stored_sequence and _was_typed_here(sealed, code, value, browser):
            return sequence
        if sequence <= stored_sequence:
            raise Stale(stored_sequence)
        if code in questions.comment_codes():
            _put_comment(sealed, questions, code, str(value or ""), sequence)
        else:
            _put_answer(sealed, questions, code, value, sequence)
        sealed.browsers[code] = browser
        _save(locked, sealed, questions)
        return sequence


def save_answers(
    *,
    invitation: Invitation,
    answers: Mapping[str, str | int | None],
    comments: Mapping[str, str] | None = None,
    at: datetime,
    sequence: int = 0,
    section: int = 0,
    browser: str = "",
) -> None:
    """Store several answers and comments at once, all or none; they win over everything stored before.

    `sequence` is the highest number the sender knows of; `section` is a section the person has finished with.
    Raises NotAnswerable, NotStarted, NotAllowed.
    """
    with _started_answers(invitation, at) as (locked, sealed):
        questions = questionnaire(locked.round.version)
        highest = max(sealed.sequence.values(), default=0)
        next_sequence = max(highest, sequence if sequence < 2**31 else 0) + 1
        for code, value in answers.items():
            _put_answer(sealed, questions, code, value, next_sequence)
        for code, text in (comments or {}).items():
            _put_comment(sealed, questions, code, text, next_sequence)
        sealed.browsers |= dict.fromkeys([*answers, *(comments or {})], browser)
        _save(locked, sealed, questions, passed=min(section, len(questions.sections)))


def save_about(*, invitation: Invitation, about: Mapping[str, str], at: datetime, browser: str = "") -> None:
    """Store what the person says about kind, sector and tenure; an empty code means “rather not say”.

    Raises NotAnswerable, NotStarted, and NotAllowed for a code the vocabulary does not have.
    """
    allowed = {
        "kind": {"", *StakeholderKind.objects.values_list("code", flat=True)},
        "sector": {"", *Sector.objects.values_list("code", flat=True)},
        "tenure": {"", *TENURES},
    }
    for name, code in about.items():
        if code not in allowed.get(name, ()):
            raise NotAllowed(name)
    with _started_answers(invitation, at) as (_locked, sealed):
        sealed.about = {**sealed.about, **about}
        sealed.browsers |= dict.fromkeys((f"about.{name}" for name in about), browser)
        sealed.save(update_fields=["about", "browsers"])


def submit(*, invitation: Invitation, at: datetime) -> None:
    """Send the answers as they are; sending twice changes nothing. Raises NotAnswerable and NotStarted.

    Once others may hold the link, no browser shows what was sent: the device may be theirs.
    """
    with _started_answers(invitation, at) as (locked, sealed):
        sealed.browsers = {}
        sealed.save(update_fields=["browsers"])
        if locked.submitted_on is None:
            locked.submitted_on = max(recorded_day(locked.round, at), locked.started_on or date.min)
            locked.sections_done = len(questionnaire(locked.round.version).sections)
            locked.save(update_fields=["submitted_on", "sections_done"])


def clear_device(*, invitation: Invitation, at: datetime) -> None:
    """From now on the link shows nothing that was answered: it stands in the history of a device others use.

    Answers are kept, and count once they are sent. Raises NotAnswerable and NotStarted.
    """
    with _started_answers(invitation, at) as (locked, sealed):
        locked.handed_out, sealed.browsers = True, {}
        locked.save(update_fields=["handed_out"])
        sealed.save(update_fields=["browsers"])


def reopen(*, invitation: Invitation, at: datetime) -> None:
    """Check that sent answers may still be changed; the answers stay sent. Raises NotAnswerable and NotStarted."""
    with _started_answers(invitation, at):
        pass


def delete_answers(*, invitation: Invitation, at: datetime) -> None:
    """Remove everything the invited person answered, as if the person had never started. Raises NotAnswerable."""
    with _locked_invitation(invitation, at) as (locked, sealed):
        if sealed is not None:
            sealed.delete()
        locked.started_on = locked.submitted_on = None
        locked.sections_done = 0
        locked.save(update_fields=["started_on", "submitted_on", "sections_done"])


def set_language(*, invitation: Invitation, language: str) -> None:
    """Store the language the person reads in, whatever the state of the round. Raises NotAllowed."""
    if language not in dict(settings.LANGUAGES):
        raise NotAllowed("language")
    Invitation.objects.filter(pk=invitation.pk).update(language=language)
    invitation.language = language


@contextmanager
def _locked_invitation(invitation: Invitation, at: datetime) -> Iterator[tuple[Invitation, SealedAnswers | None]]:
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
        if locked is None:  # the close of an anonymous round has replaced the invitation meanwhile
            raise NotAnswerable(Standing.CLOSED)
        # Read after the lock, in a statement of its own: only so is a close seen that ended while we waited.
        rounds = Round.objects.select_related("partnership", "version").defer("version__content")
        locked.round = rounds.get(pk=locked.round_id)
        standing = standing_of(locked, at)
        if not standing.answerable:
            raise NotAnswerable(standing)
        yield locked, SealedAnswers.objects.filter(invitation=locked).first()


@contextmanager
def _started_answers(invitation: Invitation, at: datetime) -> Iterator[tuple[Invitation, SealedAnswers]]:
    with _locked_invitation(invitation, at) as (locked, sealed):
        if locked.started_on is None or sealed is None:
            raise NotStarted
        yield locked, sealed


def _was_typed_here(sealed: SealedAnswers, code: str, value: str | int | None, browser: str) -> bool:
    """Whether this browser stored this value: any other holder of the link would learn an answer by guessing it."""
    stored = sealed.comments.get(code) or sealed.answers.get(code, "")
    return bool(browser) and sealed.browsers.get(code) == browser and str(stored) == clean(str(value or ""))


def _put_answer(
    sealed: SealedAnswers, questions: Questionnaire, code: str, value: str | int | None, sequence: int
) -> None:
    item = questions.item(code)
    text = "" if value is None else str(value)
    if item is None or (text and text not in item.values):
        raise NotAllowed(code)
    sealed.sequence[code] = sequence
    if not text:
        sealed.answers.pop(code, None)
    else:
        sealed.answers[code] = int(text) if text.isdecimal() else text


def _put_comment(sealed: SealedAnswers, questions: Questionnaire, code: str, text: str, sequence: int) -> None:
    if code not in questions.comment_codes() or is_too_long(text):
        raise NotAllowed(code)
    sealed.sequence[code] = sequence
    if words := clean(text):
        sealed.comments[code] = words
    else:
        sealed.comments.pop(code, None)


def _save(locked: Invitation, sealed: SealedAnswers, questions: Questionnaire, passed: int = 0) -> None:
    sealed.save(update_fields=["answers", "comments", "sequence", "browsers"])
    sections_done = max(locked.sections_done, passed, _leading_sections(questions, sealed.answers))
    if sections_done != locked.sections_done:
        locked.sections_done = sections_done
        locked.save(update_fields=["sections_done"])


def _leading_sections(questions: Questionnaire, answers: Mapping[str, object]) -> int:
    """How many sections from the first on have an answer to every item."""
    complete = (all(item.code in answers for item in section.items) for section in questions.sections)
    return sum(1 for _section in takewhile(bool, complete))
