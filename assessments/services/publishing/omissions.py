"""Where few people left an item out, so that a score beside its items would tell what they answered to the others."""

from dataclasses import dataclass

import pandas as pd

from assessments.queries.instruments import Construct
from assessments.scoring.incompletes import exposed_share, finest_places
from assessments.services.publishing.respondents import Respondents


@dataclass(frozen=True)
class Omissions:
    """Of these people (rows of the frames) of a round with this K."""

    people: Respondents
    rows: "pd.Series[bool]"
    k: int

    def places(self, construct: Construct) -> int | None:
        """The most decimals the construct may be printed with; None: its size alone decides."""
        share = self._share(construct)
        return (finest_places(self._scored(construct), share) or 1) if share else None

    def exposes_items(self, construct: Construct) -> bool:
        """Whether even with one decimal its items must be hidden beside it: mostly below ten people."""
        n = self._scored(construct)
        return n >= self.k and finest_places(n, self._share(construct)) is None

    def _share(self, construct: Construct) -> float:
        """Imported answers protect nobody: where some answered by link, these must be many enough by themselves."""
        rows = self.rows.to_numpy() & self.people.by_link if self.people.mixed else self.rows.to_numpy()
        items = self.people.items.loc[rows, [item.code for item in construct.items]]
        return exposed_share(items.notna().to_numpy(), self.k)

    def _scored(self, construct: Construct) -> int:
        return int(self.people.constructs.loc[self.rows.to_numpy(), construct.code].count())
