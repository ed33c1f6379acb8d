"""The exported numbers, read as equations, hold of the answers they were made of: the attacker reads them rightly."""

from itertools import chain

import pytest
from django.db import transaction

from assessments.exports.findings import changes, gaps
from assessments.exports.scores import Row, items_of_round, scores_of_round
from assessments.models import InstrumentVersion, Round
from assessments.queries.instruments import questionnaire
from partnerships.models import Partnership
from tests.attack.partnerships import Shape, publish_all, simulate
from tests.attack.readings import Crowd, crowds_of, half_step, readings_of

PLAIN = Shape(30, ("kind", "sector"), 3, 0.9, 0.1, 0.1, 0.7, 1)


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(PLAIN, id="three rounds"),
        pytest.param(Shape(12, ("sector",), 2, 0.75, 0.25, 0.0, 1.0, 2), id="few people"),
        pytest.param(Shape(60, ("kind", "tenure"), 2, 1.0, 0.03, 0.0, 0.7, 3, k=7, merged=True), id="merged groups"),
        pytest.param(Shape(40, ("kind",), 2, 0.9, 0.1, 0.1, 0.7, 4, imported=0.5), id="partly imported"),
    ],
)
def test_every_number_read_holds_of_the_answers(alpha: Partnership, small: InstrumentVersion, shape: Shape) -> None:
    asked = questionnaire(small)
    waves = simulate(shape, asked)
    crowds = crowds_of(publish_all(alpha, small, shape, waves, shape.k), waves, asked)
    truth = {answer: value for crowd in crowds.values() for answer, value in _answers(crowd)}
    found = readings_of(crowds)
    assert found
    for reading in found:
        total = sum(weight * truth[answer] for answer, weight in reading.weights.items())
        assert abs(total - reading.value) <= reading.margin + 1e-6, reading.where


def _answers(crowd: Crowd) -> list[tuple[tuple[int, int, str], float]]:
    given = [(one, item.code) for one in crowd.wave for item in crowd.asked.items if one.gave([item.code])]
    return [((one.person, crowd.round.number, item), crowd.score(item, one.answers[item])) for one, item in given]


def test_all_kinds_of_numbers_are_read(alpha: Partnership, small: InstrumentVersion) -> None:
    asked = questionnaire(small)
    waves = simulate(PLAIN, asked)
    found = readings_of(crowds_of(publish_all(alpha, small, PLAIN, waves, 5), waves, asked))
    words = {word for reading in found for word in reading.where.split()}
    assert {"linked", "gap", "RES", "RES1", "ADMI", "I2"} <= words
    assert any(word in words for word in ("kind:clinician", "sector:hospital", "sector:primary_care"))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((3.5, 0.8, None), 0.05), ((3.5, 0.81, 3.0), 0.005), ((3.5, 0.8123, 3.0), 0.0), ((3.0,), 0.05)],
)
def test_the_number_with_most_decimals_tells_how_a_row_was_rounded(
    numbers: tuple[float | None, ...], expected: float
) -> None:
    assert half_step(*numbers) == pytest.approx(expected)


def test_the_exports_of_a_partnership_do_not_depend_on_another(
    alpha: Partnership, beta: Partnership, small: InstrumentVersion
) -> None:
    """The same people, with the same panel keys, in two partnerships: neither is read for the other."""
    waves = simulate(PLAIN, questionnaire(small))
    with transaction.atomic():
        alone = _exported(publish_all(beta, small, PLAIN, waves, 5))
        transaction.set_rollback(True)
    rounds = publish_all(alpha, small, PLAIN, waves, 5)
    before = _exported(rounds)
    assert _exported(publish_all(beta, small, PLAIN, waves[:2], 5)) == [row for row in alone if row[0] != PLAIN.rounds]
    assert _exported(rounds) == before


def _exported(rounds: list[Round]) -> list[Row]:
    found: list[Row] = []
    for place, round in enumerate(rounds):
        found += scores_of_round(round, rounds[place - 1] if place else None) + items_of_round(round) + changes(round)
        found += chain.from_iterable(gaps(round, breakdown) for breakdown in round.breakdowns)
    return found
