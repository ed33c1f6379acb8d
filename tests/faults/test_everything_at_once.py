"""Five hundred answer, two tickers mail, and in the middle of it the database stops."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.absences import IMPATIENT, database_away
from tests.faults.conftest import ASKED
from tests.faults.copies import Installation
from tests.faults.people import Person
from tests.faults.post_offices import GatedOffice, in_state, let_wait, sixteen_minutes_later
from tests.faults.processes import wait_until
from tests.faults.stored import assert_stored_is_acknowledged

pytestmark = pytest.mark.faults
_SECONDS = 4  # that long the database is away


def test_what_five_hundred_were_told_is_stored_and_nobody_got_a_mail_twice(
    asked: Installation,
    post_office: GatedOffice,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    let_wait(asked, ASKED)
    post_office.seconds = 0.1
    server = asked.serve(settings=IMPATIENT)
    tickers = [asked.tick("--loop", "--interval", "1", settings=IMPATIENT) for _number in range(2)]
    people = asked.people(ASKED)
    met: Counter[int] = Counter()

    def answer(person: Person) -> None:
        met.update(person.insist())

    def stop_in_the_middle() -> None:
        wait_until(lambda: sum(person.told_thanks for person in people) >= ASKED // 5, 240, "a fifth has answered")
        if not asked.on_sqlite:
            postmaster = request.getfixturevalue("postmaster")
            postmaster.pause()
            time.sleep(1)
        with database_away(asked, request):
            time.sleep(_SECONDS)

    stopper = threading.Thread(target=stop_in_the_middle)
    stopper.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, people))
    stopper.join()
    asked.wait_until_well(server)
    wait_until(lambda: in_state(asked, "queued", "deferred") == 0, 180, "every mail is sent")
    for ticker in tickers:
        assert ticker.runs, ticker.said
        ticker.terminate()
    sixteen_minutes_later(asked)
    on = "SQLite" if asked.on_sqlite else "PostgreSQL"
    record_property(
        f"answers met by 500 people, {on}", ", ".join(f"{n} × {status}" for status, n in sorted(met.items()))
    )
    assert set(met) <= {200, 302, 412, 503}
    assert met[503]
    assert all(person.told_thanks for person in people)
    assert_stored_is_acknowledged(asked, people)
    assert asked.number("assessments_invitation WHERE submitted_on IS NOT NULL") == ASKED
    assert post_office.most_for_one == 1
    assert (len(post_office.taken), in_state(asked, "unknown"), in_state(asked, "sent")) == (ASKED, 0, ASKED)
