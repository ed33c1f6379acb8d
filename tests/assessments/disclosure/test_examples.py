"""The worked examples of the rooms that decide what is published."""

import doctest
from types import ModuleType

import pytest

from assessments.disclosure import breakdowns, cells, publications, suppression


@pytest.mark.parametrize(("module", "examples"), [(breakdowns, 9), (cells, 6), (publications, 10), (suppression, 4)])
def test_the_examples_of_three_people_are_true(module: ModuleType, examples: int) -> None:
    assert doctest.testmod(module) == (0, examples)
