"""From the answers of a closed round to the numbers that may be shown, stored and frozen."""

from collections.abc import Callable

from assessments.models import Change, Finding, Gap, ItemTally, PublicationPlan, Round, Score
from assessments.queries.instruments import questionnaire
from assessments.services.publishing.changes import changes_of
from assessments.services.publishing.gaps import gaps_of, power_sharing
from assessments.services.publishing.goes_with import goes_with
from assessments.services.publishing.plans import Plan, make_plan
from assessments.services.publishing.respondents import Respondents
from assessments.services.publishing.scores import scores_of
from assessments.services.publishing.tallies import tallies_of
from assessments.services.publishing.waves import Panel, Wave

__all__ = ["Respondents", "publish"]


def publish(round: Round, now: Respondents, earlier: Callable[[Round], Respondents]) -> None:
    """Work out the plan and store everything that may be shown; what the plan hides is stored without any number.

    Called once, inside the transaction of the close. `earlier` reads the respondents of an earlier closed round.
    """
    asked = questionnaire(round.version)
    plan = make_plan(round, asked, now)
    scores = scores_of(round, asked, plan, now)
    Score.objects.bulk_create(scores)
    ItemTally.objects.bulk_create(tallies_of(round, asked, plan, now))
    Gap.objects.bulk_create(gaps_of(round, asked, plan, now, scores))
    if not now.mixed:
        Finding.objects.bulk_create(power_sharing(round, plan, now, scores) + goes_with(round, asked, now, scores))
    if plan.everybody.shown:
        _publish_changes(round, plan, now, earlier)
    PublicationPlan.objects.create(round=round, content=plan.content)


def _publish_changes(round: Round, plan: Plan, now: Respondents, earlier: Callable[[Round], Respondents]) -> None:
    """Since the round before and since the first one, as far as they asked the same questions."""
    closed = Round.objects.closed().filter(partnership=round.partnership, number__lt=round.number, plan__isnull=False)
    rounds = list(closed.select_related("version", "partnership", "plan").order_by("number"))
    if not rounds or rounds[-1].version_id != round.version_id:
        return
    alike = [one for one in rounds if one.version_id == round.version_id]
    wave = Wave(round, now, plan.omissions)
    against = [alike[-1]] if len(alike) == 1 else [alike[-1], alike[0]]
    Change.objects.bulk_create(
        changes_of(questionnaire(round.version), Panel(wave, alike, earlier), wave, against, plan)
    )
