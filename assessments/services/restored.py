"""What a restore brings back of rounds, set right: nobody is reminded twice, and doubtful rounds are named."""

from itertools import islice

from django.utils.translation import gettext as _

from assessments.models import Invitation, Round
from assessments.services import mails
from assessments.services.reminders import AFTER_OPENING, BEFORE_CLOSE
from synergy import outbox
from synergy.ops.backups import Restored
from synergy.outbox.models import Message, State
from synergy.web.templatetags import manners

_BATCH = 500


def spare_reminders(restored: Restored) -> None:
    """Reminders that fell due since the backup may have left: they count as no longer needed.

    A person can still send one from the page of the round.
    """
    rounds = Round.objects.filter(state=Round.State.OPEN, collection=Round.Collection.LINKS)
    kinds = {round.pk: _due_by_then(round, restored) for round in rounds}
    unfinished = Invitation.objects.unfinished().filter(round__in=[pk for pk in kinds if kinds[pk]])
    people = unfinished.select_related("round", "stakeholder").iterator(chunk_size=_BATCH)
    while some := list(islice(people, _BATCH)):
        drafts = [mails.draft(invitation, kind) for invitation in some for kind in kinds[invitation.round_id]]
        # One that was queued before keeps its key, and stays as it was.
        Message.objects.bulk_create([_spared(draft, restored) for draft in drafts], ignore_conflicts=True)


def _due_by_then(round: Round, restored: Restored) -> list[str]:
    due = {
        mails.FIRST_REMINDER: (round.opened_at or round.opens_at) + AFTER_OPENING,
        mails.SECOND_REMINDER: round.closes_at - BEFORE_CLOSE,
    }
    return [kind for kind, moment in due.items() if moment <= restored.restored_at]


def _spared(draft: outbox.Draft, restored: Restored) -> Message:
    return Message(
        kind=draft.kind,
        key=draft.key,
        recipient=draft.recipient,
        subject_ref=draft.subject_ref,
        scope=draft.scope,
        state=State.SUPPRESSED,
        last_error=_("May have left before the restore"),
        queued_at=restored.taken_at,
        due_at=restored.taken_at,
    )


def doubtful_rounds(restored: Restored) -> list[str]:
    """Rounds open as in the backup: one that somebody closed by hand since then is to be closed again by hand."""
    still_open = Round.objects.filter(state=Round.State.OPEN, closes_at__gt=restored.restored_at)
    return [_question(round, restored) for round in still_open.select_related("partnership").order_by("pk")]


def _question(round: Round, restored: Restored) -> str:
    words = {
        "partnership": round.partnership.name,
        "number": round.number,
        "day": manners.day(restored.taken_at, round.partnership.zone),
    }
    again = _("%(partnership)s, round %(number)s is open as on %(day)s. If it was closed since then, close it again.")
    if round.mode == Round.Mode.ANONYMOUS:
        again += " " + _("Until it closes, the links between its people and their answers are back.")
    return again % words
