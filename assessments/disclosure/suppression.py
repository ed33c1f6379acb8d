"""Which groups of a breakdown may be shown beside each other, by the number of people in each.

A group that is too small is suppressed (primary), and with it the smallest group beside it where the remainder, which a
reader gets by differencing, would be too small as well (complementary).

Three people say it. Amina and Bruno are clinicians, Chen is an academic, K is 2. Chen's group is too small; suppressing
it alone would not do, for everybody minus the clinicians is Chen. So the clinicians are suppressed too:

>>> shown_groups({"clinician": 2, "academic": 1}, {"clinician": 2, "academic": 1}, 2)
[]
>>> shown_groups({"clinician": 2, "academic": 2}, {"clinician": 2, "academic": 2}, 2)
['clinician', 'academic']
"""

from collections import Counter
from collections.abc import Mapping, Sequence

CrossCell = tuple[str, str]  # group of the first breakdown, and of the second


def fits(n: int, k: int) -> bool:
    """Nobody, or at least k people: what a combination of sums may rest on."""
    return n == 0 or n >= k


def shown_groups(people: Mapping[str, int], from_links: Mapping[str, int], k: int) -> list[str]:
    """Groups of at least k people, in the order given, so that the remainder has nobody or at least k of them.

    People who did not say ("") are never shown; they are part of the remainder. The smallest shown group joins a
    remainder that is too small. Both counts must fit: imported answers protect nobody.
    """

    def fit(codes: Sequence[str]) -> bool:
        return all(fits(sum(sizes[code] for code in codes), k) for sizes in (people, from_links))

    shown = [code for code in people if code and people[code] >= k and fit([code])]
    while shown and not fit([code for code in people if code not in shown]):
        shown.remove(smallest(shown, people))
    return shown


def smallest(shown: Sequence[str], people: Mapping[str, int]) -> str:
    return min(shown, key=lambda code: (people[code], code))


def sizes_of(people: Mapping[CrossCell, int], side: int) -> Counter[str]:
    """How many people each group of the first (0) or second (1) breakdown has, from a cross table of both."""
    sizes = Counter[str]()
    for cell, n in people.items():
        sizes[cell[side]] += n
    return sizes


def shown_beside(people: Mapping[CrossCell, int], first: Sequence[str], k: int) -> list[str]:
    """Two-way suppression: groups of the second breakdown that may stand beside those shown of the first.

    Sums of both breakdowns together tell sums of cross cells, so the smallest group goes until each of these,
    remainders included, has nobody or k people. Amina and Bruno are clinicians, Chen and Dora academics; Amina and
    Chen work in a hospital, Bruno and Dora at a university. With K = 2 either breakdown could stand alone, but both
    beside each other tell of the one clinician in a hospital. Nothing new is told where the same two go together:

    >>> shown_beside({("clinician", "hospital"): 1, ("clinician", "university"): 1,
    ...     ("academic", "hospital"): 1, ("academic", "university"): 1}, ["clinician", "academic"], 2)
    []
    >>> shown_beside({("clinician", "hospital"): 2, ("academic", "university"): 2}, ["clinician", "academic"], 2)
    ['hospital', 'university']
    """
    sizes = sizes_of(people, 1)
    shown = shown_groups(sizes, sizes, k)
    while shown:
        cross = Counter[CrossCell]()
        for (group, second), n in people.items():
            cross[group if group in first else "", second if second in shown else ""] += n
        if all(fits(n, k) for n in cross.values()):
            break
        shown.remove(smallest(shown, sizes))
    return shown
