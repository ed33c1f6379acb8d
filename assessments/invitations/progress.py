"""How far a round is: counts, and per person how far they are; never what anybody answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.invitations.messages import latest_messages
from assessments.models import Invitation, Round
from assessments.questionnaire import questionnaire
from partnerships.models import Stakeholder, StakeholderKind
from synergy.outbox.models import Message


@dataclass(frozen=True)
class RoundProgress:
    """Counts of invited people: `started` have begun and not sent, `done` have sent.

    `unreachable` and `opted_out` get no mail and have not begun. `revoked` may not answer any more, but count as
    invited: otherwise a coordinator could raise the response rate by revoking the invitations of silent people. In an
    anonymous round `unreachable` and `opted_out` stay 0: if a coordinator marked one person as unreachable, a changed
    count would show that this person has not begun.
    """

    invited: int = 0
    started: int = 0
    done: int = 0
    unreachable: int = 0
    opted_out: int = 0
    revoked: int = 0

    @property
    def not_started(self) -> int:
        return self.invited - self.started - self.done - self.revoked

    @property
    def asked(self) -> int:
        """How many people could be reached: the response rate is a share of them."""
        return self.invited - self.unreachable - self.opted_out

    @property
    def rate(self) -> float | None:
        """Done among those who could be reached, from 0 to 1; None when nobody could."""
        return self.done / self.asked if self.asked else None


# Whoever has begun was reached, whatever became of the mail.
_SILENT = Q(started_on__isnull=True)
_UNSENT = Q(submitted_on__isnull=True)
_COUNTS: dict[str, Count] = {
    "invited": Count("pk"),
    "started": Count("pk", filter=_UNSENT & Q(started_on__isnull=False, revoked_on__isnull=True)),
    "done": Count("pk", filter=Q(submitted_on__isnull=False)),
    "unreachable": Count("pk", filter=_SILENT & Q(stakeholder__undeliverable=True)),
    "opted_out": Count("pk", filter=_SILENT & Q(stakeholder__undeliverable=False, stakeholder__opted_out=True)),
    "revoked": Count("pk", filter=_UNSENT & Q(revoked_on__isnull=False)),
}


def round_progress(round: Round) -> RoundProgress:
    """One query."""
    return progress_by_round([round])[round.pk]


def frozen_progress(round: Round) -> RoundProgress:
    """The counts kept at the close, which nothing changes any more."""
    invited, done = round.invited or 0, round.submitted or 0
    return RoundProgress(invited=invited, started=max(0, (round.started or 0) - done), done=done)


def progress_by_round(rounds: Iterable[Round]) -> dict[int, RoundProgress]:
    """Progress by the key of the round, in one query; for closed anonymous rounds the counts frozen at the close."""
    by_key = {round.pk: round for round in rounds}
    frozen = {key: frozen_progress(round) for key, round in by_key.items() if round.is_closed and round.is_anonymous}
    counts = Invitation.objects.filter(round__in=by_key.keys() - frozen.keys()).order_by().values("round")
    rows = cast("list[dict[str, int]]", list(counts.annotate(**_COUNTS)))
    counted = {row["round"]: _from_counts(row, by_key[row["round"]]) for row in rows}
    return {key: RoundProgress() for key in by_key} | counted | frozen


def reach_sentences(progress: RoundProgress) -> list[str]:
    """How many people mail does not reach, and how many want none; no sentence for nobody."""
    unreachable, opted_out = progress.unreachable, progress.opted_out
    sentences = []
    if unreachable:
        words = ngettext(
            "E-mail does not reach %(number)s of them.", "E-mail does not reach %(number)s of them.", unreachable
        )
        sentences.append(words % {"number": unreachable})
    if opted_out:
        words = ngettext("%(number)s wants no e-mails.", "%(number)s want no e-mails.", opted_out)
        sentences.append(words % {"number": opted_out})
    return sentences


def _from_counts(row: dict[str, int], round: Round) -> RoundProgress:
    names = ("invited", "started", "done", "revoked") if round.is_anonymous else tuple(_COUNTS)
    return RoundProgress(**{name: row[name] for name in names})


@dataclass(frozen=True)
class InvitedPerson:
    """One line of the list of invitations; in an anonymous round nothing in the line tells how far the person is."""

    id: UUID
    name: str
    stakeholder_id: int
    email: str
    kind: str
    language: str
    status: str
    status_words: str
    sections_done: int
    sections: int
    reachable: bool
    trouble: str
    message: Message | None

    @property
    def mark(self) -> str:
        return {"done": "done", "started": "now", "not_started": "next"}.get(self.status, "off")

    @property
    def is_revoked(self) -> bool:
        return self.status == Invitation.Status.REVOKED


STATUSES: dict[str, Q] = {
    Invitation.Status.NOT_STARTED: Q(revoked_on__isnull=True, started_on__isnull=True, submitted_on__isnull=True),
    Invitation.Status.STARTED: Q(revoked_on__isnull=True, started_on__isnull=False, submitted_on__isnull=True),
    Invitation.Status.DONE: Q(revoked_on__isnull=True, submitted_on__isnull=False),
    Invitation.Status.REVOKED: Q(revoked_on__isnull=False),
}


def listed_invitations(round: Round, *, name: str = "", status: str = "") -> "QuerySet[Invitation]":
    """The invitations by name, narrowed by part of a name and, unless the round is anonymous, by status."""
    listed = Invitation.objects.filter(round=round).select_related("stakeholder").order_by("stakeholder__name", "pk")
    if name:
        listed = listed.filter(Q(stakeholder__name__icontains=name) | Q(stakeholder__email__icontains=name))
    if status in STATUSES and not round.is_anonymous:
        listed = listed.filter(STATUSES[status])
    return listed


def invited_people(round: Round, invitations: Sequence[Invitation]) -> list[InvitedPerson]:
    """The invitations as lines of a page. Two queries."""
    kinds = {kind.code: str(kind) for kind in StakeholderKind.objects.all()}
    sections = len(questionnaire(round.version).sections)
    messages = latest_messages(round, invitations)
    return [_invited_person(round, row, kinds, sections, messages.get(str(row.pk))) for row in invitations]


def _invited_person(
    round: Round, invitation: Invitation, kinds: dict[str, str], sections: int, message: Message | None
) -> InvitedPerson:
    person = invitation.stakeholder
    hidden = round.is_anonymous and not invitation.revoked_on
    return InvitedPerson(
        id=invitation.pk,
        name=person.name,
        stakeholder_id=person.pk,
        email=person.email,
        kind=kinds.get(invitation.kind, invitation.kind),
        # In which language the survey is read tells that it has been opened.
        language=person.get_language_display() if round.is_anonymous else invitation.get_language_display(),
        status="" if hidden else str(invitation.status.value),
        status_words=_("invited") if hidden else str(invitation.status.label),
        sections_done=0 if hidden else invitation.sections_done,
        sections=sections,
        reachable=person.reachable,
        trouble=_trouble(person),
        message=message,
    )


def _trouble(person: Stakeholder) -> str:
    if not person.email:
        return _("no e-mail address")
    if person.undeliverable:
        return _("e-mail does not arrive")
    return _("wants no e-mails") if person.opted_out else ""


def not_invited(round: Round, members: Sequence[Stakeholder]) -> list[Stakeholder]:
    """The members who have no invitation to the round, not even a revoked one. One query."""
    invited = set(Invitation.objects.filter(round=round).values_list("stakeholder_id", flat=True))
    return [person for person in members if person.pk not in invited]
