"""Constructs that share items, looked at together: whether few people could be told from all their exact numbers."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring.audits import Mean, rests_on_few
from assessments.services.publishing.covers import covers_of

Cell = tuple[Construct, np.ndarray]  # whose score, and over which people (bool)


def families_of(asked: Questionnaire) -> list[list[Construct]]:
    """Constructs joined by shared items, however indirectly, in the order of the questionnaire."""
    families: list[list[Construct]] = []
    for construct in asked.constructs:
        joined = [one for one in families if any(set(other.items) & set(construct.items) for other in one)]
        families = [one for one in families if one not in joined]
        families.append([*(other for one in joined for other in one), construct])
    return families


def too_fine(
    asked: Questionnaire, answered: Mapping[str, np.ndarray], exact: Collection[str], cells: Sequence[Cell], k: int
) -> Iterator[int]:
    """Places of the cells that tell of 1 to k - 1 people beside the other ones and the exact items.

    `answered`: of each item who answered it (bool); `exact`: codes of the items whose sums are published; `cells`:
    scores published with two decimals. Scores with parts are given up, and those that share items with one before them.
    """
    for family in families_of(asked):
        members = {one.code for one in family}
        codes = [item.code for item in dict.fromkeys(item for one in family for item in one.items)]
        given = np.column_stack([answered[code] for code in codes])
        items = [place for place, code in enumerate(codes) if code in exact]
        means = {
            place: Mean(rows, [codes.index(item.code) for item in construct.items], construct.scale.needed)
            for place, (construct, rows) in enumerate(cells)
            if construct.code in members
        }
        simple = _apart(asked, family)
        offered = [place for place in means if cells[place][0].code not in simple]
        if not offered or not rests_on_few(given, list(means.values()), items, k):
            continue
        kept = [mean for place, mean in means.items() if place not in offered]
        for place in offered:
            if rests_on_few(given, [*kept, means[place]], items, k):
                yield place
            else:
                kept.append(means[place])


def _apart(asked: Questionnaire, family: Sequence[Construct]) -> set[str]:
    """Codes of the scores that have no parts and share no item, but for two names of the same score."""
    found: dict[str, Construct] = {}
    for one in family:
        shared = [other for other in found.values() if set(other.items) & set(one.items)]
        alike = all(set(other.items) == set(one.items) and other.scale.needed == one.scale.needed for other in shared)
        if alike and not covers_of(asked, one):
            found[one.code] = one
    return set(found)
