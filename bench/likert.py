"""Made-up answers to a questionnaire whose true means are known: skewed five-point items cut out of normal ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from assessments.statistics.scales import BLANK, DK, Item, Scale, Scoring

# Shares of the options 1 to 5; items take turns. Means 4.2, 4.0 and 4.4, most answers at the upper end.
_SHARES = np.array([[0.02, 0.05, 0.12, 0.33, 0.48], [0.03, 0.07, 0.17, 0.33, 0.40], [0.01, 0.03, 0.08, 0.31, 0.57]])
_DK, _BLANK = 0.05, 0.03
_BETWEEN = 0.6  # how strongly what two constructs measure goes together
_OPTIONS = np.arange(1, 6)


@dataclass(frozen=True)
class World:
    """What is asked, and how people answer; `own` is the mean correlation of the items of each theme or element."""

    scoring: Scoring
    own: dict[str, float]
    homes: np.ndarray  # of each item, the place of its construct in `own`

    def true_mean(self, items: Sequence[str]) -> float:
        """Mean of the means these items have in the population, in scale points."""
        means = _shares(len(self.scoring.items)) @ _OPTIONS
        return float(means[[self.scoring.column[code] for code in items]].mean())

    def draw(self, random: np.random.Generator, times: int, people: int) -> np.ndarray:
        """Answers, times x people x items, as places of options; 8 % are "don't know" or blank, at random."""
        size = (times, people, len(self.homes))
        factors = random.normal(size=(times, people, len(self.own)))
        factors = np.sqrt(_BETWEEN) * random.normal(size=(times, people, 1)) + np.sqrt(1 - _BETWEEN) * factors
        latent = np.array([_latent(own) for own in self.own.values()])[self.homes]
        values = np.sqrt(latent) * factors[:, :, self.homes] + np.sqrt(1 - latent) * random.normal(size=size)
        places = (values[..., None] > _cuts(size[2])).sum(axis=-1)
        left = random.random(size)
        return np.where(left < _DK, DK, np.where(left < _DK + _BLANK, BLANK, places)).astype(np.int8)


def world() -> World:
    """A questionnaire like `core_1`: synergy over four themes of four items, nine elements of two, two on decisions."""
    own = {f"T{place}": round(0.2 + place / 6, 2) for place in range(4)}
    own |= {f"E{place}": round(0.2 + place / 16, 2) for place in range(9)} | {"D": 0.45}
    sizes = {code: 4 if code.startswith("T") else 2 for code in own}
    kinds = {"T": "theme", "E": "element", "D": "process"}
    scales = [
        Scale(code, tuple(f"{code}{letter}" for letter in "ABCD"[:size]), kind=kinds[code[0]])
        for code, size in sizes.items()
    ]
    codes = [code for scale in scales for code in scale.items]
    synergy = Scale("SYN", tuple(code for code in codes if code.startswith("T")), kind="synergy")
    scoring = Scoring(tuple(Item(code) for code in codes), (synergy, *scales))
    return World(scoring, own, np.repeat(np.arange(len(sizes)), list(sizes.values())))


def _shares(items: int) -> np.ndarray:
    return _SHARES[np.arange(items) % len(_SHARES)]


def _cuts(items: int) -> np.ndarray:
    """Where the normal variable of each item passes from one option to the next (items x 4)."""
    return ndtri(_shares(items).cumsum(axis=1)[:, :-1])


def _latent(wanted: float) -> float:
    """The correlation of two normal variables whose answers (of the first kind of item) correlate as wanted."""
    known = np.linspace(0, 0.98, 50)
    return float(np.interp(wanted, [_observed(r) for r in known], known))


def _observed(r: float) -> float:
    """The correlation of two answers: the second is averaged given the first variable, which is integrated over."""
    (cuts,) = _cuts(1)
    x = np.linspace(-8, 8, 2001)
    weights = np.exp(-(x**2) / 2) / np.exp(-(x**2) / 2).sum()
    first = 1 + (x[:, None] > cuts).sum(axis=1)
    second = 1 + ndtr((r * x[:, None] - cuts) / np.sqrt(1 - r**2)).sum(axis=1)
    mean = weights @ first
    return float((weights @ (first * second) - mean * (weights @ second)) / (weights @ (first - mean) ** 2))
