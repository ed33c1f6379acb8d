"""What the pages show that ask before a round opens, closes or is cancelled."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from assessments.invitations.progress import (
    round_progress,
)
from assessments.invitations.promises import promise_of
from assessments.models import Round
from assessments.rounds import queries
from assessments.rounds.opening_checks import check_opening
from assessments.rounds.pages import day_and_time
from partnerships.access import Can
from synergy.web.formats import sentences

_LEAVING = {
    Round.Mode.ANONYMOUS: gettext_lazy(
        "The answers leave the invitations in random order, and the links between people and answers are deleted for"
        " good."
    ),
    Round.Mode.IDENTIFIED: gettext_lazy("Coordinators can see the answers that count, with the name of each person."),
    Round.Mode.CONFIDENTIAL: gettext_lazy("The answers leave the invitations in random order; only a code remains."),
}


def opening_context(round: Round, can: Can, at: datetime) -> dict[str, Any]:
    """What the page shows that opens a round: `button` and `people_url` are empty where they do not stand."""
    check = check_opening(round, at)
    words = ngettext(
        "<b>%(number)s person</b> will be invited now.", "<b>%(number)s people</b> will be invited now.", check.members
    )
    closes = _("The round closes on %(day)s at %(time)s.") % day_and_time(round, round.closes_at)
    sooner = queries.close_as_long_as_planned(round, at)
    lead = sentences(words % {"number": check.members}, "" if sooner else closes)
    if not round.is_by_links:
        lead = sentences(_("Nobody is written to: the answers of this round are imported from a file."))
    to_people = check.obstacles and check.members < round.k and can.people_edit
    return {
        "round": round,
        "opening": check,
        "lead": "" if check.obstacles else lead,
        "promise": promise_of(round, get_language() or "en", invited=check.members or None),
        "closes": _ways_to_close(round, sooner) if sooner else [],
        "button": "" if check.obstacles else _("Open and invite") if round.is_by_links else _("Open"),
        "people_url": reverse("stakeholder-list", args=[round.partnership.slug]) if to_people else "",
    }


def _ways_to_close(round: Round, sooner: datetime) -> list[tuple[str, str]]:
    """When a round opened before its date may close: value and words of each choice, the usual one first."""
    length = _("On %(day)s at %(time)s: it stays open as long as planned") % day_and_time(round, sooner)
    planned = _("On %(day)s at %(time)s, the date planned: it stays open longer") % day_and_time(round, round.closes_at)
    return [("length", length), ("date", planned)]


def cancelling_context(round: Round, begun: int) -> dict[str, Any]:
    """What the page shows that cancels a round; `goes` and `stays` are lists of sentences."""
    goes, stays = [_("The plan: a cancelled round cannot be taken up again.")], []
    if begun:
        words = ngettext(
            "The answers of %(number)s person, for good.", "The answers of %(number)s people, for good.", begun
        )
        goes = [words % {"number": begun}, *goes]
    if round.is_open:
        goes.append(_("The personal links stop taking answers, and say that the survey was cancelled."))
        stays.append(_("Who was invited, and what the history says."))
    else:
        stays.append(_("Nobody has been written to, and no answer exists."))
    stays.append(_("The round stays in the list as cancelled and keeps its number."))
    keep = _("Keep it open") if round.is_open else _("Keep it planned")
    return {"round": round, "possible": round.may_change, "goes": goes, "stays": stays, "keep": keep, "begun": begun}


def closing_context(round: Round) -> dict[str, Any]:
    """What the page shows that closes a round; `goes` and `happens` are lists of sentences."""
    progress, imported = round_progress(round), queries.imported_responses(round)
    words = ngettext(
        "<b>%(number)s response</b> has been imported.", "<b>%(number)s responses</b> have been imported.", imported
    )
    lead, goes, warning = sentences(words % {"number": imported}), [_("A closed round is never opened again.")], ""
    if round.is_by_links:
        words = _("<b>%(done)s of %(total)s</b> have answered.")
        lead = sentences(words % {"done": progress.done, "total": progress.asked})
        goes = [_("The personal links stop taking answers."), *_unsent(round, progress.started), *goes]
        if progress.done < round.k:
            warning = _("With fewer than %(k)s answers, no result of this round will be shown.") % {"k": round.k}
    scores = _("The scores are computed once and frozen. Only groups of %(k)s or more are shown.") % {"k": round.k}
    happens = [str(_LEAVING[Round.Mode(round.mode)]), scores]
    return {"round": round, "lead": lead, "warning": warning, "goes": goes, "happens": happens}


def _unsent(round: Round, started: int) -> list[str]:
    words = ngettext(
        "%(number)s person has begun and not sent: those answers are deleted.",
        "%(number)s people have begun and not sent: those answers are deleted.",
        started,
    )
    if round.counts_unsent:
        words = ngettext(
            "%(number)s person has begun and not sent: below half of the scored questions those answers are deleted.",
            "%(number)s people have begun and not sent: below half of the scored questions those answers are deleted.",
            started,
        )
    return [words % {"number": started}] if started else []
