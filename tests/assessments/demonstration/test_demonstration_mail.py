"""The demonstration’s people do not exist: no mail goes to them, though their invitations read as sent."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import F

from synergy.outbox.models import Message, State


@pytest.mark.usefixtures("vocabulary")
def test_the_invitations_of_the_demonstration_read_as_sent_and_none_has_left() -> None:
    call_command("seed_demo", "--partnerships", "1", "--rounds", "1", "--members", "6", "--json")
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
    assert not Message.objects.exclude(sent_at=F("queued_at")).exists()
    assert mail.outbox == []
