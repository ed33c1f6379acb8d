"""The attacker tries those whom a combination of several published numbers leaves alone."""

import pytest

from assessments.models import InstrumentVersion, Round
from assessments.queries.instruments import questionnaire
from tests.attack.estimates import Reading
from tests.attack.partnerships import Answered
from tests.attack.readings import Crowd
from tests.attack.targets import Family, families_of

K = 5
SEVENTEEN = range(17)
GROUP = {0, 1, 2, 3, 4, 15, 16}
SKIPPED = {0, 1, 2, 3, 4, 5}


@pytest.fixture
def crowd(small: InstrumentVersion) -> Crowd:
    """Six of seventeen skipped one item of two; seven are clinicians, five of them among the six."""
    wave = [
        Answered(one, {"kind": "clinician" if one in GROUP else "academic"}, {"E5A": 4} | _second(one))
        for one in SEVENTEEN
    ]
    return Crowd(Round(number=1, breakdowns=["kind"]), wave, questionnaire(small))


def _second(one: int) -> dict[str, int]:
    return {} if one in SKIPPED else {"E5B": 3}


def _mean(crowd: Crowd, group: str, step: float) -> Reading:
    found = crowd.construct("E5", crowd.of_group("kind" if group else "", group))
    n = len({answer[0] for answer in found.weights})
    return Reading("E5", {one: n * weight for one, weight in found.weights.items()}, 0.0, n * step / 2)


def _sums(crowd: Crowd) -> list[Reading]:
    answers = crowd.answers_of(set(SEVENTEEN))
    return [Reading(item, {one: 1.0 for one in answers if one[2] == item}, 0.0, 0.0) for item in ("E5A", "E5B")]


def told(crowd: Crowd, readings: list[Reading]) -> dict[frozenset[int], float]:
    """People the attack found to rest on nobody else, with the closest that one of them is told."""
    found: dict[frozenset[int], float] = {}
    for one in Family({1: crowd}, ("E5", "E7", "ADMI"), readings).told(K):
        people = one.target.told | {one.target.person}
        found[people] = min(one.within, found.get(people, 2.0))
    return found


def test_six_who_skipped_an_item_hide_each_other(crowd: Crowd) -> None:
    assert told(crowd, [_mean(crowd, "", 0.0), *_sums(crowd)]) == {}


def test_a_group_beside_everybody_cancels_five_of_the_six(crowd: Crowd) -> None:
    """2 sum(all) - sum(group) - sum(A) - sum(B) leaves the sixth and the two clinicians who skipped nothing."""
    readings = [_mean(crowd, "", 0.01), _mean(crowd, "clinician", 0.1), *_sums(crowd)]
    assert told(crowd, readings) == {frozenset({5, 15, 16}): pytest.approx(2 * 17 * 0.005 + 7 * 0.05)}


def test_with_one_decimal_throughout_the_three_are_safe(crowd: Crowd) -> None:
    assert told(crowd, [_mean(crowd, "", 0.1), _mean(crowd, "clinician", 0.1), *_sums(crowd)]) == {}


def test_constructs_that_share_items_are_attacked_together(small: InstrumentVersion) -> None:
    assert families_of(questionnaire(small)) == [("SYN", "RES", "ATM"), ("E5", "E7", "ADMI")]
