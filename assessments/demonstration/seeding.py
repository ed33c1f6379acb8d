"""A programme of demonstration partnerships with closed rounds behind them and one round open."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import F

from assessments.demonstration.comments import look_at_comments, some_comments, with_telling, without_repeats
from assessments.demonstration.journal import add_journal
from assessments.demonstration.people import add_people, grant, login
from assessments.demonstration.raters import Rater, some_answers, some_rater
from assessments.demonstration.story_fleuve import FLEUVE
from assessments.demonstration.story_prairie import PRAIRIE
from assessments.demonstration.story_shapes import DRIFT, ELEMENTS, THEMES, Story, StoryEvent
from assessments.imports.bulk_answers import GivenAnswers, seal_answers
from assessments.invitations.links import url_of
from assessments.invitations.messages import scope_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.questionnaire import questionnaire
from assessments.rounds.closing import close_round
from assessments.rounds.services import open_round, plan_round
from partnerships.models import Partnership, Programme, ProgrammeEvaluator
from partnerships.profile.services import Charter, create_partnership
from synergy.accounts.models import User
from synergy.outbox.models import Message, State

_BETWEEN = timedelta(days=182)
_LASTS = timedelta(days=18)
_LEANING = {"E5B": -0.3, "E7B": -0.4}


@dataclass(frozen=True)
class Extent:
    """How much demonstration data; `members` None leaves each story its own number."""

    partnerships: int = 2
    rounds: int = 6
    members: int | None = None
    seed: int = 1

    @property
    def slug(self) -> str:
        return f"demonstration-{self.partnerships}-{self.rounds}-{self.members or 'x'}-{self.seed}"


def seed(extent: Extent, version: InstrumentVersion, at: datetime) -> tuple[Programme, bool]:
    """Make the programme of this extent unless it is there; each partnership is one transaction.

    Returns the programme, and whether it was made now.
    """
    programme, made = Programme.objects.get_or_create(slug=extent.slug, defaults=_programme(extent))
    done = programme.partnerships.count()
    for number in range(done, extent.partnerships):
        with transaction.atomic():
            _seed_partnership(programme, number, extent, version, at)
    return programme, made or done < extent.partnerships


def _programme(extent: Extent) -> dict[str, object]:
    name = "Primary-care access programme (demonstration)"
    return {
        "name": name if extent == Extent() else f"{name} {extent.slug.removeprefix('demonstration-')}",
        "description": "Demonstration data: no person, organisation or answer in it is real.",
        "demonstration": True,
    }


def logins(programme: Programme) -> list[dict[str, str]]:
    """Accounts of the demonstration, and their roles in this programme's first two partnerships."""
    first, second = [*programme.partnerships.order_by("pk")[:2], None, None][:2]
    accounts = [login("administrator", "administrator")[1]]
    for role in ("coordinator", "evaluator", "viewer"):
        user, account = login(role, role)
        accounts.append(account)
        if first:
            grant(user, first, role)
    user, account = login("programme", "programme evaluator")
    ProgrammeEvaluator.objects.get_or_create(programme=programme, user=user)
    accounts.append(account)
    user, account = login("coordinator2", "coordinator", "fr")
    if second:
        grant(user, second, "coordinator")
        accounts.append(account)
    return accounts


def survey_links(programme: Programme, most: int = 200) -> list[str]:
    """Personal links of people who have not answered yet, in the open rounds of this programme."""
    waiting = Invitation.objects.unfinished().filter(started_on=None, round__state=Round.State.OPEN)
    mine = waiting.filter(round__partnership__programme=programme).order_by("round", "stakeholder")
    return [url_of(invitation) for invitation in mine[:most]]


def _seed_partnership(
    programme: Programme, number: int, extent: Extent, version: InstrumentVersion, at: datetime
) -> None:
    random = Random(f"{extent.seed}-{number}")  # noqa: S311 (simulated answers need to be repeatable, not secret)
    story = story_of(number, random)
    owner, _login = login("administrator", "administrator")
    months = extent.rounds * 6 + 4
    begun = (at - timedelta(days=30.44 * months)).date()
    partnership = create_partnership(
        by=owner, charter=_charter(programme, story, begun), goals=list(story.goals), at=at
    )
    coordinator, _login = login("coordinator" if number == 0 else "coordinator2", "coordinator", story.language)
    grant(coordinator, partnership, "coordinator")
    people = add_people(
        by=coordinator,
        partnership=partnership,
        story=story,
        members=extent.members,
        months=months,
        random=random,
        at=at,
    )
    add_journal(partnership, story, people, at.date(), random)
    raters = {person.pk: some_rater(random, person.kind.code) for person in people}
    newest = InstrumentVersion.objects.filter(instrument=version.instrument).order_by("number").last() or version
    for back in range(extent.rounds, -1, -1):
        opens = _at_nine(partnership, at - _BETWEEN * back - timedelta(days=5))
        asked = version if back else newest
        _hold_round(coordinator, partnership, story, asked, raters, opens, random, back, waits=number == 1)
    _keep_mail_at_home(partnership)


