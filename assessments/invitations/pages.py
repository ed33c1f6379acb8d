"""What the list of the people invited to a round shows: how far they are, and what can be done for each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.invitations.mails import reminder_words
from assessments.invitations.messages import latest_messages
from assessments.invitations.progress import RoundProgress, reach_sentences
from assessments.invitations.reminders import planned_reminders, remindable, unfinished
from assessments.models import Invitation, Round
from assessments.questionnaire import questionnaire
from partnerships.models import Stakeholder, StakeholderKind
from synergy.outbox.models import Message
from synergy.web.formats import moment, percent

_MARKS = {"done": "done", "started": "now", "not_started": "next"}
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


def invited_people(round: Round, invitations: Sequence[Invitation]) -> list[dict[str, Any]]:
    """The invitations as lines of a page. Two queries."""
    kinds = {kind.code: str(kind) for kind in StakeholderKind.objects.all()}
    sections = len(questionnaire(round.version).sections)
    messages = latest_messages(round, invitations)
    return [_invited_person(round, row, kinds, sections, messages.get(str(row.pk))) for row in invitations]


def _invited_person(
    round: Round, invitation: Invitation, kinds: dict[str, str], sections: int, message: Message | None
) -> dict[str, Any]:
    """One line; in an anonymous round nothing in it tells how far the person is. `can_…`: what its menu offers."""
    person = invitation.stakeholder
    hidden = round.is_anonymous and not invitation.revoked_on
    status = "" if hidden else str(invitation.status.value)
    done, trouble = status == Invitation.Status.DONE, _trouble(person)
    return {
        "id": invitation.pk,
        "name": person.name,
        "stakeholder_id": person.pk,
        "kind": kinds.get(invitation.kind, invitation.kind),
        # In which language the survey is read tells that it has been opened.
        "language": person.get_language_display() if round.is_anonymous else invitation.get_language_display(),
        "status": status,
        "mark": _MARKS.get(status, "off"),
        "status_words": _("invited") if hidden else str(invitation.status.label),
        "sections_done": 0 if hidden else invitation.sections_done,
        "sections": sections,
        "trouble": trouble,
        "message": message,
        "last_mail": "" if trouble else str(message.kind_label) if message else "–",
        "can_change": not invitation.revoked_on,
        "can_resend": person.reachable and not done,
        "can_show_link": not (round.is_anonymous and person.reachable),
        "can_revoke": not (round.is_anonymous or done),
        "can_mark_undeliverable": person.reachable,
    }


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


def empty_words(round: Round, progress: RoundProgress, people: Sequence[dict[str, Any]]) -> str:
    """Why nobody stands in the list of invitations; nothing where somebody is invited."""
    if round.is_planned:
        return _("Nobody is invited yet: the members of the day are invited when the round opens.")
    return "" if progress.invited or people else _("Nobody was invited to this round.")


def progress_sentences(progress: RoundProgress) -> list[str]:
    counts = {"waiting": progress.not_started, "begun": progress.started, "done": progress.done}
    words = _("Invited: %(invited)s. Not started: %(waiting)s. Started: %(begun)s. Done: %(done)s.")
    sentences = [words % (counts | {"invited": progress.invited}), *reach_sentences(progress)]
    if progress.revoked:
        words = ngettext("%(number)s invitation is revoked.", "%(number)s invitations are revoked.", progress.revoked)
        sentences.append(words % {"number": progress.revoked})
    return sentences


def rate_sentences(round: Round, progress: RoundProgress) -> list[str]:
    """The response rate, and what is known of each person."""
    known = _("You see how far each person is, never what they answer.")
    if round.is_anonymous:
        known = _(
            "The round is anonymous: how far each person is stays unknown, and reminders go only to those who have not"
            " finished."
        )
    if progress.rate is None:
        return [known]
    words = _("Response rate %(rate)s: %(done)s of %(asked)s who could be reached.")
    return [words % {"rate": percent(progress.rate), "done": progress.done, "asked": progress.asked}, known]


def reminding_context(round: Round, at: datetime) -> dict[str, Any]:
    """Who would be reminded now: names, but in an anonymous round the number alone; and what they would read."""
    known = round.is_open and not round.is_anonymous
    names = sorted(row.stakeholder.name for row in remindable(round, at)) if known else []
    subject, text = reminder_words(round, get_language() or "en")
    zone = round.partnership.zone
    return {
        "round": round,
        "number": unfinished(round) if round.is_open and round.is_anonymous else len(names),
        "names": names,
        "subject": subject,
        "text": text,
        "planned": [moment(when, zone) for when in planned_reminders(round, at)],
    }


def reminded_sentence(round: Round, number: int) -> str:
    """What was done: in an anonymous round without a number of mails, which `remind_now` does not tell."""
    if round.is_anonymous:
        return _("Reminders are on their way to those who have not finished and can be reached.")
    words = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", number)
    return words % {"n": number}
