"""Who gave which answer, after the close: kept in identified mode, gone for good in anonymous mode."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from assessments.invitations import mails
from assessments.invitations.messages import scope_of
from assessments.models import Invitation, Round, Unlinking
from assessments.models.answers import Response, SealedAnswers
from assessments.models.named import NamedResponse
from synergy import audit
from synergy.ops.vacuums import wipe_deleted
from synergy.outbox.models import Message
from synergy.outbox.queues import Renamed, rename_messages

_BATCH = 1000
_HELD_LINKS = (SealedAnswers, Invitation, Message)


class ChangedMeanwhile(Exception):
    """Somebody was invited while the round was closing: begin again."""


def keep_names(
    round: Round, people: Sequence[tuple[int | None, dict[str, str]]], responses: Sequence[Response]
) -> None:
    """In identified mode, whose each response is and what they wrote.

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
    """Whose the responses of a round are; none in a round that is not identified."""
    return NamedResponse.objects.filter(response__round=round)


def prepared(round: Round) -> Callable[[], None]:
    """What is to be done in the last transaction of a close: in anonymous mode, leave only that people were invited.

    The rows are written anew, in the order of people and under new keys: neither a key, nor the order or age of rows
    tells who had begun or sent. Reminders went to those who had not finished, so they go as well. Reading and making
    the rows is done here, before that transaction: nothing about an invitation changes while its round is closing.
    """
    if round.mode != Round.Mode.ANONYMOUS:
        return lambda: None
    old = list(Invitation.objects.filter(round=round).select_related("stakeholder").order_by("stakeholder_id"))
    new = [_invited(one) for one in old]
    renamed = _under_new_keys(round, {str(was.pk): str(one.pk) for was, one in zip(old, new, strict=True)})

    def forget() -> None:
        gone, _by_model = Invitation.objects.filter(round=round).delete()
        if gone != len(old):
            raise ChangedMeanwhile
        Invitation.objects.bulk_create(new, batch_size=_BATCH)
        Message.objects.in_scope(scope_of(round)).exclude(kind=mails.INVITATION).delete()
        rename_messages(renamed)
        Unlinking.objects.create(round=round)

    return forget


def _invited(was: Invitation) -> Invitation:
    """The digest stays, so that the link still says that the survey is closed; the language is not the one chosen."""
    return Invitation(
        round_id=was.round_id,
        stakeholder=was.stakeholder,
        language=was.stakeholder.language,
        link_digest=was.link_digest,
        kind=was.kind,
        sector=was.sector,
        tenure=was.tenure,
        revoked_on=was.revoked_on,
    )


def _under_new_keys(round: Round, keys: dict[str, str]) -> list[Renamed]:
    """The mails that invited, with the new key of each invitation in the place of the old one."""
    told = Message.objects.in_scope(scope_of(round)).filter(kind=mails.INVITATION)
    found = told.values_list("pk", "key", "subject_ref")
    return [Renamed(pk, key.replace(was, keys[was]), keys[was]) for pk, key, was in found if was in keys]


def wipe_traces(at: datetime) -> int:
    """Overwrite what the closes of anonymous rounds deleted: a job of the tick. Returns for how many rounds."""
    waiting = list(Unlinking.objects.filter(wiped_at__isnull=True).select_related("round__partnership"))
    if not waiting or not wipe_deleted(_HELD_LINKS):
        return 0
    return sum(_wiped(one, at) for one in waiting)


def _wiped(unlinking: Unlinking, at: datetime) -> int:
    done = Unlinking.objects.filter(pk=unlinking.pk, wiped_at__isnull=True).update(wiped_at=at)
    if done:
        round = unlinking.round
        audit.record(by=None, action="round.unlinked", obj=round, scope=round.partnership.scope, at=at)
    return done
