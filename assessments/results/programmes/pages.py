"""What the results of a programme show, gathered before anything is rendered."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.results.programmes.charts import programme_trend_chart
from assessments.results.programmes.differences import Difference, differences
from assessments.results.programmes.matrix import Case, cases, programme_matrix
from assessments.results.programmes.queries import ProgrammeResults, programme_of
from assessments.results.programmes.wording import basis_sentences, reliance_sentence, standing_sentences
from assessments.results.tables import ScoreTable, band_key
from partnerships.models import Partnership
from synergy.charts.shapes import Chart

MANY = 6  # partnerships: from one more on, heads of columns are turned


@dataclass(frozen=True)
class ProgrammePage:
    """Without any closed round only `results` says something: who waits."""

    results: ProgrammeResults
    standing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    matrix: ScoreTable | None = None
    key: tuple[tuple[int, str], ...] = ()  # what the shades of the matrix mean
    cases: tuple[Case, ...] = ()
    trend: Chart | None = None
    differences: tuple[Difference, ...] = ()
    reliance: str = ""

    @property
    def many(self) -> bool:
        return len(self.results.columns) > MANY


def programme_page(partnerships: Iterable[Partnership], slug: str) -> ProgrammePage:
    """Five queries, however many partnerships and rounds there are."""
    results = programme_of(partnerships)
    if not results.columns:
        return ProgrammePage(results)
    themes = differences(results, results.of_kind("theme"))
    matrix = programme_matrix(results)
    return ProgrammePage(
        results=results,
        standing=standing_sentences(results, themes),
        notes=basis_sentences(results),
        matrix=matrix,
        key=tuple(band_key(results.asked)) if results.asked else (),
        cases=tuple(cases(matrix)),
        trend=programme_trend_chart(results, slug),
        differences=(*themes, *differences(results, results.of_kind("synergy"))),
        reliance=reliance_sentence(themes),
    )
