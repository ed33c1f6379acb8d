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

from collections.abc import Mapping, Sequence


def fits(n: int, k: int) -> bool:
    """Nobody, or at least k people: what a combination of sums may rest on."""
    return n == 0 or n >= k


def shown_groups(people: Mapping[str, int], by_link: Mapping[str, int], k: int) -> list[str]:
    """Groups of at least k people, in the order given, so that the remainder has nobody or at least k of them.

    People who did not say ("") are never shown; they are part of the remainder. The smallest shown group joins a
    remainder that is too small. Both counts must fit: imported answers protect nobody.
    """

    def fit(codes: Sequence[str]) -> bool:
        return all(fits(sum(sizes[code] for code in codes), k) for sizes in (people, by_link))

    shown = [code for code in people if code and people[code] >= k and fit([code])]
    while shown and not fit([code for code in people if code not in shown]):
        shown.remove(smallest(shown, people))
    return shown


def smallest(shown: Sequence[str], people: Mapping[str, int]) -> str:
    return min(shown, key=lambda code: (people[code], code))
