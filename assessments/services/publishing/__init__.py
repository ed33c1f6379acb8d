"""Store what may be published of a closed round; what may not be is stored without any number."""

from assessments.disclosure import Publication
from assessments.disclosure.derived import group_scores
from assessments.models import Change, Finding, Gap, ItemTally, PublicationPlan, Round, Score
from assessments.queries.instruments import questionnaire
from assessments.services.publishing.changes import changes_of
from assessments.services.publishing.contents import content_of, rules_of
from assessments.services.publishing.findings import correlates_of, power_sharing
from assessments.services.publishing.gaps import gaps_of
from assessments.services.publishing.scores import scores_of
from assessments.services.publishing.stored import compared_rounds
from assessments.services.publishing.tallies import tallies_of

__all__ = ["compared_rounds", "rules_of", "store"]


def store(round: Round, found: Publication, earlier: dict[int, tuple[Round, Publication]]) -> None:
    """Freeze the numbers of a round; called once, inside the transaction of the close.

    `earlier`: number of each round it was linked with -> that round and what was published of it.
    """
    asked = questionnaire(round.version)
    groups = {one.code: group_scores(asked.scoring, found, one) for one in found.breakdowns}
    Score.objects.bulk_create(scores_of(round, asked, found, groups))
    ItemTally.objects.bulk_create(tallies_of(round, asked, found))
    Gap.objects.bulk_create(gaps_of(round, asked, groups))
    Finding.objects.bulk_create([*power_sharing(round, groups), *correlates_of(round, found)])
    Change.objects.bulk_create(changes_of(round, asked, found, earlier))
    PublicationPlan.objects.create(round=round, content=content_of(round, asked, found))
