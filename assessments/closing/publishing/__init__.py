"""Rows of what may be published of a closed round; what may not be is stored without any number."""

from django.db.models import Model

from assessments.closing.publishing.contents import compared_rounds, content_of, rules_of
from assessments.closing.publishing.findings import compute_changes, compute_correlates, compute_gaps, power_sharing
from assessments.closing.publishing.scores import compute_scores, compute_tallies
from assessments.disclosure.derived import group_scores
from assessments.disclosure.publications import Publication
from assessments.models import PublicationPlan, Round
from assessments.questionnaire import questionnaire

__all__ = ["compared_rounds", "compute_rows", "rules_of", "store"]

Rows = list[list[Model]]


def compute_rows(round: Round, publication: Publication, earlier: dict[int, tuple[Round, Publication]]) -> Rows:
    """The rows to be stored, computed before the transaction that stores them.

    `earlier`: number of each round it was linked with -> that round and what was published of it.
    """
    asked = questionnaire(round.version)
    groups = {table.code: group_scores(asked.scoring, publication, table) for table in publication.breakdowns}
    return [
        list(compute_scores(round, asked, publication, groups)),
        list(compute_tallies(round, asked, publication)),
        list(compute_gaps(round, asked, groups)),
        [*power_sharing(round, groups), *compute_correlates(round, publication)],
        list(compute_changes(round, asked, publication, earlier)),
        [PublicationPlan(round=round, content=content_of(round, publication))],
    ]


def store(rows: Rows) -> None:
    """Freeze the numbers of a round; called once, inside the transaction of the close."""
    for alike in rows:
        if alike:
            type(alike[0])._default_manager.bulk_create(alike)
