"""Two closed rounds, whose files the tests of exports read."""

import pytest

from assessments.models import Round
from assessments.results.queries import closed_rounds
from partnerships.models import Partnership
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import spread


@pytest.fixture
def rounds(closed: MakeRound, alpha: Partnership, members: Members) -> list[Round]:
    closed(members, spread(3))
    closed(members, spread(4), 2)
    return closed_rounds(alpha)
