"""The raw database after the close: nothing in it joins a person to answers, neither in rows nor in what lies beside.

Only the test run's own database file (SQLite) or server (PostgreSQL) is read, underneath Django's models.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from scipy import stats

from assessments.closing.respondent_codes import panel_keys
from assessments.closing.unlinking import wipe_traces
from assessments.imports.bulk_answers import GivenAnswers, seal_answers
from assessments.invitations import mails
from assessments.invitations import services as invitations
from assessments.invitations.links import token_of
from assessments.invitations.progress import round_progress
from assessments.invitations.standings import Standing
from assessments.models import InstrumentVersion, Invitation, Round, Unlinking
from assessments.models.answers import Comment, Response, SealedAnswers
from assessments.models.named import NamedResponse
from assessments.questionnaire import questionnaire
from assessments.results.queries import scores_of
from assessments.rounds.closing import close_round
from assessments.rounds.services import open_round
from assessments.survey import services as responding
from partnerships.models import Partnership
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.ops.backups.snapshots import snapshot
from synergy.outbox.models import Message
from synergy.outbox.ticks import tick
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.conftest import Members

pytestmark = pytest.mark.django_db
COMMITTED = pytest.mark.django_db(transaction=True)  # a file is rewritten outside of transactions only
ON_SQLITE = connection.vendor == "sqlite"
TAKEN_BACK, UNSENT, SENT = "Quagga-taken-back", "Quagga-never-sent", "Quagga-in-a-comment"


@pytest.fixture
def hold(planned: MakeRound, amina: User, members: Members) -> MakeRound:
    """An open round of twelve: ten sent, backwards by name; one wrote and did not send; one never began."""

    def held(mode: str) -> Round:
        now = timezone.now()
        opens, closes = now - timedelta(days=5), now + timedelta(days=9)
        round = planned(mode=mode, opens_at=opens, closes_at=closes, at=opens - timedelta(days=1))
        open_round(by=amina, round=round, at=opens)
        asked = list(Invitation.objects.filter(round=round).order_by("-stakeholder__name", "pk"))
        for index, invitation in enumerate(asked[:11]):
            at = opens + timedelta(hours=7 * (index + 1))
            answer_all(invitation, index, at)
            if index < 10:
                responding.submit(invitation=invitation, at=at)
        responding.set_language(invitation=asked[0], language="fr")
        responding.save_answer(invitation=asked[10], code="O1", value=UNSENT, sequence=5, at=now)
        remind(asked[10:], now)
        return Round.objects.get(pk=round.pk)

    return held


def answer_all(invitation: Invitation, place: int, at: datetime) -> None:
    """Answers by which a test can tell who gave them: the place in base 5, in three items."""
    responding.start(invitation=invitation, at=at)
    responding.save_answers(invitation=invitation, answers=coded(invitation.round.version, place), at=at)
    responding.save_answer(invitation=invitation, code="O1", value=TAKEN_BACK, sequence=3, at=at)
    responding.save_answer(invitation=invitation, code="O1", value=f"{SENT} {place}", sequence=4, at=at)
    responding.save_about(invitation=invitation, about={"kind": "academic", "tenure": "over_3"}, at=at)


def coded(version: InstrumentVersion, place: int) -> dict[str, int]:
    items = [item.code for item in questionnaire(version).items if len(item.options) == 5]
    first = dict(zip(items, (place % 5 + 1, place // 5 % 5 + 1, place // 25 % 5 + 1, place // 125 + 1), strict=False))
    return dict.fromkeys(items, 4) | first


def place_of(version: InstrumentVersion, answers: dict[str, int]) -> int:
    items = [item.code for item in questionnaire(version).items if len(item.options) == 5]
    return sum((answers[code] - 1) * 5**power for power, code in enumerate(items[:4]))


def remind(people: list[Invitation], at: datetime) -> None:
    Message.objects.bulk_create(
        Message(
            kind=mails.FIRST_REMINDER, key=f"{mails.FIRST_REMINDER}:{invitation.pk}",
            recipient=invitation.stakeholder.email, subject_ref=str(invitation.pk),
            scope=f"round:{invitation.round_id}", state="sent", queued_at=at, due_at=at, sent_at=at,
        )
        for invitation in people
    )  # fmt: skip


def tables() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as it is stored."""
    contents = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            contents[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return contents


def stored(value: Any) -> str:
    return str(value).replace("-", "").lower()


def where(needle: str) -> set[str]:
    """Tables with a cell that holds this text or key."""
    wanted = stored(needle)
    return {
        table
        for table, rows in tables().items()
        if any(wanted in stored(cell) for row in rows for cell in row.values())
    }


def raw() -> bytes:
    """The database file with the log beside it, as they lie on the disk."""
    path = Path(str(connection.settings_dict["NAME"]))
    beside = path.with_name(f"{path.name}-wal")
    return path.read_bytes() + (beside.read_bytes() if beside.exists() else b"")


def close(round: Round, by: User) -> Round:
    return close_round(by=by, round=round, at=timezone.now())


def keys_of(round: Round) -> dict[str, list[str]]:
    """What joined people and answers while the round was open, as it lies in the file."""
    return {
        "invitations": [key.hex for key in Invitation.objects.filter(round=round).values_list("pk", flat=True)],
        "sealed": [key.hex for key in SealedAnswers.objects.filter(round=round).values_list("pk", flat=True)],
    }


def test_no_key_of_the_open_round_is_left_in_any_table(hold: MakeRound, amina: User) -> None:
    round = hold("anonymous")
    before = keys_of(round)
    assert len(before["sealed"]) == 11
    assert where(before["invitations"][0]) >= {"assessments_invitation", "outbox_message"}
    close(round, amina)
    for key in (*before["invitations"], *before["sealed"]):
        assert where(key) == set()
    assert not SealedAnswers.objects.exists()


@COMMITTED
@pytest.mark.skipif(not ON_SQLITE, reason="the pages of a SQLite file")
def test_no_page_of_the_file_nor_its_log_holds_what_was_deleted(hold: MakeRound, amina: User) -> None:
    round = hold("anonymous")
    before = keys_of(round)
    lost = [*before["invitations"], *before["sealed"], UNSENT]
    assert all(needle.encode() in raw() for needle in lost)
    close(round, amina)
    assert wipe_traces(timezone.now()) == 1
    after = raw()
    assert [needle for needle in [*lost, TAKEN_BACK] if needle.encode() in after] == []
    assert f"{SENT} 3".encode() in after  # the search does find what is there
    assert b"reminder_first:" not in after


@COMMITTED
@pytest.mark.skipif(ON_SQLITE, reason="hidden columns of PostgreSQL")
@pytest.mark.parametrize("table", ["assessments_response", "assessments_comment", "assessments_invitation"])
def test_all_rows_of_a_close_come_from_one_transaction(table: str, hold: MakeRound, amina: User) -> None:
    close(hold("anonymous"), amina)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
        assert len(cursor.fetchall()) == 1


def test_a_response_says_nothing_of_its_person(hold: MakeRound, amina: User) -> None:
    round = hold("anonymous")
    close(round, amina)
    contents = tables()
    rows = contents.pop("assessments_response")
    assert len(rows) == 10
    assert set(rows[0]) == {"id", "round_id", "panel_key", "kind", "sector", "tenure", "imported", "answers"}
    for name in ("panel_key", "kind", "sector", "tenure"):
        assert {row[name] for row in rows} == {""}
    comments = contents.pop("assessments_comment")
    assert {row["round_id"] for row in (*rows, *comments)} == {round.pk}
    keys = {stored(row["id"]) for row in (*rows, *comments)}
    assert len(keys) == len(rows) + len(comments)
    elsewhere = {stored(cell) for others in contents.values() for row in others for cell in row.values()}
    assert keys & elsewhere == set()
    assert not keys & {stored(row["answers"]) for row in rows}
    assert not NamedResponse.objects.exists()


def test_nothing_about_answers_has_a_day_or_an_hour() -> None:
    for model in (SealedAnswers, Response, Comment, NamedResponse):
        kinds = {field.get_internal_type() for field in model._meta.get_fields() if hasattr(field, "attname")}
        assert not kinds & {"DateField", "DateTimeField", "TimeField", "AutoField", "BigAutoField"}, model
    for model in (Response, Comment, SealedAnswers):
        assert all(key.version == 4 for key in (model._meta.pk.get_default() for _n in range(3)))


def test_an_invitation_keeps_only_that_the_person_was_invited(hold: MakeRound, amina: User) -> None:
    round = hold("anonymous")
    close(round, amina)
    rows = list(Invitation.objects.filter(round=round).select_related("stakeholder"))
    assert len(rows) == 12
    assert {(row.started_on, row.submitted_on, row.sections_done) for row in rows} == {(None, None, 0)}
    assert all(row.language == row.stakeholder.language for row in rows)
    assert round.invited is None
    round.refresh_from_db()
    assert (round.invited, round.started, round.submitted) == (12, 11, 10)
    counted = round_progress(round)
    assert (counted.invited, counted.started, counted.done) == (12, 1, 10)


@pytest.mark.skipif(not ON_SQLITE, reason="row ids of SQLite; PostgreSQL keeps the order in ctid")
def test_row_ids_of_invitations_follow_the_list_of_people(hold: MakeRound, amina: User) -> None:
    close(hold("anonymous"), amina)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stakeholder_id FROM assessments_invitation ORDER BY rowid")
        order = [row[0] for row in cursor.fetchall()]
    assert order == sorted(order)


def test_mails_name_those_invited_and_not_those_reminded(hold: MakeRound, coordinator: Client, amina: User) -> None:
    round = hold("anonymous")
    close(round, amina)
    assert set(Message.objects.values_list("kind", flat=True)) == {mails.INVITATION}
    page = coordinator.get(reverse("round-messages", args=["alpha", 1])).content.decode()
    assert all(invitation.stakeholder.name in page for invitation in Invitation.objects.select_related("stakeholder"))


@pytest.mark.parametrize("order", ["rowid", "id"])
def test_the_order_of_answers_has_nothing_to_do_with_the_order_of_sending(
    order: str, planned: MakeRound, amina: User, alpha: Partnership, core: InstrumentVersion
) -> None:
    """300 people: by chance alone, a rank correlation beyond 0.3 comes about in one of five million runs."""
    now = timezone.now()
    people = [factories.member(alpha, f"Member {place}") for place in range(300)]
    round = planned(mode="anonymous", opens_at=now, closes_at=now + timedelta(days=9), at=now - timedelta(days=1))
    open_round(by=amina, round=round, at=now)
    by_person = {invitation.stakeholder_id: invitation for invitation in Invitation.objects.filter(round=round)}
    given = [
        GivenAnswers(answers=coded(core, place), about={}, invitation=by_person[person.pk])
        for place, person in enumerate(people)
    ]
    seal_answers(round=round, given=given, at=now)
    close_round(by=amina, round=round, at=now)
    hidden = order if ON_SQLITE or order == "id" else "ctid"
    rows = Response.objects.raw(f"SELECT id, answers FROM assessments_response ORDER BY {hidden}")
    places = [place_of(core, row.answers) for row in rows]
    assert sorted(places) == list(range(300))
    rho = stats.spearmanr(range(300), places).statistic
    assert abs(rho) < 0.3
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT stakeholder_id FROM assessments_invitation ORDER BY {hidden}")
        people_by_row = [row[0] for row in cursor.fetchall()]
    assert abs(stats.spearmanr(people_by_row, places).statistic) < 0.3


def test_scores_are_those_of_the_people_with_their_kinds(hold: MakeRound, amina: User) -> None:
    """What the rows lose at the close is lost after the numbers have been worked out."""
    anonymous = close(hold("anonymous"), amina)
    confidential = close(hold("confidential"), amina)
    scores = scores_of([anonymous, confidential])
    assert scores[anonymous.pk] == scores[confidential.pk]
    groups = [
        set(round.scores.filter(shown=True).values_list("breakdown", "group")) for round in (anonymous, confidential)
    ]
    assert groups[0] == groups[1]
    assert ("kind", "academic") in groups[0]


def test_under_a_code_only_the_pepper_leads_back(hold: MakeRound, amina: User, alpha: Partnership) -> None:
    round = hold("confidential")
    before = keys_of(round)
    close(round, amina)
    codes = set(Response.objects.values_list("panel_key", flat=True))
    done = Invitation.objects.filter(round=round, submitted_on__isnull=False)
    panel_key = panel_keys(alpha.pk)
    assert codes == {panel_key(f"stakeholder:{invitation.stakeholder_id}") for invitation in done}
    for code in codes:
        assert where(code) == {"assessments_response"}
    for key in before["sealed"]:
        assert where(key) == set()
    assert not NamedResponse.objects.exists()
    assert not Unlinking.objects.exists()


def test_with_names_each_response_has_its_person(hold: MakeRound, amina: User, core: InstrumentVersion) -> None:
    round = hold("identified")
    asked = list(Invitation.objects.filter(round=round).order_by("-stakeholder__name", "pk"))
    close(round, amina)
    rows = NamedResponse.objects.select_related("response")
    assert {place_of(core, row.response.answers): row.stakeholder_id for row in rows} == {
        index: invitation.stakeholder_id for index, invitation in enumerate(asked[:10])
    }
    assert all(row.comments == {"O1": f"{SENT} {place_of(core, row.response.answers)}"} for row in rows)
    assert where(UNSENT) == set()


def test_a_named_round_does_not_name_the_codes_of_a_confidential_one(hold: MakeRound, amina: User) -> None:
    """Else the code leads to a name without the pepper, and a linked change to answers nobody may see."""
    close(hold("confidential"), amina)
    codes = set(Response.objects.values_list("panel_key", flat=True))
    named = close(hold("identified"), amina)
    assert not codes & set(Response.objects.filter(round=named).values_list("panel_key", flat=True))
    assert named.changes.filter(linked=False).exists()
    assert not named.changes.filter(linked=True).exists()


def once_nobody_sees_them(wipe: Callable[[], int | None]) -> int | None:
    """What the wiping says once no transaction on the server is older than the deleting.

    On PostgreSQL that of another database counts too, such as the test that runs beside this one.
    """
    give_up = monotonic() + 60
    while not (wiped := wipe()) and not ON_SQLITE and monotonic() < give_up:
        sleep(0.1)
    return wiped


@COMMITTED
def test_the_tick_overwrites_soon_after_a_close_on_a_page(hold: MakeRound, amina: User) -> None:
    round = hold("anonymous")
    closed = close(round, amina)
    assert Unlinking.objects.get().wiped_at is None
    now = timezone.now()
    with transaction.atomic():
        assert wipe_traces(now) == 0  # no file can be rewritten from within a transaction
    assert once_nobody_sees_them(lambda: tick(at=now).jobs["links_wiped"]) == 1
    assert Unlinking.objects.get().wiped_at == now
    assert wipe_traces(now + timedelta(minutes=1)) == 0
    entry = Entry.objects.get(action="round.unlinked")
    assert (entry.object_id, entry.details) == (str(closed.pk), {})


@COMMITTED
@pytest.mark.skipif(not ON_SQLITE, reason="readers of a SQLite file")
def test_a_reader_in_the_way_is_waited_for(hold: MakeRound, amina: User) -> None:
    close(hold("anonymous"), amina)
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM assessments_round").fetchone()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")
        assert wipe_traces(timezone.now()) == 0
        assert Unlinking.objects.get().wiped_at is None
        reader.execute("ROLLBACK")
        assert wipe_traces(timezone.now()) == 1
    finally:
        reader.close()
        connection.close()


