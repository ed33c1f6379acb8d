"""What the results of a programme show, gathered before anything is rendered."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.results.programmes import sentences as findings
from assessments.results.programmes.differences import DifferenceRow, difference_row, differences
from assessments.results.programmes.matrix import Matrix, matrix
from assessments.results.programmes.queries import Programme, programme_of
from assessments.results.programmes.trends import trend_chart
from partnerships.models import Partnership
from synergy.charts.shapes import Chart


@dataclass(frozen=True)
class ProgrammePage:
    """Without any closed round only `found` says something: who waits."""

    found: Programme
    standing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    matrix: Matrix | None = None
    trend: Chart | None = None
    differences: tuple[DifferenceRow, ...] = ()
    sharing: str = ""


def programme_page(partnerships: Iterable[Partnership], slug: str) -> ProgrammePage:
    """Five queries, however many partnerships and rounds there are."""
    found = programme_of(partnerships)
    if not found.columns:
        return ProgrammePage(found)
    themes = differences(found, found.of_kind("theme"))
    return ProgrammePage(
        found=found,
        standing=findings.standing(found, themes),
        notes=findings.notes(found),
        matrix=matrix(found),
        trend=trend_chart(found, slug),
        differences=tuple(map(difference_row, [*themes, *differences(found, found.of_kind("synergy"))])),
        sharing=findings.sharing(themes),
    )
