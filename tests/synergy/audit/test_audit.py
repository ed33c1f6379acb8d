"""The audit trail only grows, names known actions, and reads as sentences."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from synergy.accounts.models import User
from synergy.audit import codes
from synergy.audit import entries as audit
from synergy.audit.codes import UnknownAction
from synergy.audit.models import AppendOnly, Entry

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.fixture
def thing_codes() -> Iterator[None]:
    codes.register({"thing.done": _("%(actor)s did %(object)s on %(day)s (%(parts)s)")})
    yield
    codes._sentences.pop("thing.done")


@pytest.fixture
def entry(ada: User, thing_codes: None) -> Entry:
    return audit.record(
        by=ada, action="thing.done", obj=ada, scope="partnership:3", at=AT, day=date(2026, 1, 2), parts=["a", "b"]
    )


def test_an_entry_says_who_did_what_to_which_object(entry: Entry, ada: User) -> None:
    [line] = audit.history("partnership:3")
    assert line.sentence == f"{ada} did {ada} on January 2, 2026 (a, b)"
    assert (line.at, line.object_type, line.object_id) == (AT, "accounts.user", str(ada.pk))
    assert audit.history("partnership:4") == []
    assert audit.history("partnership:3", obj=ada) == [line]


def test_history_takes_one_query_and_keeps_to_its_limit(
    entry: Entry, ada: User, django_assert_num_queries: Any
) -> None:
    for _turn in range(5):
        audit.record(by=ada, action="thing.done", obj=ada, scope="partnership:3", at=AT)
    with django_assert_num_queries(1):
        assert len(audit.history("partnership:3", 4)) == 4


def test_synergy_itself_acts_without_an_account(thing_codes: None, db: None) -> None:
    audit.record(by=None, action="thing.done", obj=None, scope="s", at=AT, day="x", parts="y")
    assert audit.history("s")[0].sentence.startswith("Synergy did ")


def test_an_unknown_action_is_refused(ada: User) -> None:
    with pytest.raises(UnknownAction):
        audit.record(by=ada, action="thing.never-registered", obj=ada)
    assert not Entry.objects.exists()


def test_a_code_means_one_sentence(thing_codes: None) -> None:
    codes.register({"thing.done": _("%(actor)s did %(object)s on %(day)s (%(parts)s)")})
    with pytest.raises(ValueError):
        codes.register({"thing.done": "something else"})


def test_what_people_typed_cannot_format_the_sentence(thing_codes: None, ada: User) -> None:
    audit.record(by=ada, action="thing.done", obj=ada, scope="s", day="%(actor)s {0.__class__}", parts="%s")
    assert "%(actor)s {0.__class__} (%s)" in audit.history("s")[0].sentence


def test_a_code_that_left_the_program_reads_as_itself(entry: Entry) -> None:
    codes._sentences.pop("thing.done")
    assert audit.history("partnership:3")[0].sentence == "thing.done"
    codes._sentences["thing.done"] = ""


@pytest.mark.parametrize("attempt", ["update", "delete", "save", "instance delete", "bulk_update", "update_or_create"])
def test_entries_are_never_changed_or_deleted(entry: Entry, attempt: str) -> None:
    attempts = {
        "update": lambda: Entry.objects.filter(pk=entry.pk).update(action="x"),
        "delete": lambda: Entry.objects.all().delete(),
        "save": lambda: entry.save(),
        "instance delete": lambda: entry.delete(),
        "bulk_update": lambda: Entry.objects.bulk_update([entry], ["action"]),
        "update_or_create": lambda: Entry.objects.update_or_create(pk=entry.pk, defaults={"action": "x"}),
    }
    with pytest.raises(AppendOnly):
        attempts[attempt]()
    assert Entry.objects.get().action == "thing.done"


def test_the_entry_outlives_the_account(entry: Entry, ada: User) -> None:
    label = str(ada)
    ada.delete()
    kept = Entry.objects.get()
    assert kept.actor_id is None
    assert kept.actor_label == label


def test_details_are_small_plain_facts(ada: User, thing_codes: None) -> None:
    kept = audit.record(by=ada, action="thing.done", obj=ada, note="x" * 5000 + "\x00", count=3)
    assert kept.details == {"note": "x" * 200, "count": 3}
    with pytest.raises(TypeError):
        audit.record(by=ada, action="thing.done", obj=ada, answers={"RES1": 5})


def test_words_that_were_kept_are_told_in_the_language_of_the_reader(entry: Entry) -> None:
    assert (codes.translated("assessments.round", "Vague 4"), codes.translated("name", "Vague 4")) == (
        "Round 4",
        "Vague 4",
    )
    assert codes.translated("role", "evaluator") == "evaluator"
    with translation.override("fr"):
        assert codes.translated("round", "Round 4") == "Vague 4"
        assert codes.translated("role", "evaluator") == "responsable de l’évaluation"
        assert audit.history("partnership:3")[0].sentence.endswith("2 janvier 2026 (a, b)")


def test_the_sentence_is_in_the_language_of_the_reader(entry: Entry) -> None:
    with translation.override("fr"):
        audit.record(by=None, action="thing.done", obj=None, scope="fr", at=AT)
        assert audit.history("fr")[0].actor == "Synergy"


def test_the_entry_knows_its_request(ada: User, thing_codes: None) -> None:
    from synergy.audit import request_id

    token = request_id.set("abc-12345")
    try:
        assert audit.record(by=ada, action="thing.done", obj=ada).request_id == "abc-12345"
    finally:
        request_id.reset(token)
