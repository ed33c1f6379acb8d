"""Draws that forecasts rest on: numpy's stream, and numbers that are binomial."""

import numpy as np
import pytest
from scipy import stats

from assessments.statistics.draws import Draws

SEED = 20_240_229


def test_shares_are_those_of_numpys_generator_with_the_same_seed() -> None:
    ours, theirs = Draws(), np.random.default_rng(SEED)
    assert [ours.share() for _ in range(2_000)] == theirs.random(2_000).tolist()


@pytest.mark.parametrize("rate", [0.0, 0.05, 1 / 3, 0.5, 0.55, 0.7, 0.95, 1.0])
def test_how_many_of_a_small_group_answer_is_what_numpy_draws(rate: float) -> None:
    ours, theirs = Draws(), np.random.default_rng(SEED)
    members = [7, 0, 40, 1, 25, 12]
    assert [ours.binomial(n, rate) for _ in range(100) for n in members] == [
        n for _ in range(100) for n in theirs.binomial(members, rate)
    ]


@pytest.mark.parametrize(("n", "rate"), [(100, 0.5), (700, 0.7), (5_000, 0.01)])
def test_how_many_of_a_large_group_answer_is_binomial(n: int, rate: float) -> None:
    drawn = Draws()
    numbers = [drawn.binomial(n, rate) for _ in range(3_000)]
    edges = sorted({int(stats.binom.ppf(share, n, rate)) for share in np.linspace(0.05, 0.95, 19)})
    below = np.diff([0, *stats.binom.cdf(edges, n, rate), 1]) * len(numbers)
    counted = np.diff([0, *(sum(number <= edge for number in numbers) for edge in edges), len(numbers)])
    assert stats.chisquare(counted, below).pvalue > 0.001
