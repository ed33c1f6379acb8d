"""How often the 95 % intervals of scores hold the true mean, on made-up answers (`python -m bench.coverage`)."""

import argparse
import sys
from collections import defaultdict

import numpy as np

from assessments.disclosure.publications import Publication, publication
from assessments.disclosure.respondents import Respondents
from assessments.disclosure.rules import Rules
from assessments.statistics.correlations import rho_of
from assessments.statistics.scales import Scale
from assessments.statistics.scores import Part, Score, score
from bench.likert import World, world
from bench.tables import BenchTable

PEOPLE = (8, 11, 15, 30)
_K = 5
_LEAST, _MOST = 0.93, 0.98
_SEED = 20260301


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.coverage", description=__doc__)
    parser.add_argument("--times", type=int, default=3000, help="how many rounds of each size are simulated")
    chosen = parser.parse_args()
    made = world()
    covered = {people: _coverage(made, people, chosen.times) for people in PEOPLE}
    print(_table(made, covered, chosen.times))
    single = [share for of_scale in covered.values() for share in of_scale.values()]
    together = [share for of_scale in covered.values() for share in _together(made, of_scale).values()]
    print(
        f"\nWanted: {_LEAST} to {_MOST}. {_range('Constructs of a size', together)}; {_range('single ones', single)}."
    )
    return 0 if min(together + single) >= _LEAST and max(together + single) <= _MOST else 1


def _range(what: str, shares: list[float]) -> str:
    return f"{what}: {min(shares):.3f} to {max(shares):.3f}"


def _coverage(made: World, people: int, times: int) -> dict[str, float]:
    """Construct -> share of its intervals that hold the true mean of the questions it rests on."""
    held: dict[str, list[bool]] = defaultdict(list)
    for places in made.draw(np.random.default_rng(_SEED + people), times, people):
        published = publication(_respondents(made, places), Rules(_K))
        for scale in made.scoring.scales:
            if scale.code in published.scales:
                row = _score(made, published, scale)
                if row.low is not None and row.high is not None:
                    held[scale.code].append(row.low <= made.true_mean(row.items) <= row.high)
    return {code: float(np.mean(all_of)) for code, all_of in held.items()}


def _respondents(made: World, places: np.ndarray) -> Respondents:
    number = len(places)
    return Respondents(made.scoring, places, {}, ("",) * number, np.ones(number, dtype=bool))


def _score(made: World, published: Publication, scale: Scale) -> Score:
    cell = published.scales[scale.code]
    items = [(code, published.items[code]) for code in cell.items]
    parts = [
        Part(code, item.n, item.mean or 0.0, published.spread if item.sd is None else item.sd) for code, item in items
    ]
    rho = rho_of(made.scoring, published.correlations, scale.code, cell.items)
    return score(parts, cell.n, rho, made.scoring.range(scale))


def _together(made: World, of_scale: dict[str, float]) -> dict[int, float]:
    """Number of questions -> coverage of all constructs of this size, tight and loose ones."""
    sizes: dict[int, list[float]] = defaultdict(list)
    for scale in made.scoring.scales:
        sizes[len(scale.items)].append(of_scale[scale.code])
    return {size: float(np.mean(shares)) for size, shares in sorted(sizes.items())}


def _table(made: World, covered: dict[int, dict[str, float]], times: int) -> BenchTable:
    table = BenchTable(
        "Coverage of the 95 % intervals",
        ("Construct", "Questions", "Own correlation", *(f"n = {people}" for people in covered)),
        f"{times:,} rounds of each size, answers 1 to 5 with a mean of 4.2 and most at the upper end, 8 % missing at"
        " random.\nShare of intervals that hold the true mean of the questions the score rests on.",
    )
    for scale in made.scoring.scales:
        own = f"{made.own[scale.code]:.2f}" if scale.code in made.own else "mixed"
        table.add(scale.kind, len(scale.items), own, *(f"{of_scale[scale.code]:.3f}" for of_scale in covered.values()))
    for size in _together(made, next(iter(covered.values()))):
        row = (f"{_together(made, of_scale)[size]:.3f}" for of_scale in covered.values())
        table.add("all of a size", size, "0.20 to 0.70", *row)
    return table


if __name__ == "__main__":
    sys.exit(main())
