"""The hour of the close, by the clock of the server; to the second it is tested where the clock is an argument."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.copies import Installation
from tests.faults.stored import stored

pytestmark = pytest.mark.faults


def closes(installation: Installation, **ago: float) -> None:
    moment = installation.in_sql(datetime.now(UTC) - timedelta(**ago))
    installation.change(f"UPDATE assessments_round SET closes_at = {moment}")


def test_around_its_close_a_round_serves_people_or_tells_them_and_closes_once(asked: Installation) -> None:
    round = asked.facts["open"]
    asked.serve()
    begun, late, early = asked.people(3)
    begun.begin()
    begun.save_section(1)
    early.walk()
    assert early.told_thanks

    closes(asked, minutes=-30)
    assert asked.tick().wait() == 0
    assert stored(asked, round).state == "open"

    closes(asked, seconds=1)
    assert late.begin().status == 404  # nobody begins after the close
    assert begun.save_section(2).status == 302  # what was begun may be sent for five minutes
    assert begun.send().status == 302
    assert begun.told_thanks

    closes(asked, minutes=6)
    for page in (begun.save_section(3), late.begin(), early.send()):
        assert page.status == 404
    for _turn in range(2):
        ticker = asked.tick()
        assert ticker.wait() == 0, ticker.said
    now = stored(asked, round)
    assert (now.state, now.responses, now.sealed, now.closes_told) == ("closed", 2, 0, 1)
