"""Reading result pages as the coordinator does."""

from collections.abc import Callable

import pytest
from django.test import Client

from synergy.accounts.models import User
from tests.assessments.results.reading import PAGE, Read


@pytest.fixture
def read(amina: User, client_of: Callable[[User], Client]) -> Read:
    """The page of results at this path."""
    client = client_of(amina)
    return lambda path: client.get(f"{PAGE}{path}").content.decode()
