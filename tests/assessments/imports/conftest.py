"""A round whose answers come from files."""

import pytest

from assessments.models import InstrumentVersion, Round
from partnerships.models import Partnership
from tests import factories


@pytest.fixture
def elsewhere(alpha: Partnership, core: InstrumentVersion) -> Round:
    """A planned round whose answers were given elsewhere."""
    return factories.round_from_file(alpha, core)
