"""A round with comments that is just large enough for them to be read."""

import pytest

from assessments.models import Round
from partnerships.models import Partnership
from tests.assessments.comments.rounds import commented


@pytest.fixture
def round(alpha: Partnership) -> Round:
    return commented(alpha, 8)
