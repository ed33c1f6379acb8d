"""Correlations of items: pairwise, few, and of one decimal."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.correlations import correlations, linked_correlation, pairwise, persons_scores
from assessments.statistics.scales import Item, Scale, Scoring

NAN = np.nan


def answers(n: int, k: int, seed: int = 0, common: float = 1.0, holes: float = 0.1) -> np.ndarray:
    draw = np.random.default_rng(seed)
    scores = np.clip(np.round(draw.normal(size=(n, 1)) * common + draw.normal(size=(n, k)) + 3.5), 1, 5)
    scores[draw.random((n, k)) < holes] = NAN
    return scores


def scoring(themes: int, each: int, elements: int = 0) -> Scoring:
    """Themes and elements of so many items each, no item in two of them."""
    names = [*(f"T{number}" for number in range(themes)), *(f"E{number}" for number in range(elements))]
    scales = tuple(
        Scale(name, tuple(f"{name}_{place}" for place in range(each)), kind="theme" if name[0] == "T" else "element")
        for name in names
    )
    return Scoring(tuple(Item(code) for scale in scales for code in scale.items), scales)


@given(st.integers(0, 400), st.integers(4, 12))
def test_pairs_equal_those_of_pandas_over_who_answered_both(seed: int, n: int) -> None:
    scores = answers(n, 5, seed, holes=0.3)
    expected = pd.DataFrame(scores).corr(min_periods=4).to_numpy()
    got = pairwise([scores[:3], scores[3:]], 5)
    upper = np.triu_indices(5, 1)
    defined = np.isfinite(expected[upper])
    np.testing.assert_allclose(got[upper][defined], expected[upper][defined], atol=1e-9)
    assert not np.any(got[upper][~defined] > 0)  # nothing, or 0 where an item varies among others only


def test_the_order_of_people_and_the_blocks_they_come_in_do_not_matter() -> None:
    scores = answers(50, 6, 3)
    mixed = np.random.default_rng(1).permutation(scores)
    assert np.array_equal(pairwise([scores], 6), pairwise([mixed[:7], mixed[7:31], mixed[31:]], 6), equal_nan=True)


def test_a_round_has_one_correlation_within_constructs_and_one_across_them() -> None:
    version = scoring(4, 4)
    codes = [item.code for item in version.items]
    scores = answers(40, 16, 2)
    r = pd.DataFrame(scores).corr().to_numpy()
    near = np.kron(np.eye(4), np.ones((4, 4))).astype(bool)
    upper = np.triu(np.ones((16, 16), dtype=bool), 1)
    got = correlations([scores], version, codes)
    assert got.within == pytest.approx(r[near & upper].mean(), abs=0.05)
    assert got.across == pytest.approx(r[~near & upper].mean(), abs=0.05)
    assert (round(got.within, 1), round(got.across, 1), got.assumed) == (got.within, got.across, (False, False))


def test_with_fewer_than_twenty_pairs_a_correlation_is_assumed_and_that_is_said() -> None:
    version = scoring(2, 2)
    got = correlations([answers(30, 4)], version, [item.code for item in version.items])
    assert (got.within, got.across, got.assumed) == (0.5, 0.5, (True, True))
    nothing = correlations([], version, [])
    assert (nothing.within, nothing.across, nothing.assumed) == (0.5, 0.5, (True, True))


def test_too_few_pairs_across_constructs_take_the_correlation_within_them() -> None:
    version = scoring(1, 7)
    got = correlations([answers(40, 7, 1)], version, [item.code for item in version.items])
    assert got.assumed == (False, True)
    assert got.across == got.within


def test_a_correlation_never_falls_below_nothing_nor_reaches_one() -> None:
    version = scoring(1, 7)
    codes = [item.code for item in version.items]
    one = answers(40, 1, holes=0)
    assert correlations([np.repeat(one, 7, axis=1)], version, codes).within == 0.9
    turned = np.where(np.arange(7) % 2, 6 - one, one)
    assert correlations([turned], version, codes).within == 0.0


def test_items_all_answered_alike_count_in_no_pair() -> None:
    version = scoring(1, 8)
    scores = answers(40, 8, 4)
    scores[:, 0] = 4
    got = correlations([scores], version, [item.code for item in version.items], ["T0"])
    assert got.assumed[0] is False  # 21 pairs of the seven others
    assert got.own["T0"].constant == ("T0_0",)


def test_large_constructs_have_a_correlation_of_their_own() -> None:
    version = scoring(4, 4)
    codes = [item.code for item in version.items]
    scores = answers(60, 16, 5)
    scores[:, 4:8] = (
        6
        - scores[:, 4:8] * np.array([1, 0, 1, 0])
        - 6 * np.array([0, 1, 0, 1])
        + (scores[:, 4:8] * np.array([0, 1, 0, 1]))
    )
    got = correlations([scores], version, codes, ["T0", "T1"])
    first = pd.DataFrame(scores[:, :4]).corr().to_numpy()[np.triu_indices(4, 1)].mean()
    assert set(got.own) == {"T0", "T1"}
    assert got.own["T0"].rho == pytest.approx(first, abs=0.05)
    assert (got.own["T1"].rho, got.own["T1"].negative) == (0.0, True)


def test_persons_scores_follow_the_half_rule() -> None:
    scores = np.array([[4, NAN, 5], [NAN, 2, NAN], [1, 2, 3]])
    np.testing.assert_allclose(persons_scores(scores, 2), [4.5, NAN, 2.0])


def linked(n: int, themes: int = 4, seed: int = 0) -> list[tuple[np.ndarray, np.ndarray]]:
    draw = np.random.default_rng(seed)
    return [(one := draw.normal(size=n), one + draw.normal(size=n)) for _ in range(themes)]


def test_one_correlation_says_how_two_rounds_go_together() -> None:
    pairs = linked(12)
    expected = np.mean([np.corrcoef(one, other)[0, 1] for one, other in pairs])
    assert linked_correlation(pairs, 12) == pytest.approx(expected, abs=0.05)
    assert linked_correlation([(one, -other) for one, other in pairs], 12) == 0.0


def test_few_people_or_few_themes_sharpen_nothing() -> None:
    assert linked_correlation(linked(4), 4) == 0.0
    assert linked_correlation(linked(12, themes=3), 12) == 0.0


def test_a_theme_without_variance_counts_nothing_instead_of_leaving() -> None:
    """Were it left out, a number above 0 would prove that every theme varied among the linked."""
    flat = [*linked(12, themes=3), (np.full(12, 4.0), np.full(12, 4.0))]
    expected = sum(float(np.corrcoef(one, other)[0, 1]) for one, other in flat[:3]) / 4
    assert linked_correlation(flat, 12) == pytest.approx(expected, abs=0.05)
    assert linked_correlation(flat, 12) > 0


def test_whether_a_pair_counts_does_not_tell_where_the_only_different_answer_lies() -> None:
    """Fifty said 4 to the first item and one 5; one skipped the second item, and may be that one or not."""
    second = np.array([3.0, 4.0] * 25 + [NAN])
    for dissenter in (10, 50):
        first = np.full(51, 4.0)
        first[dissenter] = 5
        r = pairwise([np.column_stack([first, second])], 2)[0, 1]
        assert np.isfinite(r)
    assert r == 0.0
