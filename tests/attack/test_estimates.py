"""The attacker who knows who skipped what finds the leak of the textbook, and none where rounding drowns it."""

from math import inf

import pytest

from tests.attack.estimates import Reading, System

HIDDEN = None  # in place of a step: not published


def element(n: int, skipped: dict[int, str], step: float, tally_step: float | None = 0.0) -> System:
    """A mean over two items beside the sums of both, printed in such steps; `skipped`: person -> item not answered."""
    given = {person: [item for item in "AB" if skipped.get(person) != item] for person in range(n)}
    mean = {(one, 1, item): 1 / len(items) for one, items in given.items() for item in items}
    rows = [Reading("E", mean, 0.0, n * step / 2)]
    for item in "AB":
        answers = {(one, 1, item): 1.0 for one, items in given.items() if item in items}
        if tally_step is not HIDDEN:
            rows.append(Reading(item, answers, 0.0, n * tally_step / 2))
    return System(rows)


@pytest.mark.parametrize(
    ("n", "step", "within"),
    [
        pytest.param(12, 0.0, 0.0, id="unrounded"),
        pytest.param(12, 0.01, 0.12, id="two decimals"),
        pytest.param(12, 0.1, 1.2, id="one decimal"),
        pytest.param(9, 0.1, 0.9, id="one decimal, fewer people"),
        pytest.param(60, 0.1, 2.0, id="one decimal, many people"),
    ],
)
def test_who_skipped_one_item_of_two_is_known_as_far_as_the_mean_is_printed(n: int, step: float, within: float) -> None:
    """2 n mean - sum(A) - sum(B) is the one answer of the person; n steps of the mean, halved and doubled, blur it."""
    assert element(n, {3: "B"}, step).closest({(3, 1, "A"): 1.0}) == pytest.approx(within)


def test_hidden_tallies_tell_nothing() -> None:
    assert element(9, {3: "B"}, 0.1, HIDDEN).closest({(3, 1, "A"): 1.0}) == pytest.approx(2)


def test_tallies_printed_coarsely_blur_too() -> None:
    """Each sum is known to 12 * 0.05, the mean to 12 * 0.005, twice."""
    assert element(12, {3: "B"}, 0.01, 0.1).closest({(3, 1, "A"): 1.0}) == pytest.approx(0.12 + 2 * 0.6)


def test_two_who_skipped_hide_behind_each_other_unless_one_tells() -> None:
    system = element(12, {3: "B", 5: "A"}, 0.0)
    assert system.closest({(3, 1, "A"): 1.0}) == pytest.approx(2)
    assert system.closest({(3, 1, "A"): 0.5, (5, 1, "B"): 0.5}) == pytest.approx(0)
    assert system.closest({(3, 1, "A"): 1.0}, told=[(5, 1, "B")]) == pytest.approx(0)


def test_an_estimate_may_be_asked_to_rest_on_nobody_else() -> None:
    """The answers to one item, of two people beside the one who told: the other is noise of two points, or too much."""
    system = System([Reading("A", {(0, 1, "A"): 4.0, (1, 1, "A"): 1.0, (2, 1, "A"): 1.0}, 0.0, 0.0)])
    target, told = {(0, 1, "A"): 1.0}, [(2, 1, "A")]
    assert system.closest(target, told) == pytest.approx(0.5)
    assert system.closest(target, told, inf) == pytest.approx(2)
    assert system.closest(target, [*told, (1, 1, "A")], inf) == pytest.approx(0)


def test_nobody_is_told_apart_where_everybody_answered_everything() -> None:
    system = element(12, {}, 0.0)
    assert system.closest({(3, 1, "A"): 0.5, (3, 1, "B"): 0.5}) == pytest.approx(2)


def test_half_of_five_is_known_of_four_whatever_is_printed() -> None:
    """Why the average of fewer than K people is no target: any mean over five people tells that of four to 2 / 4."""
    system = System([Reading("I2", {(person, 1, "I2"): 1.0 for person in range(5)}, 0.0, 0.0)])
    assert system.closest({(person, 1, "I2"): 0.25 for person in range(4)}) == pytest.approx(0.5)


def test_a_change_told_more_closely_than_the_mean_after_it_tells_this_mean() -> None:
    """A large round before, unrounded, and a change in two decimals, undo the single decimal of the mean after."""
    skipping = {(person, 2, "A"): 1.0 for person in range(12)} | {(person, 2, "B"): 1.0 for person in range(1, 12)}
    after = {answer: weight / (1 if answer[0] == 0 else 2) for answer, weight in skipping.items()}
    before = {(person, 1, "A"): 12 / 40 for person in range(40)}
    rows = [
        Reading("E", after, 0.0, 12 * 0.05),
        *(Reading(item, {one: 1.0 for one in after if one[2] == item}, 0.0, 0.0) for item in "AB"),
        Reading("E", before, 0.0, 0.0),
        Reading("E", after | {one: -weight for one, weight in before.items()}, 0.0, 12 * 0.005),
    ]
    target = {(0, 2, "A"): 1.0}
    assert System(rows[:3]).closest(target) == pytest.approx(1.2)
    assert System(rows).closest(target) == pytest.approx(0.12)


def test_nothing_published_tells_nothing() -> None:
    assert System([]).closest({(0, 1, "A"): 1.0}) == pytest.approx(2)
