"""Answers of a round as frames, one row a respondent in the same order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from assessments.models import Round
from assessments.queries.groupings import merges_of
from assessments.queries.instruments import Questionnaire
from assessments.scoring import scales

TRAITS = ["kind", "sector", "tenure"]


@dataclass(frozen=True)
class Respondents:
    """Traits, raw answers, item scores and construct scores of the same people; nobody is named."""

    panel_keys: tuple[str, ...]  # empty: not linked to any other round
    traits: pd.DataFrame  # columns kind, sector, tenure
    answers: pd.DataFrame  # raw: 1..5, "na", "dk", None
    items: pd.DataFrame  # scored, NaN = missing
    constructs: pd.DataFrame  # person scores by the half rule
    by_link: np.ndarray  # bool: answered by personal link; the others were imported, and whoever did that knows them

    @classmethod
    def from_rows(
        cls,
        asked: Questionnaire,
        rows: Iterable[tuple[str, dict[str, str], dict[str, Any]]],
        imported: Sequence[bool] | None = None,
    ) -> "Respondents":
        """`rows`: panel key, traits, raw answers of each; `imported`: which were, in the same order (None: nobody)."""
        found = list(rows)
        keys, traits, answers = zip(*found, strict=True) if found else ((), (), ())
        frame = pd.DataFrame(list(answers), columns=[item.code for item in asked.items], dtype=object)
        items = scales.score_items(frame, asked.scored_items())
        return cls(
            panel_keys=tuple(keys),
            traits=pd.DataFrame(list(traits), columns=TRAITS, dtype=object),
            answers=frame,
            items=items,
            constructs=scales.score_scales(items, asked.scales()),
            by_link=~np.array(imported, dtype=bool) if imported else np.ones(len(found), dtype=bool),
        )

    @property
    def mixed(self) -> bool:
        """Some answered by link, some were imported: then the imported ones protect nobody, for somebody knows them."""
        return bool(self.by_link.any() and not self.by_link.all())

    def gives_away(self, valid: "pd.Series[bool]", k: int) -> bool:
        """Whether a number over these people would tell of fewer than k who answered by link, beside imported ones."""
        return self.mixed and 0 < int((valid.to_numpy() & self.by_link).sum()) < k

    def __len__(self) -> int:
        return len(self.answers)

    def groups(self, round: Round, breakdown: str) -> "pd.Series[str]":
        """The group of each respondent, merged as chosen before opening; people who did not say have an empty code."""
        return self.traits[breakdown].fillna("").astype(str).replace(dict(merges_of(round, breakdown)))
