"""The small instrument on which partnerships are simulated."""

import pytest
from django.utils import timezone

from assessments.models import InstrumentVersion
from assessments.services.instruments import publish_instruments
from partnerships.models import Partnership
from tests.attack.partnerships import small_version


@pytest.fixture
def small(alpha: Partnership) -> InstrumentVersion:
    publish_instruments(at=timezone.now())
    return small_version(InstrumentVersion.objects.get(code="core_1"))
