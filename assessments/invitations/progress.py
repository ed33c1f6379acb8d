"""How far a round is, in counts of people and the sentences made of them; never what anybody answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Q
from django.utils.translation import ngettext

from assessments.models import Invitation, Round


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
    """Progress by the key of the round, in one query; the counts frozen at the close where only these tell it right."""
    by_key = {round.pk: round for round in rounds}
    frozen = {
        key: frozen_progress(round)
        for key, round in by_key.items()
        if round.is_closed and (round.is_anonymous or round.unsent)
    }
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


def unsent_sentences(round: Round) -> list[str]:
    """How many of those who count have not sent; no sentence for nobody."""
    if not round.unsent:
        return []
    words = ngettext(
        "%(n)s of them has not sent the answers, which count all the same.",
        "%(n)s of them have not sent their answers, which count all the same.",
        round.unsent,
    )
    return [words % {"n": round.unsent}]


def _from_counts(row: dict[str, int], round: Round) -> RoundProgress:
    names = ("invited", "started", "done", "revoked") if round.is_anonymous else tuple(_COUNTS)
    return RoundProgress(**{name: row[name] for name in names})
