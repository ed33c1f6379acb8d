"""The mails of a round: which kinds there are, and what each mail says at the moment it leaves."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.invitations.links import opt_out_url, url_of
from assessments.invitations.messages import scope_of
from assessments.invitations.promises import promise_of
from assessments.models import Invitation, Round
from assessments.questionnaire import questionnaire
from partnerships.models import Grant, Stakeholder
from synergy.accounts.models import User
from synergy.outbox import kinds, queues
from synergy.outbox.kinds import Rendered
from synergy.outbox.models import LEFT, Message, State
from synergy.web.formats import moment_in_words

INVITATION, FIRST_REMINDER, SECOND_REMINDER = "invitation", "reminder_first", "reminder_second"
ASKED_REMINDER = "reminder_asked"  # sent because a coordinator asked for it
LABELS = {
    INVITATION: gettext_lazy("Invitation"),
    FIRST_REMINDER: gettext_lazy("First reminder"),
    SECOND_REMINDER: gettext_lazy("Second reminder"),
    ASKED_REMINDER: gettext_lazy("Reminder"),
}
HEADINGS = {
    "email/invitation": gettext_lazy("How is this partnership working for you?"),
    "email/reminder_not_started": gettext_lazy("Your view is still missing"),
    "email/reminder_started": gettext_lazy("Your answers are saved, not yet sent"),
}


def register() -> None:
    for kind, label in LABELS.items():
        kinds.register(kind, render, label, None if kind == INVITATION else _anonymous_scopes)


def _anonymous_scopes() -> list[str]:
    """Scopes of anonymous rounds, whose reminders tell who has not finished until the close deletes them. One query."""
    return [scope_of(round) for round in Round.objects.filter(mode=Round.Mode.ANONYMOUS).only("pk")]


def draft(invitation: Invitation, kind: str, occasion: str = "") -> queues.MailDraft:
    """A mail of this kind to the invited person; two mails of the same occasion are queued once."""
    return queues.MailDraft(
        kind=kind,
        key=f"{kind}:{invitation.pk}:{occasion}" if occasion else f"{kind}:{invitation.pk}",
        recipient=invitation.stakeholder.email,
        subject_ref=str(invitation.pk),
        scope=scope_of(invitation.round),
    )


def queue_invitations(invitations: list[Invitation], at: datetime) -> int:
    """Queue the first mail to everybody whom mail can reach, and who has none yet; returns how many mails.

    In a round that was set back, who had the mail at this address keeps it; a mail that never left is made anew.
    """
    reachable = [invitation for invitation in invitations if invitation.stakeholder.reachable]
    earlier = Message.objects.filter(subject_ref__in=[str(row.pk) for row in reachable], kind=INVITATION)
    earlier.exclude(state__in=(*LEFT, State.SENDING)).delete()
    sent: dict[str, set[str]] = {}
    for reference, recipient in earlier.values_list("subject_ref", "recipient"):
        sent.setdefault(reference, set()).add(recipient.lower())
    drafts = []
    for row in reachable:
        had = sent.get(str(row.pk), set())
        if row.stakeholder.email.lower() not in had:
            drafts.append(draft(row, INVITATION, occasion=str(len(had) + 1) if had else ""))
    return queues.queue_many(drafts, at=at)


def render(message: Message) -> Rendered | None:
    """The mail as it leaves; None when the mail must not leave any more. A bounded number of queries."""
    invitation = _addressed_invitation(message)
    if invitation is None:
        return None
    _note_second_address(invitation)
    template = _template(message.kind, invitation)
    coordinator = coordinator_of(invitation.round)
    languages = [invitation.language, *(code for code, _name in settings.LANGUAGES if code != invitation.language)]
    parts = [_language_part(template, invitation, coordinator, language) for language in languages]
    partnership = invitation.round.partnership.name
    opt_out = opt_out_url(invitation.stakeholder)
    context = {"parts": parts, "partnership": partnership, "language": invitation.language, "opt_out": opt_out}
    return Rendered(
        subject=parts[0]["subject"],
        text=render_to_string("email/both.txt", context),
        html=render_to_string("email/both.html", context),
        from_name=partnership,
        reply_to=coordinator.email if coordinator else "",
        # RFC 8058: mail programs offer one click that posts there; opening the address changes nothing.
        headers={"List-Unsubscribe": f"<{opt_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _addressed_invitation(message: Message) -> Invitation | None:
    """The invitation, unless the round has closed, the person is done, or mail may no longer go to this address."""
    invitations = Invitation.objects.select_related("round__partnership", "round__version", "stakeholder")
    invitation = invitations.valid().filter(pk=message.subject_ref, round__state=Round.State.OPEN).first()
    if invitation is None or not invitation.stakeholder.reachable:
        return None
    if invitation.stakeholder.email.lower() != message.recipient.lower():
        return None  # the address was corrected after this mail was queued: the link is not for the old one
    return None if invitation.submitted_on and message.kind != INVITATION else invitation


def _note_second_address(invitation: Invitation) -> None:
    """Mark a link that goes to a second address: it may reach somebody else, so the pages behind it show no answer."""
    if not invitation.handed_out and _went_to_another_address(invitation):
        Invitation.objects.filter(pk=invitation.pk).update(handed_out=True)


def shows_answers_once_replaced(invitation: Invitation) -> bool:
    """Whether a new link of this invitation would show the answers: nobody but the person may get or have it.

    Mail reaches the person; every mail of the round went to the present address; and where somebody looked a link up,
    one has left for it: Ana's address, which a coordinator typed after looking up her link, proves nothing.
    """
    if not invitation.stakeholder.reachable or _went_to_another_address(invitation):
        return False
    return not invitation.handed_out or _mails_of(invitation).filter(state__in=LEFT).exists()


def _went_to_another_address(invitation: Invitation) -> bool:
    """Whether any mail of this invitation went, or is to go, to another address than the present one."""
    present = invitation.stakeholder.email.lower()
    recipients = _mails_of(invitation).values_list("recipient", flat=True)
    return any(recipient.lower() != present for recipient in recipients)


def _mails_of(invitation: Invitation) -> "QuerySet[Message]":
    return Message.objects.filter(subject_ref=str(invitation.pk), kind__in=LABELS)


def _template(kind: str, invitation: Invitation) -> str:
    if kind == INVITATION:
        return "email/invitation"
    return "email/reminder_started" if invitation.started_on else "email/reminder_not_started"


def reminder_words(round: Round, language: str) -> tuple[str, str]:
    """Subject and text of a reminder as somebody reads it who has not begun, with blanks for name and link."""
    invitation = Invitation(round=round, stakeholder=Stakeholder(name="…"), language=language)
    template = _template(ASKED_REMINDER, invitation)
    with translation.override(language):
        context = _part_context(template, invitation, coordinator_of(round), language) | {"link": "…"}
        subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
        return subject, render_to_string(f"{template}.txt", context).strip()


def _language_part(template: str, invitation: Invitation, coordinator: User | None, language: str) -> dict[str, str]:
    """Subject, heading, text, HTML and footer in one language."""
    with translation.override(language):
        context = _part_context(template, invitation, coordinator, language)
        return {
            "language": language,
            "subject": " ".join(render_to_string(f"{template}.subject.txt", context).split()),
            "text": render_to_string(f"{template}.txt", context).strip(),
            "html": render_to_string(f"{template}.html", context),
            "heading": str(HEADINGS[template]),
            "stop": _("Stop these e-mails"),
            "footer": _("You receive this e-mail because you are a member of %(partnership)s.") % context,
        }


def _part_context(template: str, invitation: Invitation, coordinator: User | None, language: str) -> dict[str, Any]:
    round = invitation.round
    promise = promise_of(round, language)
    questions = questionnaire(round.version)
    return {
        "name": invitation.stakeholder.name,
        "partnership": round.partnership.name,
        "coordinator": coordinator.name if coordinator else "",
        "reply_to": coordinator.email if coordinator else "",
        "minutes": questions.minutes_in(language),
        "closes": moment_in_words(round.closes_at, round.partnership.zone),
        # The invitation has the promise word for word; reminders have it in one sentence.
        "promise": promise.text if template == "email/invitation" else promise.sentence,
        "link": url_of(invitation),
        "since_last_time": round.since_last_time(language),
        "sections_done": invitation.sections_done,
        "counts_unsent": round.counts_unsent,
        "sections": len(questions.sections),
    }


def coordinator_of(round: Round) -> User | None:
    """The person who gets answers to a mail: of several coordinators, the one who got the role first. One query."""
    grants = Grant.objects.filter(partnership=round.partnership, role=Grant.Role.COORDINATOR, user__is_active=True)
    grant = grants.select_related("user").order_by("pk").first()
    return grant.user if grant else None
