"""Answers of a round as frames, one row a respondent in the same order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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

    @classmethod
    def from_rows(
        cls, asked: Questionnaire, rows: Iterable[tuple[str, dict[str, str], dict[str, Any]]]
    ) -> "Respondents":
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
        )

    def __len__(self) -> int:
        return len(self.answers)

    def groups(self, round: Round, breakdown: str) -> "pd.Series[str]":
        """The group of each respondent, merged as chosen before opening; people who did not say have an empty code."""
        return self.traits[breakdown].fillna("").astype(str).replace(dict(merges_of(round, breakdown)))
