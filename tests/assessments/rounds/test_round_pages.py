"""The pages of rounds and invitations: who sees what, what each does, what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.imports.bulk_answers import GivenAnswers, seal_answers
from assessments.invitations.links import token_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.questionnaire import questionnaire
from assessments.rounds.services import open_round as open_it
from assessments.survey import services as responding
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox.claims import do_due_work
from synergy.outbox.models import Message
from synergy.web import formats
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.conftest import Members

ROUND_PAGES = ["round-detail", "round-update", "round-open", "round-close", "round-cancel", "round-messages"]
PERSON_PAGES = ["invitation-revoke", "invitation-link", "invitation-replace-link"]
PERSON_POSTS = ["invitation-resend", "invitation-undeliverable"]
FOR_EVERYBODY = ["round-list", "round-detail"]


@pytest.fixture
def plan(planned: MakeRound) -> Round:
    now = timezone.now()
    return planned(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=22), at=now)


@pytest.fixture
def running(amina: User, plan: Round, members: Members) -> Round:
    return open_it(by=amina, round=plan, at=timezone.now())


@pytest.fixture
def invited(running: Round, farid: Stakeholder) -> Invitation:
    return Invitation.objects.get(stakeholder=farid)


def at(name: str, *args: Any) -> str:
    return reverse(name, args=["alpha", *args])


def words(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def every_url(invited: Invitation, stranger: Stakeholder) -> dict[str, str]:
    number = invited.round.number
    return (
        {name: at(name) for name in ("round-list", "round-create")}
        | {name: at(name, number) for name in [*ROUND_PAGES, "invitation-list"]}
        | {name: at(name, number, invited.pk) for name in [*PERSON_PAGES, *PERSON_POSTS]}
        | {"invitation-create": at("invitation-create", number, stranger.pk)}
    )


def test_every_page_works_for_the_coordinator_and_says_no_to_the_others(
    invited: Invitation, coordinator: Client, viewer: Client, evaluator: Client, administrator: Client, outsider: Client
) -> None:
    stranger = factories.member(invited.round.partnership, "Newcomer")
    for name, url in every_url(invited, stranger).items():
        only_post = name in [*PERSON_POSTS, "invitation-create"]
        assert coordinator.get(url).status_code == (405 if only_post else 200), name
        for insider in (viewer, evaluator, administrator):
            answer = insider.get(url)
            assert answer.status_code == (200 if name in FOR_EVERYBODY else 403), name
            if answer.status_code == 403:
                assert "Only a coordinator" in words(answer)
        assert outsider.get(url).status_code == 404, name
        assert outsider.post(url).status_code == 404, name
        assert Client().get(url).status_code == 302, name


@pytest.mark.parametrize("name", ["round-list", "round-detail", "round-messages", "invitation-list"])
def test_a_page_to_read_takes_no_post(name: str, invited: Invitation, coordinator: Client) -> None:
    args = [] if name == "round-list" else [1]

    assert coordinator.post(at(name, *args)).status_code == 405


def test_a_round_or_invitation_that_is_not_there_is_not_found(invited: Invitation, coordinator: Client) -> None:
    for name in [*ROUND_PAGES, "invitation-list"]:
        assert coordinator.get(at(name, 99)).status_code == 404
    nobody = "6f1c1b6e-0000-4000-8000-000000000000"
    for name in PERSON_PAGES:
        assert coordinator.get(at(name, 1, nobody)).status_code == 404
        assert coordinator.get(at(name, 2, invited.pk)).status_code == 404
    for name in PERSON_POSTS:
        assert coordinator.post(at(name, 1, nobody)).status_code == 404
    assert coordinator.post(at("invitation-create", 1, 99999)).status_code == 404


def test_nobody_reaches_a_round_of_another_partnership_through_their_own(invited: Invitation, outsider: Client) -> None:
    for name in ROUND_PAGES:
        assert outsider.get(reverse(name, args=["beta", 1])).status_code == 404
    for name in PERSON_PAGES:
        assert outsider.get(reverse(name, args=["beta", 1, invited.pk])).status_code == 404


def test_get_changes_nothing(invited: Invitation, coordinator: Client) -> None:
    stranger = factories.member(invited.round.partnership, "Newcomer")
    before = (Entry.objects.count(), Message.objects.count(), list(Invitation.objects.values()))
    for url in every_url(invited, stranger).values():
        coordinator.get(url)

    assert (Entry.objects.count(), Message.objects.count(), list(Invitation.objects.values())) == before
    assert Round.objects.get().is_open


def test_the_empty_list_offers_to_plan_the_first_round(
    coordinator: Client, viewer: Client, core: InstrumentVersion
) -> None:
    assert "Plan the first round" in words(coordinator.get(at("round-list")))
    assert "Plan the first round" not in words(viewer.get(at("round-list")))


def form_values(core: InstrumentVersion, **changes: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=7)
    newest = InstrumentVersion.objects.filter(instrument=core.instrument).latest("number")
    return {
        "version": str(newest.pk),
        "collection": "links",
        "mode": "confidential",
        "opens_on": day.isoformat(),
        "opens_time": "09:00",
        "opens_by_itself": "on",
        "closes_on": (day + timedelta(days=21)).isoformat(),
        "closes_time": "17:00",
        "k": "5",
        "first_breakdown": "kind",
    } | changes


def test_a_date_that_has_passed_is_said_beside_the_opening_date(coordinator: Client, core: InstrumentVersion) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    page = words(coordinator.post(at("round-create"), form_values(core, opens_on=yesterday)))

    assert "The opening date has passed: choose a later one, or open the round by hand." in page
    assert not Round.objects.exists()


def test_the_promise_names_the_date_that_was_typed_also_after_a_mistake(
    coordinator: Client, core: InstrumentVersion, plan: Round
) -> None:
    day = timezone.localdate() + timedelta(days=50)
    posted = form_values(core, mode="anonymous", closes_on=day.isoformat(), k="3")
    for url in (at("round-create"), at("round-update", 1)):
        page = words(coordinator.post(url, posted))
        assert "K may only be raised" in page
        assert f"when the survey closes on {formats.day(day)}" in page


def test_a_round_is_planned_in_the_time_of_the_partnership(
    coordinator: Client, alpha: Partnership, core: InstrumentVersion
) -> None:
    Partnership.objects.filter(pk=alpha.pk).update(time_zone="America/St_Johns")
    answer = coordinator.post(at("round-create"), form_values(core))
    round = Round.objects.get()

    assert answer.headers["Location"] == at("round-detail", 1)
    assert round.opens_at.astimezone(alpha.zone.__class__("America/St_Johns")).strftime("%H:%M") == "09:00"
    assert (round.k, round.breakdowns, round.since_en) == (5, ["kind"], "")


def test_the_form_shows_each_mode_with_its_promise_and_names_the_zone(
    coordinator: Client, core: InstrumentVersion
) -> None:
    page = words(coordinator.get(at("round-create")))

    assert "they are stored under a code" in page
    assert "Take care not to identify yourself in comments." in page
    assert "Toronto time" in page
    assert "is permanently deleted" in page
    assert "coordinators can see your name with your answers." in page
    assert page.count('name="mode"') == 3


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"k": "4"}, "K may only be raised: choose 5 or more."),
        ({"k": "51"}, "less than or equal to 50"),
        ({"opens_on": "not a day"}, "Enter a valid date"),
        ({"closes_time": "25:00"}, "Enter a valid time"),
        ({"closes_on": "2020-01-01"}, "A round closes after it opens."),
        ({"opens_on": "2020-01-01", "closes_on": "2020-02-01"}, "The closing date has passed"),
        ({"opens_on": "2030-03-10", "opens_time": "02:30", "closes_on": "2030-04-01"}, "skip this hour"),
        ({"collection": "carrier pigeon"}, "Select a valid choice"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    changes: dict[str, str], reason: str, coordinator: Client, core: InstrumentVersion
) -> None:
    answer = coordinator.post(at("round-create"), form_values(core, **changes))

    assert answer.status_code == 200
    assert reason in words(answer)
    assert not Round.objects.exists()


def test_fields_nobody_offered_change_nothing(coordinator: Client, core: InstrumentVersion) -> None:
    extra = {"opened_at": "2020-01-01", "state": "open", "number": "77", "partnership": "2"}
    coordinator.post(at("round-create"), form_values(core, **extra))
    round = Round.objects.get()

    assert (round.opened_at, round.state, round.number) == (None, Round.State.PLANNED, 1)


def test_a_planned_round_is_edited(coordinator: Client, plan: Round, core: InstrumentVersion) -> None:
    coordinator.post(at("round-update", 1), form_values(core, k="8"))
    plan.refresh_from_db()

    assert plan.k == 8


def test_of_an_open_round_only_the_close_and_k_are_asked(coordinator: Client, running: Round) -> None:
    page = words(coordinator.get(at("round-update", 1)))

    assert 'name="closes_on"' in page
    assert 'name="k"' in page
    assert 'name="opens_on"' not in page
    assert 'name="first_breakdown"' not in page


def test_the_check_before_opening_says_who_is_invited_and_what_may_be_shown(
    coordinator: Client, plan: Round, alpha: Partnership, members: Members
) -> None:
    factories.member(alpha, "Nadia No-address", email="", kind="supplier")
    page = words(coordinator.get(at("round-open", 1)))

    for part in ("<b>13 people</b> will be invited now.", "Nadia No-address", "perhaps: about 15 in 100",
                 "no: too few people", "results appear only for groups of 5 or more", "Open and invite"):  # fmt: skip
        assert part in page


def test_with_too_few_members_the_page_says_why_and_offers_no_button(
    coordinator: Client, plan: Round, alpha: Partnership
) -> None:
    factories.member(alpha, "Alone")
    page = words(coordinator.get(at("round-open", 1)))

    assert "With fewer than 5 people, results cannot be kept confidential" in page
    assert "Open and invite" not in page
    answer = coordinator.post(at("round-open", 1), follow=True)
    assert "With fewer than 5 people" in words(answer)
    assert Round.objects.get().is_planned


def test_opening_by_hand_invites_and_says_how_many(coordinator: Client, plan: Round, members: Members) -> None:
    answer = coordinator.post(at("round-open", 1), follow=True)

    assert "Round 1 is open: 12 people are invited." in words(answer)
    assert Message.objects.count() == 12


def test_a_second_click_on_open_finds_the_round_open(coordinator: Client, running: Round) -> None:
    answer = coordinator.post(at("round-open", 1), follow=True)

    assert "Round 1 is open already." in words(answer)
    assert "Not done." not in words(answer)


def test_a_closed_round_offers_nothing_to_change(coordinator: Client, running: Round) -> None:
    coordinator.post(at("round-close", 1))
    page = words(coordinator.get(at("round-update", 1)))

    assert "Only a planned or open round can be changed." in page
    assert 'name="closes_on"' not in page
    assert at("round-update", 1) not in words(coordinator.get(at("round-detail", 1)))


def test_a_round_that_was_due_and_could_not_open_says_why(coordinator: Client, viewer: Client, plan: Round) -> None:
    Round.objects.filter(pk=plan.pk).update(opens_at=timezone.now() - timedelta(hours=1))
    page = words(coordinator.get(at("round-detail", 1)))

    assert "was due to open and could not" in page
    assert "no members on this day: add at least 5" in page
    assert "could not open" in words(viewer.get(at("round-list")))


def test_closing_asks_and_says_what_happens(coordinator: Client, invited: Invitation) -> None:
    responding.start(invitation=invited, at=timezone.now())
    page = words(coordinator.get(at("round-close", 1)))

    assert "1 person has begun and not sent: those answers are deleted." in page
    assert "no result of this round will be shown" in page
    closing = words(coordinator.post(at("round-close", 1), follow=True))
    assert "The round is being closed" in closing
    assert "Nobody can answer any more." in closing
    assert Round.objects.get().is_closing
    do_due_work(timezone.now())
    closed = words(coordinator.get(at("round-detail", 1)))
    assert "Too few people answered: nothing of this round is published." in closed
    assert Round.objects.get().is_closed
    assert "has begun" not in closed
    assert "Read the results" not in closed


def test_a_closed_round_with_enough_answers_leads_to_its_results(coordinator: Client, running: Round) -> None:
    version = running.version
    answers = {item.code: 3 for item in questionnaire(version).items}
    given = [
        GivenAnswers(answers=answers, about={}, invitation=invitation) for invitation in running.invitations.all()[:7]
    ]
    seal_answers(round=running, given=given, at=timezone.now())
    coordinator.post(at("round-close", 1))
    do_due_work(timezone.now())
    closed = words(coordinator.get(at("round-detail", 1)))

    assert "Read the results" in closed
    assert at("result-detail", 1) in closed
    assert "nothing of" not in closed


def test_whoever_is_done_gets_no_invitation_again(coordinator: Client, invited: Invitation) -> None:
    assert at("invitation-resend", 1, invited.pk) in words(coordinator.get(at("invitation-list", 1)))
    day = timezone.localdate()
    Invitation.objects.filter(pk=invited.pk).update(started_on=day, submitted_on=day)
    assert at("invitation-resend", 1, invited.pk) not in words(coordinator.get(at("invitation-list", 1)))


def test_a_planned_round_is_cancelled_and_stays_in_the_list(coordinator: Client, plan: Round) -> None:
    coordinator.post(at("round-cancel", 1))

    assert "cancelled" in words(coordinator.get(at("round-list")))


def test_a_viewer_sees_counts_and_no_names(viewer: Client, running: Round, farid: Stakeholder) -> None:
    page = words(viewer.get(at("round-detail", 1)))

    assert "of 12 have answered" in page
    assert farid.name not in page
    assert at("invitation-list", 1) not in page


def test_the_list_of_invitations_shows_how_far_each_person_is(coordinator: Client, invited: Invitation) -> None:
    responding.start(invitation=invited, at=timezone.now())
    page = words(coordinator.get(at("invitation-list", 1)))

    assert "Farid" in page
    assert "0 of 7 sections" in page
    assert "Farid" not in words(coordinator.get(at("invitation-list", 1), {"status": "done"}))


def test_no_answer_shows_on_any_staff_page(coordinator: Client, invited: Invitation, farid: Stakeholder) -> None:
    sentinel = "SENTINEL-7f3a"
    responding.start(invitation=invited, at=timezone.now())
    responding.save_answers(invitation=invited, answers={}, comments={"O1": sentinel}, at=timezone.now())
    for url in every_url(invited, farid).values():
        assert sentinel not in words(coordinator.get(url))
    rows = [*Entry.objects.values(), *Message.objects.values(), *Invitation.objects.values()]
    assert sentinel not in str(rows)


def test_the_link_is_shown_only_when_asked_for_and_never_cached(coordinator: Client, invited: Invitation) -> None:
    url = at("invitation-link", 1, invited.pk)
    asked = coordinator.get(url)
    shown = coordinator.post(url)

    assert token_of(invited) not in words(asked)
    assert token_of(invited) in words(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Entry.objects.filter(action="invitation.link").count() == 1


def test_the_page_that_shows_the_link_brings_the_script_that_copies_it(
    coordinator: Client, invited: Invitation
) -> None:
    url = at("invitation-link", 1, invited.pk)
    assert "js/copy.js" in coordinator.post(url).content.decode()
    assert "js/copy.js" not in coordinator.get(url).content.decode()


def test_what_is_done_for_a_person_is_said(coordinator: Client, invited: Invitation) -> None:
    for name, sentence in (
        ("invitation-resend", "is on its way again"),
        ("invitation-replace-link", "has a new link"),
        ("invitation-undeliverable", "e-mail does not reach Farid"),
        ("invitation-resend", "No e-mail can be sent to Farid"),
        ("invitation-revoke", "is revoked"),
    ):
        answer = coordinator.post(at(name, 1, invited.pk), follow=True)
        assert sentence in words(answer), name


def test_a_newcomer_is_offered_and_invited(coordinator: Client, running: Round) -> None:
    newcomer = factories.member(running.partnership, "Newcomer")
    assert "Members not invited" in words(coordinator.get(at("invitation-list", 1)))
    answer = coordinator.post(at("invitation-create", 1, newcomer.pk), follow=True)

    assert "Newcomer is invited." in words(answer)
    assert "Members not invited" not in words(answer)


def test_the_message_log_shows_what_became_of_each_mail(coordinator: Client, running: Round) -> None:
    Message.objects.filter(recipient__startswith="farid").update(state="failed", last_error="550 No such user")
    page = words(coordinator.get(at("round-messages", 1)))

    assert "550 No such user" in page
    assert "Invitation" in page


def test_hostile_names_stay_text(coordinator: Client, running: Round, farid: Stakeholder) -> None:
    Stakeholder.objects.filter(pk=farid.pk).update(name="<script>alert(1)</script>")
    Round.objects.update(since_en="<img src=x onerror=alert(1)>")
    for name in ("invitation-list", "round-messages", "round-detail"):
        page = coordinator.get(at(name, 1)).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("name", ["round-list", "round-detail", "round-open", "invitation-list", "round-messages"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    planned: MakeRound, name: str, coordinator: Client, alpha: Partnership, running: Round
) -> None:
    url = at(name) if name == "round-list" else at(name, 1)
    coordinator.get(url)

    def cost() -> int:
        with CaptureQueriesContext(connection) as taken:
            coordinator.get(url)
        return len(taken)

    before = cost()
    now = timezone.now()
    Round.objects.update(closes_at=now + timedelta(days=9))
    for number in range(15):
        planned(opens_at=now + timedelta(days=9), closes_at=now + timedelta(days=12), at=now)
        person = factories.member(alpha, f"Newcomer {number}", kind="supplier")
        if number % 2:
            coordinator.post(at("invitation-create", 1, person.pk))
    coordinator.get(url)
    assert cost() <= before
    assert before <= 20


def test_the_pages_speak_french(coordinator: Client, amina: User, running: Round) -> None:
    User.objects.filter(pk=amina.pk).update(language="fr")
    page = words(coordinator.get(at("round-detail", 1)))

    assert 'lang="fr"' in page
    assert "groupes de 5 personnes ou plus" in page


def test_administrators_look_at_rounds_in_the_admin_and_change_nothing(
    administrator: Client, coordinator: Client, running: Round, farid: Stakeholder
) -> None:
    detail = reverse("admin:assessments_round_change", args=[running.pk])
    versions = reverse("admin:assessments_instrumentversion_changelist")

    assert administrator.get(reverse("admin:assessments_round_changelist"), {"q": "alpha"}).status_code == 200
    assert administrator.get(versions).status_code == 200
    assert farid.name not in words(administrator.get(detail))
    assert administrator.post(detail, {"k": "4"}).status_code == 403
    assert administrator.get("/admin/assessments/invitation/").status_code == 404
    assert coordinator.get(detail).status_code == 302
