"""How closely published numbers pin down something about a few people, whatever everybody answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Answer = tuple[int, int, str]  # person, number of the round, item
HALF_RANGE = 2.0  # an answer lies between 1 and 5, so at most this far from 3


@dataclass(frozen=True)
class Reading:
    """A published number: the weighted answers add up to `value`, give or take `margin`."""

    about: str  # code of the construct or item
    weights: Mapping[Answer, float]
    value: float
    margin: float
    where: str = ""  # which row, in words


class System:
    """Readings as a matrix; answers that count the same in all of them are one column, as often as there are such."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        rows = list(readings)
        self.margins = np.array([row.margin for row in rows])
        answers = list(dict.fromkeys(answer for row in rows for answer in row.weights))
        place = {answer: column for column, answer in enumerate(answers)}
        matrix = np.zeros((len(rows), len(answers)))
        for number, row in enumerate(rows):
            for answer, weight in row.weights.items():
                matrix[number, place[answer]] = weight
        columns = np.round(matrix, 10).T
        self._nothing = np.zeros(len(rows))
        self._alike = {answer: columns[place[answer]].tobytes() for answer in answers}
        self._often = Counter(self._alike.values())

    def alike(self, answer: Answer) -> bytes:
        """The same for answers that no published number tells apart."""
        return self._alike.get(answer, b"")

    def closest(self, target: Mapping[Answer, float], told: Iterable[Answer] = (), others: float = HALF_RANGE) -> float:
        """Half the width of the narrowest interval that is sure to hold the weighted answers of the target.

        The best estimate is a combination of the readings; it errs by their margins, by half the range of an answer for
        every answer of others it cannot cancel, and for every answer of the target it does not weigh as wanted; not by
        answers that were told. By duality its error is the most the target can move while no reading moves beyond its
        margin and no answer beyond half its range: that is what is solved for here. With `others` infinite the answers
        of others must cancel: then the estimate rests on the target and on who told, and on nobody else.
        """
        columns, often, weights = self._columns(target, told)
        bounds = np.where(weights == 0, others, HALF_RANGE) * often
        limits = LinearConstraint(columns, -self.margins, self.margins)
        for presolve in (True, False):  # which gives up now and then, where many answers are unbounded
            found = milp(-weights, constraints=limits, bounds=Bounds(-bounds, bounds), options={"presolve": presolve})
            if found.success:
                return float(-found.fun)
        raise ArithmeticError(found.message)

    def _columns(
        self, target: Mapping[Answer, float], told: Iterable[Answer]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Columns, how many answers each stands for, and their weight in the target."""
        often: Counter[tuple[bytes, float]] = Counter({(key, 0.0): count for key, count in self._often.items()})
        often.subtract((self.alike(answer), 0.0) for answer in (*target, *told))
        often.update((self.alike(answer), weight) for answer, weight in target.items())
        kept = [(key, weight, count) for (key, weight), count in often.items() if count > 0]
        columns = [np.frombuffer(key) if key else self._nothing for key, _weight, _count in kept]
        counts, weights = [count for _k, _w, count in kept], [weight for _k, weight, _c in kept]
        return np.column_stack(columns), np.array(counts, dtype=float), np.array(weights)
