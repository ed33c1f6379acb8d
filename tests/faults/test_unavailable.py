"""A database that stops, is locked, or makes people wait: a kind page, nothing lost, and no restart."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.absences import IMPATIENT, assert_kind_page, writing_is_locked
from tests.faults.conftest import POSTGRES
from tests.faults.copies import Installation
from tests.faults.people import Page, Person
from tests.faults.postmasters import Postmaster
from tests.faults.processes import wait_until
from tests.faults.stored import assert_stored_is_acknowledged

pytestmark = pytest.mark.faults


def assert_typed_answers_are_kept(page: Page, person: Person, number: int) -> None:
    for code, values in person.items[number - 1]:
        assert page.hidden_fields[f"a-{code}"] == person.answer_to(code, values)


@pytest.mark.parametrize("databases", [POSTGRES], indirect=True)
def test_a_stopped_database_gets_a_kind_page_that_keeps_what_was_typed_and_all_goes_on_without_a_restart(
    asked: Installation, postmaster: Postmaster, record_property: Callable[[str, object], None]
) -> None:
    server = asked.serve()
    people = [asked.person(number, language="fr" if number % 2 else "en") for number in range(8)]
    for person in people:
        person.begin()
        person.save_section(1)
    postmaster.stop()
    try:
        pages = [person.save_section(2) for person in people] + [person.get(person.at) for person in people]
        for person, page in zip(people * 2, pages, strict=True):
            assert_kind_page(page, person.language)
        for person, page in zip(people, pages, strict=False):
            assert_typed_answers_are_kept(page, person, 2)
        assert asked.health()[0] == 503
    finally:
        postmaster.start()
    began = time.monotonic()
    asked.wait_until_well(server)
    for person, page in zip(people, pages, strict=False):
        again = person.post(person.path_of(2), page.hidden_fields)
        assert again.status == 302
        person.told_saved.update({code: int(person.answer_to(code, values)) for code, values in person.items[1]})
    took = time.monotonic() - began
    record_property("seconds until all is well after PostgreSQL is back", f"{took:.1f}")
    assert took < 30  # 5 on a machine of its own
    assert {person.send().status for person in people} == {302}
    assert_stored_is_acknowledged(asked, people)


def test_a_lock_held_too_long_gets_a_kind_page_and_health_answers_meanwhile(asked: Installation) -> None:
    asked.serve(settings=IMPATIENT)
    people = asked.people(6)  # of eight threads
    for person in people:
        person.begin()
    with writing_is_locked(asked), ThreadPoolExecutor(len(people)) as pool:
        waiting = [pool.submit(person.save_section, 1) for person in people]
        began = time.monotonic()
        assert asked.health()[0] == 200
        assert time.monotonic() - began < 5  # 1 on a machine of its own
        for person, page in zip(people, waiting, strict=True):
            assert_kind_page(page.result())
            assert_typed_answers_are_kept(page.result(), person, 1)
    assert {person.save_section(1).status for person in people} == {302}
    assert_stored_is_acknowledged(asked, people)


def test_a_lock_held_for_a_moment_is_waited_for(asked: Installation) -> None:
    asked.serve()
    people = asked.people(4)
    for person in people:
        person.begin()
    with ThreadPoolExecutor(len(people)) as pool:
        with writing_is_locked(asked):
            waiting = [pool.submit(person.save_section, 1) for person in people]
            with pytest.raises(AssertionError):
                wait_until(lambda: any(page.done() for page in waiting), 1, "nobody gets through a lock")
        assert {page.result().status for page in waiting} == {302}
    assert_stored_is_acknowledged(asked, people)
