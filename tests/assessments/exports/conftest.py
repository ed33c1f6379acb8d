"""Two closed rounds, whose files the tests of exports read."""

import pytest

from assessments.models import InstrumentVersion, Round
from assessments.results.queries import closed_rounds
from partnerships.models import Partnership, Stakeholder
from tests.factories import closed_round, spread


@pytest.fixture
def rounds(alpha: Partnership, core: InstrumentVersion, members: list[Stakeholder]) -> list[Round]:
    closed_round(alpha, core, members, spread(3))
    closed_round(alpha, core, members, spread(4), 2)
    return closed_rounds(alpha)
