"""What each of the cast is answered at an address of alpha."""

from collections.abc import Callable

import pytest
from django.test import Client

StatusesAt = Callable[[str], tuple[int, ...]]


@pytest.fixture
def statuses_at(
    coordinator: Client, viewer: Client, evaluator: Client, outsider: Client, administrator: Client
) -> StatusesAt:
    """The statuses that coordinator, viewer, evaluator, outsider and administrator get, in this order."""
    browsers = (coordinator, viewer, evaluator, outsider, administrator)
    return lambda address: tuple(browser.get(address).status_code for browser in browsers)