def _charter(programme: Programme, story: Story, begun: date) -> Charter:
    return {
        "programme": programme,
        "name": story.name,
        "mission": story.mission,
        "region": story.region,
        "context": story.context,
        "mandate": story.mandate,
        "default_language": story.language,
        "time_zone": "America/Edmonton" if story.language == "en" else "America/Toronto",
        "cadence_months": 6,
        "k": 5,
        "started_on": begun,
    }


def _at_nine(partnership: Partnership, moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(partnership.zone).date(), time(9), tzinfo=partnership.zone)


def _hold_round(
    by: User,
    partnership: Partnership,
    story: Story,
    version: InstrumentVersion,
    raters: dict[int, Rater],
    opens: datetime,
    random: Random,
    back: int,
    *,
    waits: bool,
) -> None:
    """The round so many rounds ago; 0 stays open. `waits`: the comments of the newest closed one are not released."""
    closing = opens + _LASTS + timedelta(hours=8)
    is_first = not partnership.rounds.exists()
    round = plan_round(
        by=by,
        partnership=partnership,
        version=version,
        opens_at=opens,
        closes_at=closing,
        since_en="" if is_first else "\n".join(story.since_en),
        since_fr="" if is_first else "\n".join(story.since_fr),
        at=opens - timedelta(days=10),
    )
    round = open_round(by=by, round=round, at=opens)
    months = (opens.date() - partnership.started_on).days / 30.44
    share = random.uniform(0.68, 0.9) if back else 0.35
    everybody = round.invitations.order_by("stakeholder")
    answers = [_given(random, invitation, story, version, raters, months, share) for invitation in everybody]
    given = without_repeats([sheet for sheet in answers if sheet])
    given = with_telling(given, story.language) if back == 1 else given
    seal_answers(round=round, given=given, at=opens + timedelta(days=3))
    if back:
        closed = close_round(by=by, round=round, at=closing)
        look_at_comments(closed, by, release=back > 1 or not waits, language=story.language, at=closing)


def _given(
    random: Random,
    invitation: Invitation,
    story: Story,
    version: InstrumentVersion,
    raters: dict[int, Rater],
    months: float,
    share: float,
) -> GivenAnswers | None:
    """What this person answers: everything, half of it without sending, or nothing."""
    chance = random.random()
    if chance > share + 0.08:
        return None
    asked = questionnaire(version)
    levels = story.levels_at(months, invitation.kind)
    answers = some_answers(random, asked, raters[invitation.stakeholder_id], levels, _LEANING)
    return GivenAnswers(
        answers=answers,
        comments=some_comments(random, story.language),
        about={"kind": invitation.kind, "sector": invitation.sector, "tenure": invitation.tenure},
        invitation=invitation,
        finished=chance <= share,
    )


def _keep_mail_at_home(partnership: Partnership) -> None:
    """Nobody lives at the demonstration's addresses: its mail is not sent, and reads as if it had been."""
    scopes = [scope_of(round) for round in partnership.rounds.all()]
    Message.objects.filter(scope__in=scopes).waiting().update(state=State.SENT, sent_at=F("queued_at"), attempts=1)


def story_of(number: int, random: Random) -> Story:
    """The story of the n-th demonstration partnership, counted from 0."""
    written = (PRAIRIE, FLEUVE)
    return written[number] if number < len(written) else _wandering(number, written[number % 2], random)


def _wandering(number: int, like: Story, random: Random) -> Story:
    """A partnership that resembles a written one, at other levels and with shocks of its own."""
    shocks = tuple(
        StoryEvent(
            months=months,
            category=random.choice(("policy", "funding", "staffing", "community")),
            title=f"{'Événement' if like.language == 'fr' else 'Event'} {place} ({months})",
            description="",
            effects={code: random.gauss(0, 0.22) for code in random.sample((*THEMES, *ELEMENTS), 4)},
        )
        for place, months in enumerate(range(4, 400, 9), start=1)
    )
    name = (
        f"Partenariat de démonstration {number + 1}"
        if like.language == "fr"
        else f"Demonstration partnership {number + 1}"
    )
    levels = {code: random.uniform(3.3, 4.1) for code in (*THEMES, *ELEMENTS)}
    mandate = random.choice(("voluntary", "commissioned", "mandated"))
    return replace(like, name=name, mandate=mandate, levels=levels, context_events=shocks, drift=DRIFT, views={})
