"""The way through the survey without JavaScript: each page shows, keeps and leads on."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from assessments.models import Invitation, Round
from assessments.survey.services import draft_of, save_answers, submit
from synergy.accounts.models import User
from tests.assessments.conftest import Address
from tests.conftest import Invite, Members

POSTS = ["start", "answer", "send", "reopen", "language"]
READS = ["welcome", "privacy", "open", "about", "review", "thanks", "delete", "clear"]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_the_welcome_page_says_who_asks_how_many_how_long_and_what_is_promised(
    client: Client, farids_page: Address, invite: Invite, members: Members, amina: User
) -> None:
    for person in members[1:]:
        invite(person)
    shown = text(client.get(farids_page("welcome")))
    assert "The 12 members of the partnership are invited by Amina" in " ".join(shown.split())
    for words in (
        "answer the same questions",
        "7 to 16 minutes",
        "Open until",
        "Toronto time",
        "Coordinators never see individual",
    ):
        assert words in shown
    assert "We send a one-page summary after every meeting." in shown
    assert "groups of 5 or more" in shown
    assert "Only a small number" not in shown


def test_a_small_round_warns_that_few_take_part(
    client: Client, farids_page: Address, invite: Invite, members: Members
) -> None:
    for person in members[1:6]:
        invite(person)
    assert "Only a small number of people can take part: 6 are invited." in text(client.get(farids_page("welcome")))


def test_opening_pages_changes_nothing(client: Client, farids_invitation: Invitation, farids_page: Address) -> None:
    for noun in READS:
        client.get(farids_page(noun))
    client.get(farids_page("section", 1))
    farids_invitation.refresh_from_db()
    assert farids_invitation.status == Invitation.Status.NOT_STARTED
    assert draft_of(farids_invitation).about == {}


@pytest.mark.parametrize("noun", ["open", "about", "review", "thanks"])
def test_pages_lead_to_the_welcome_page_before_starting(client: Client, farids_page: Address, noun: str) -> None:
    assert client.get(farids_page(noun)).headers["Location"] == farids_page("welcome")


def test_the_start_button_opens_the_first_section(client: Client, farids_page: Address) -> None:
    response = client.post(farids_page("start"))
    assert response.headers["Location"] == farids_page("section", 1)
    shown = text(client.get(farids_page("section", 1)))
    assert "Section 1 of 7" in shown
    assert shown.count("<fieldset") == 6
    assert shown.count('type="radio"') == 6 * 7


def test_a_posted_page_is_kept_and_leads_to_the_next(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    response = client.post(farids_page("section", 1), {"a-E1A": "4", "a-E2A": "dk", "c-S1": "More to say"})
    assert response.headers["Location"] == farids_page("section", 2)
    assert draft_of(farid_started).answers == {"E1A": "4", "E2A": "dk"}
    assert draft_of(farid_started).comments == {"S1": "More to say"}
    shown = text(client.get(farids_page("section", 1)))
    assert 'id="a-E1A-4" value="4" checked' in shown
    assert "More to say" in shown


def test_the_last_section_leads_to_open_questions_about_review_and_thanks(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    way = [("section", 7), ("open",), ("about",), ("review",)]
    for here, there in pairwise(way):
        assert client.post(farids_page(*here)).headers["Location"] == farids_page(*there)
    assert client.post(farids_page("send")).headers["Location"] == farids_page("thanks")
    farid_started.refresh_from_db()
    assert farid_started.status == Invitation.Status.DONE
    assert farid_started.sections_done == 7


def test_going_back_keeps_the_answers_of_the_page(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    response = client.post(farids_page("section", 2), {"a-E5A": "2", "go": "back"})
    assert response.headers["Location"] == farids_page("section", 1)
    assert draft_of(farid_started).answers == {"E5A": "2"}
    farid_started.refresh_from_db()
    assert farid_started.sections_done == 0


def test_an_answer_is_cleared_without_javascript_and_the_rest_kept(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    save_answers(invitation=farid_started, answers={"E1A": "4"}, at=farid_started.round.opens_at)
    response = client.post(farids_page("section", 1), {"was-E1A": "4", "a-E1A": "4", "a-E2A": "5", "clear": "E1A"})
    assert response.headers["Location"] == farids_page("section", 1) + "#q-E1A"
    assert draft_of(farid_started).answers == {"E2A": "5"}


def test_an_old_tab_does_not_undo_a_newer_one(client: Client, farid_started: Invitation, farids_page: Address) -> None:
    """The old tab shows 2 and an empty comment; meanwhile another tab has stored 5 and words."""
    save_answers(
        invitation=farid_started, answers={"E1A": "5"}, comments={"S1": "New"}, at=farid_started.round.opens_at
    )
    empty = "e3b0c44298fc"
    old = {"was-E1A": "2", "a-E1A": "2", "was-S1": empty, "c-S1": "", "a-RES2": "3"}
    client.post(farids_page("section", 1), old)
    assert draft_of(farid_started).answers == {"E1A": "5", "RES2": "3"}
    assert draft_of(farid_started).comments == {"S1": "New"}


def test_on_return_the_person_goes_on_where_they_were(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    for number in (1, 2):
        client.post(farids_page("section", number))
    shown = text(client.get(farids_page("welcome")))
    assert "Welcome back" in shown
    assert "Continue with section 3" in shown
    assert client.post(farids_page("start")).headers["Location"] == farids_page("section", 3)


def test_a_comment_too_long_is_shown_again_with_the_reason_and_the_rest_is_kept(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    long = "a" * 4001
    response = client.post(farids_page("section", 1), {"a-E1A": "4", "c-S1": long})
    shown = text(response)
    assert response.status_code == 422
    assert "<title>Error: " in shown
    assert "There is a problem" in shown
    assert '<a href="#c-S1">Please shorten this to 4000 characters: it has 4001.' in shown
    assert shown.count("Please shorten this") == 2
    assert long in shown
    assert draft_of(farid_started).answers == {"E1A": "4"}
    assert draft_of(farid_started).comments == {}


@pytest.mark.parametrize(
    "words", ["\x00\x01", "\u202egnal", "👩‍⚕️" * 50, "</textarea><script>x</script>", "b" * 1_000_000]
)
def test_no_text_breaks_a_page(client: Client, farid_started: Invitation, farids_page: Address, words: str) -> None:
    response = client.post(farids_page("open"), {"c-O1": words})
    assert response.status_code in (302, 422)
    shown = text(client.get(farids_page("open")))
    assert "<script>x" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("value", ["6", "9999", "-1", "yes", "4 ", "\x00"])
def test_a_value_no_question_has_is_refused_and_nothing_of_the_page_is_stored(
    client: Client, farid_started: Invitation, farids_page: Address, value: str
) -> None:
    response = client.post(farids_page("section", 1), {"a-E1A": value, "a-E2A": "4"})
    assert response.status_code == 400
    assert "nothing of it was saved" in text(response)
    assert draft_of(farid_started).answers == {}


def test_the_person_is_asked_to_correct_what_the_membership_says(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    shown = text(client.get(farids_page("about")))
    assert '<option value="clinician" selected>' in shown
    assert '<option value="hospital" selected>' in shown
    client.post(farids_page("about"), {"kind": "academic", "sector": "", "tenure": "over_3"})
    assert draft_of(farid_started).about == {"kind": "academic", "sector": "", "tenure": "over_3"}
    assert client.post(farids_page("about"), {"kind": "wizard"}).status_code == 400


def test_the_review_links_to_what_has_no_answer(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    client.post(farids_page("section", 7), {"a-I2": "4", "a-I1": "3"})
    shown = text(client.get(farids_page("review")))
    assert "37 questions have no answer" in shown
    assert "You can send without them." in shown
    assert farids_page("section", 7) + "#q-I3" in shown
    assert farids_page("section", 7) + "#q-I2" not in shown


def test_after_sending_the_link_shows_thanks_and_answers_may_be_changed(
    client: Client, farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    client.post(farids_page("send"))
    assert client.get(farids_page("welcome")).headers["Location"] == farids_page("thanks")
    shown = text(client.get(farids_page("thanks")))
    for words in ("Your answers have been sent", "What happens next", "Amina", "amina@example.org", "until"):
        assert words in shown
    assert client.post(farids_page("reopen")).headers["Location"] == farids_page("review")
    client.post(farids_page("section", 1), {"a-E1A": "2"})
    farid_started.refresh_from_db()
    assert farid_started.status == Invitation.Status.DONE
    assert draft_of(farid_started).answers == {"E1A": "2"}
    assert "nothing to send again" in text(client.get(farids_page("section", 1)))


def test_answers_are_deleted_after_being_asked(client: Client, farid_started: Invitation, farids_page: Address) -> None:
    submit(invitation=farid_started, at=farid_started.round.opens_at + timedelta(days=2))
    assert "cannot be brought back" in text(client.get(farids_page("delete")))
    assert client.post(farids_page("delete")).headers["Location"] == farids_page("delete")
    assert "None of your answers are kept" in text(client.get(farids_page("delete")))
    farid_started.refresh_from_db()
    assert farid_started.status == Invitation.Status.NOT_STARTED
    assert client.post(farids_page("section", 1), {"a-E1A": "4"}).headers["Location"] == farids_page("welcome")


def test_how_this_works_names_whom_to_ask(client: Client, farids_page: Address, amina: User) -> None:
    shown = text(client.get(farids_page("privacy")))
    assert "amina@example.org" in shown
    assert "The system’s operators could technically trace the code." in shown
    assert "or for ten or more people left beside the groups" in " ".join(shown.split())


def test_the_language_switch_keeps_answers_language_and_place(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    posted = {"page": "s2", "anchor": "q-E4A", "language": "fr", "a-E5A": "4", "c-S2": "Bonjour"}
    response = client.post(farids_page("language"), posted)
    assert response.headers["Location"] == farids_page("section", 2) + "#q-E4A"
    shown = client.get(farids_page("section", 2))
    assert shown.headers["Content-Language"] == "fr"
    assert '<html lang="fr">' in text(shown)
    assert "Notre travail au quotidien" in text(shown)
    assert draft_of(farid_started).answers == {"E5A": "4"}
    farid_started.refresh_from_db()
    assert (farid_started.language, farid_started.sections_done) == ("fr", 0)


@pytest.mark.parametrize(
    ("page", "anchor", "noun"),
    [("open", "c-O1", "open"), ("about", "", "about"), ("review", "", "review"), ("privacy", "", "privacy")],
)
def test_the_language_switch_returns_to_every_page(
    client: Client, farid_started: Invitation, farids_page: Address, page: str, anchor: str, noun: str
) -> None:
    response = client.post(farids_page("language"), {"page": page, "anchor": anchor, "language": "fr"})
    assert response.headers["Location"] == farids_page(noun) + (f"#{anchor}" if anchor else "")


@pytest.mark.parametrize("page", ["//evil.example", "https://evil.example/", "s0", "s99", "", "start"])
def test_the_language_switch_leads_nowhere_else(
    client: Client, farid_started: Invitation, farids_page: Address, page: str
) -> None:
    posted = {"page": page, "anchor": "/../x", "language": "fr"}
    assert client.post(farids_page("language"), posted).headers["Location"] == farids_page("welcome")


def test_the_language_switch_shows_a_comment_too_long_in_the_new_language(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    posted = {"page": "open", "language": "fr", "c-O1": "x" * 4001}
    response = client.post(farids_page("language"), posted)
    assert response.status_code == 422
    assert "x" * 4001 in text(response)
    assert "Qu’avons-nous réussi ensemble" in text(response)


def test_an_unknown_language_is_refused(client: Client, farids_page: Address) -> None:
    assert client.post(farids_page("language"), {"language": "xx"}).status_code == 400


def test_the_page_speaks_the_language_of_the_invitation_whatever_the_browser_says(farids_page: Address) -> None:
    Invitation.objects.update(language="fr")
    response = Client(headers={"Accept-Language": "en"}).get(farids_page("welcome"))
    assert '<html lang="fr">' in text(response)
    assert "elles sont conservées sous un code" in text(response)


@pytest.mark.parametrize("noun", [noun for noun in POSTS if noun != "language"])
def test_what_changes_something_cannot_be_opened(client: Client, farids_page: Address, noun: str) -> None:
    assert client.get(farids_page(noun)).status_code == 405


@pytest.mark.parametrize("noun", ["welcome", "privacy", "review", "thanks"])
def test_what_only_shows_cannot_be_posted_to(client: Client, farids_page: Address, noun: str) -> None:
    assert client.post(farids_page(noun)).status_code == 405


@pytest.mark.parametrize("number", [0, 8, 99, 10**12])
def test_a_section_that_is_not_there_is_a_page_that_says_so(
    client: Client, farid_started: Invitation, farids_page: Address, number: int
) -> None:
    for response in (client.get(farids_page("section", number)), client.post(farids_page("section", number))):
        assert response.status_code == 404
        assert "Back to the survey" in text(response)


@pytest.mark.parametrize("noun", [*READS, "section"])
def test_the_number_of_queries_does_not_grow_with_people_or_answers(
    client: Client,
    farid_started: Invitation,
    farids_page: Address,
    invite: Invite,
    members: Members,
    django_assert_max_num_queries: object,
    noun: str,
) -> None:
    for person in members[1:]:
        invite(person)
    address = farids_page(noun, 1) if noun == "section" else farids_page(noun)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get(address)


def test_the_days_of_a_person_are_days_only(farid_started: Invitation, client: Client, farids_page: Address) -> None:
    client.post(farids_page("send"))
    farid_started.refresh_from_db()
    assert type(farid_started.started_on) is date
    assert type(farid_started.submitted_on) is date
    assert Round.objects.get().submitted is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_answers_by_name_is_not_told_to_stay_unrecognised(
    language: str, client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    warnings = {"en": "not to identify yourself", "fr": "permettrait de vous reconnaître"}
    pages = [farids_page("welcome"), farids_page("section", 1), farids_page("open"), farids_page("privacy")]
    Invitation.objects.update(language=language)
    assert all(warnings[language] in text(client.get(page)) for page in pages)
    Round.objects.update(mode="identified")
    assert not any(warnings[language] in text(client.get(page)) for page in pages)
