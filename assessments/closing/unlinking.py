"""Who gave which answer is kept after the close in identified mode, and is gone for good in anonymous mode.

Example of an anonymous round: Ana sent her answers, Ben began, Cleo never opened her link. Before the close their
invitations differ: Ana's has a day of submission, Ben's a day of start, and Ben and Cleo got a reminder. At the close
all three invitations are replaced by new rows in the order of the people, under new keys and without these days, and
the reminders are deleted. The three rows then say the same: Ana, Ben and Cleo were invited.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from assessments.invitations import mails
from assessments.invitations.messages import scope_of
from assessments.models import Invitation, Round, Unlinking
from assessments.models.answers import Response, SealedAnswers
from assessments.models.named import NamedResponse
from synergy.audit import entries as audit
from synergy.ops.vacuums import wipe_deleted
from synergy.outbox.models import Message
from synergy.outbox.queues import Renamed, rename_messages

_BATCH = 1000
_LINKING_TABLES = (SealedAnswers, Invitation, Message)


class ChangedMeanwhile(Exception):
    """Somebody was invited while the round was closing: the close begins again."""


def keep_names(
    round: Round, people: Sequence[tuple[int | None, dict[str, str]]], responses: Sequence[Response]
) -> None:
    """In identified mode, store whose each response is and what the person wrote.

    `people`: stakeholder (None: imported) and comments, in the order of `responses`.
    """
    if round.mode != Round.Mode.IDENTIFIED:
        return
    NamedResponse.objects.bulk_create(
        [
            NamedResponse(response=response, stakeholder_id=stakeholder, comments=comments)
            for (stakeholder, comments), response in zip(people, responses, strict=True)
            if stakeholder is not None
        ],
        batch_size=_BATCH,
    )


def names_of(round: Round) -> QuerySet[NamedResponse]:
    """Whose the responses of a round are; no rows in a round that is not identified."""
    return NamedResponse.objects.filter(response__round=round)


def plan_unlinking(round: Round) -> Callable[[], None]:
    """A function for the last transaction of a close: in anonymous mode it leaves only that people were invited.

    The invitations are written anew, in the order of the people and under new keys, because the keys, the order and the
    age of the old rows could tell who had begun or sent. Reminders are deleted, because they went to people who had not
    finished. The new rows are made here, before that transaction, which stays short this way; invitations do not change
    while their round is closing.
    """
    if not round.is_anonymous:
        return lambda: None
    old = list(Invitation.objects.filter(round=round).select_related("stakeholder").order_by("stakeholder_id"))
    new = [_blank_invitation(invitation) for invitation in old]
    new_keys = {str(before.pk): str(after.pk) for before, after in zip(old, new, strict=True)}
    renamed = _renamed_messages(round, new_keys)

    def unlink() -> None:
        deleted, _by_model = Invitation.objects.filter(round=round).delete()
        if deleted != len(old):
            raise ChangedMeanwhile
        Invitation.objects.bulk_create(new, batch_size=_BATCH)
        Message.objects.in_scope(scope_of(round)).exclude(kind=mails.INVITATION).delete()
        rename_messages(renamed)
        Unlinking.objects.create(round=round)

    return unlink


def _blank_invitation(old: Invitation) -> Invitation:
    """A new invitation that does not tell how far the person was.

    The digest stays, so that the link still leads to the page that says the survey is closed. The language is that of
    the person, because a language chosen in the survey would tell that the person opened the survey.
    """
    return Invitation(
        round_id=old.round_id,
        stakeholder=old.stakeholder,
        language=old.stakeholder.language,
        link_digest=old.link_digest,
        kind=old.kind,
        sector=old.sector,
        tenure=old.tenure,
        revoked_on=old.revoked_on,
    )


def _renamed_messages(round: Round, new_keys: dict[str, str]) -> list[Renamed]:
    """The invitation mails of a round, with the new key of each invitation in the place of the old key."""
    invitation_mails = Message.objects.in_scope(scope_of(round)).filter(kind=mails.INVITATION)
    return [
        Renamed(pk, key.replace(old_key, new_keys[old_key]), new_keys[old_key])
        for pk, key, old_key in invitation_mails.values_list("pk", "key", "subject_ref")
        if old_key in new_keys
    ]


def wipe_traces(at: datetime) -> int:
    """Overwrite what the closes of anonymous rounds deleted: a job of the tick. Returns for how many rounds."""
    waiting = list(Unlinking.objects.filter(wiped_at__isnull=True).select_related("round__partnership"))
    if not waiting or not wipe_deleted(_LINKING_TABLES):
        return 0
    return sum(_record_wiping(unlinking, at) for unlinking in waiting)


def _record_wiping(unlinking: Unlinking, at: datetime) -> int:
    updated = Unlinking.objects.filter(pk=unlinking.pk, wiped_at__isnull=True).update(wiped_at=at)
    if updated:
        round = unlinking.round
        audit.record(by=None, action="round.unlinked", obj=round, scope=round.partnership.scope, at=at)
    return updated
