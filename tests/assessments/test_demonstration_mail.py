"""The demonstration’s people do not exist: no mail goes to them, and none is left waiting."""

import pytest
from django.core.management import call_command

from synergy.outbox.models import Message, State


@pytest.mark.usefixtures("vocabulary")
def test_no_mail_of_the_demonstration_waits_to_leave() -> None:
    call_command("seed_demo", "--partnerships", "1", "--rounds", "1", "--members", "6", "--json")
    assert set(Message.objects.values_list("state", flat=True)) == {State.SUPPRESSED}