@COMMITTED
@pytest.mark.skipif(ON_SQLITE, reason="snapshots of PostgreSQL")
def test_a_backup_under_way_is_waited_for(hold: MakeRound, amina: User) -> None:
    """Whatever it still sees would go into the new file of the table."""
    round = hold("anonymous")
    with snapshot() as cursor:
        cursor.execute("SELECT count(*) FROM assessments_round")
        close(round, amina)
        assert wipe_traces(timezone.now()) == 0
        assert Unlinking.objects.get().wiped_at is None
    assert once_nobody_sees_them(lambda: wipe_traces(timezone.now())) == 1


def test_a_late_link_says_that_the_survey_is_closed(hold: MakeRound, amina: User, client: Client) -> None:
    round = hold("anonymous")
    links = [token_of(invitation) for invitation in Invitation.objects.filter(round=round)]
    close(round, amina)
    answers = [client.get(reverse("survey-welcome", args=[link])) for link in links]
    assert {answer.status_code for answer in answers} == {404}
    assert all("The survey is closed" in answer.content.decode() for answer in answers)


def test_the_round_page_says_what_became_of_the_links(hold: MakeRound, coordinator: Client, amina: User) -> None:
    round = hold("anonymous")
    close(round, amina)
    page = reverse("round-detail", args=["alpha", 1])
    assert "the last traces are overwritten within minutes" in coordinator.get(page).content.decode()
    Unlinking.objects.update(wiped_at=timezone.now())
    assert "the last traces were overwritten on" in coordinator.get(page).content.decode()


def test_whoever_was_on_a_page_during_the_close_is_told_kindly(hold: MakeRound, amina: User) -> None:
    """The invitation was read before the close, its row is another one after it."""
    round = hold("anonymous")
    begun = Invitation.objects.get(round=round, started_on__isnull=False, submitted_on=None)
    close(round, amina)
    with pytest.raises(responding.NotAnswerable) as refusal:
        responding.save_answer(invitation=begun, code="RES1", value="4", sequence=9, at=timezone.now())
    assert refusal.value.standing == Standing.CLOSED
    with pytest.raises(ValidationError, match="while the round is open"):
        invitations.resend_invitation(by=amina, invitation=begun, at=timezone.now())
    assert not SealedAnswers.objects.exists()
