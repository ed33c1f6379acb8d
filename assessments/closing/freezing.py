"""The due work of a close: it copies the answers in random order, and freezes what may be published.

Copying and computing hold no transaction; one short transaction publishes, unlinks and marks the round as closed.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.closing import unlinking
from assessments.closing.copying import Copies, drop_sealed, read_answers
from assessments.closing.publishing import compared_rounds, compute_rows, rules_of, store
from assessments.disclosure.linkage import Earlier
from assessments.disclosure.publications import Publication, publication
from assessments.disclosure.respondents import Respondents, Row
from assessments.models import Invitation, Round
from assessments.questionnaire import questionnaire
from synergy.audit import entries as audit
from synergy.outbox.claims import Claim
from synergy.outbox.works import WorkRefused

_COPYING_SHARE = 0.8  # of the whole work, as the page of the round shows it


def finish_close(claim: Claim) -> None:
    """Turn a round that is closing into a closed round, or change nothing.

    Work that was interrupted is done again from the beginning, with the same result: sealed answers stay as they are
    until the last transaction, and copies of an earlier attempt are deleted first. Everything is written in steps of
    the claim: a worker that was paused, and whose round another worker has closed meanwhile, writes nothing.
    """
    with claim.step():
        round = Round.objects.select_related("partnership", "version").get(pk=int(claim.work.subject_ref))
        if not round.is_closing:
            raise WorkRefused(_("The round is not being closed."))
        _wait_for_writers(round)
    copies = Copies(round, claim.step)
    copies.drop()
    people = Respondents.from_rows(questionnaire(round.version).scoring, _copied_rows(claim, copies), round.breakdowns)
    earlier = compared_rounds(round)
    published = publication(people, rules_of(round), [_earlier(*compared) for compared in earlier.values()])
    rows, unlink = compute_rows(round, published, earlier), unlinking.plan_unlinking(round)
    with claim.ending():
        _count(round, people, copies.unsent)
        round.closed_at = claim.at
        store(rows)
        copies.check()
        drop_sealed(round)
        unlink()
        round.state = Round.State.CLOSED
        round.save(update_fields=["invited", "started", "submitted", "unsent", "closed_at", "state"])
        _record(claim, round)


def _copied_rows(claim: Claim, copies: Copies) -> Iterator[Row]:
    for copied, total, rows in copies.make():
        yield from rows
        claim.progress(int(copied * _COPYING_SHARE), total)


def _wait_for_writers(round: Round) -> None:
    """Lock every invitation: submissions that hold one end first; later submissions find that the round is closing."""
    list(Invitation.objects.select_for_update().filter(round=round).order_by("pk").values_list("pk", flat=True))


def _earlier(round: Round, published: Publication) -> Earlier:
    """An earlier round with its people, whom their panel keys link where both rounds have the same mode."""
    people = Respondents.from_rows(questionnaire(round.version).scoring, read_answers(round))
    return Earlier(round.number, people, published.counted)


def _count(round: Round, people: Respondents, unsent: int) -> None:
    """Set the counts of the round: every imported response, and also a revoked invitation, counts as invited."""
    imported = len(people) - int(people.from_links.sum())
    invitations = Invitation.objects.filter(round=round)
    round.invited = invitations.count() + imported
    round.started = invitations.valid().filter(started_on__isnull=False).count() + imported
    round.submitted = len(people)
    round.unsent = unsent


def _record(claim: Claim, round: Round) -> None:
    audit.record(
        by=claim.work.asked_by,
        action="round.close",
        obj=round,
        scope=round.partnership.scope,
        at=claim.at,
        invited=round.invited,
        submitted=round.submitted,
    )
