"""How far a round is: counts, and per person how far they are; never what anybody answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from assessments.invitations.messages import latest
from assessments.models import Invitation, Round
from assessments.questionnaire import questionnaire
from partnerships.models import Stakeholder, StakeholderKind
from synergy.outbox import Line


@dataclass(frozen=True)
class Progress:
    """Counts of people. `started` have begun and not sent; `unreachable` and `opted_out` have not begun, nor get mail.

    `revoked` were asked and may not answer any more: they stay among the invited, or revoking whoever is silent would
    raise the response rate. In an anonymous round the counts of those without mail stay 0: marking one person would
    show in them whether that person has begun.
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
        """Those who could be reached: what the response rate is a share of."""
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


def progress(round: Round) -> Progress:
    """One query."""
    return progress_of([round])[round.pk]


def frozen(round: Round) -> Progress:
    """The counts kept at the close, which nothing changes any more."""
    invited, done = round.invited or 0, round.submitted or 0
    return Progress(invited=invited, started=max(0, (round.started or 0) - done), done=done)


def progress_of(rounds: Iterable[Round]) -> dict[int, Progress]:
    """By the key of the round. One query. Of closed anonymous rounds only the counts are left."""
    asked = list(rounds)
    modes = {round.pk: round.mode for round in asked}
    kept = {round.pk: frozen(round) for round in asked if round.is_closed and round.mode == Round.Mode.ANONYMOUS}
    rows = (
        Invitation.objects.filter(round__in=modes.keys() - kept.keys()).order_by().values("round").annotate(**_COUNTS)
    )
    found = cast("list[dict[str, int]]", list(rows))
    counts = {row["round"]: _counted(row, modes[row["round"]]) for row in found}
    return {key: Progress() for key in modes} | counts | kept


def _counted(row: dict[str, int], mode: str) -> Progress:
    names = ("invited", "started", "done", "revoked") if mode == Round.Mode.ANONYMOUS else tuple(_COUNTS)
    return Progress(**{name: row[name] for name in names})


@dataclass(frozen=True)
class Person:
    """One line of the list of invitations. In an anonymous round nothing tells how far a person is."""

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
    message: Line | None

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


def invitations(round: Round, *, name: str = "", status: str = "") -> "QuerySet[Invitation]":
    """Those of the round by name, narrowed by part of a name and, unless the round is anonymous, by status."""
    found = Invitation.objects.filter(round=round).select_related("stakeholder").order_by("stakeholder__name", "pk")
    if name:
        found = found.filter(Q(stakeholder__name__icontains=name) | Q(stakeholder__email__icontains=name))
    if status in STATUSES and round.mode != Round.Mode.ANONYMOUS:
        found = found.filter(STATUSES[status])
    return found


def people(round: Round, shown: Sequence[Invitation]) -> list[Person]:
    """The invitations as lines of a page. Two queries."""
    kinds = {kind.code: str(kind) for kind in StakeholderKind.objects.all()}
    sections = len(questionnaire(round.version).sections)
    messages = latest(round, shown)
    return [_person(round, invitation, kinds, sections, messages.get(str(invitation.pk))) for invitation in shown]


def _person(round: Round, invitation: Invitation, kinds: dict[str, str], sections: int, message: Line | None) -> Person:
    person = invitation.stakeholder
    hidden = round.mode == Round.Mode.ANONYMOUS and not invitation.revoked_on
    return Person(
        id=invitation.pk,
        name=person.name,
        stakeholder_id=person.pk,
        email=person.email,
        kind=kinds.get(invitation.kind, invitation.kind),
        # In which language the survey is read tells that it has been opened.
        language=person.get_language_display()
        if round.mode == Round.Mode.ANONYMOUS
        else invitation.get_language_display(),
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
    taken = set(Invitation.objects.filter(round=round).values_list("stakeholder_id", flat=True))
    return [person for person in members if person.pk not in taken]
