"""What follows the claim of a close: answers are copied in random order, and what may be published is frozen.

Copying and computing hold no transaction; one short transaction publishes, unlinks and says that the round is closed.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.closing import unlinking
from assessments.closing.copying import Copies, drop_sealed, read_answers
from assessments.closing.publishing import compared_rounds, prepared, rules_of, store
from assessments.disclosure.linkage import Earlier
from assessments.disclosure.publications import Publication, publication
from assessments.disclosure.respondents import Respondents, Row
from assessments.models import Invitation, Round
from assessments.questionnaire import questionnaire
from synergy import audit
from synergy.outbox.claims import Claim
from synergy.outbox.works import WorkRefused

# Of a hundred parts of the work, copying is the longer one.
_COPYING = 0.8


def finish_close(claim: Claim) -> None:
    """The due work of a close: from a round that is closing to one that is closed, or nothing.

    Interrupted anywhere it is done again from the beginning, with the same result: sealed answers stay as they are
    until the last transaction, and copies of an earlier attempt are thrown away first. Everything is written in steps
    of the claim: a worker that was paused for so long that another one has closed the round meanwhile writes nothing.
    """
    with claim.step():
        round = Round.objects.select_related("partnership", "version").get(pk=int(claim.work.subject_ref))
        if not round.is_closing:
            raise WorkRefused(_("The round is not being closed."))
        _wait_for_writers(round)
    copies = Copies(round, claim.step)
    copies.drop()
    people = Respondents.from_rows(questionnaire(round.version).scoring, _made(claim, copies), round.breakdowns)
    earlier = compared_rounds(round)
    published = publication(people, rules_of(round), [_earlier(one, found) for one, found in earlier.values()])
    rows, forget = prepared(round, published, earlier), unlinking.prepared(round)
    with claim.ending():
        _count(round, people)
        round.closed_at = claim.at
        store(rows)
        copies.check()
        drop_sealed(round)
        forget()
        round.state = Round.State.CLOSED
        round.save(update_fields=["invited", "started", "submitted", "closed_at", "state"])
        _record(claim, round)


def _made(claim: Claim, copies: Copies) -> Iterator[Row]:
    for done, total, rows in copies.make():
        yield from rows
        claim.progress(int(done * _COPYING), total)


def _wait_for_writers(round: Round) -> None:
    """Lock every invitation: a submission holding one ends first; one that comes later finds the round closing."""
    list(Invitation.objects.select_for_update().filter(round=round).order_by("pk").values_list("pk", flat=True))


def _earlier(round: Round, published: Publication) -> Earlier:
    """An earlier round with its people; they link as far as rounds of this mode do."""
    people = Respondents.from_rows(questionnaire(round.version).scoring, read_answers(round))
    return Earlier(round.number, people, published.counted)


def _count(round: Round, people: Respondents) -> None:
    """Imported responses were asked for and given at once; revoked invitations were asked as well."""
    imported = len(people) - int(people.by_link.sum())
    invitations = Invitation.objects.filter(round=round)
    round.invited = invitations.count() + imported
    round.started = invitations.valid().filter(started_on__isnull=False).count() + imported
    round.submitted = len(people)


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
