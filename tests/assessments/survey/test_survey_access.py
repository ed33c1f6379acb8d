"""Links that do not open, posts that are forged, and what a survey page gives away about its link."""

import logging
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.invitations.links import token_of
from assessments.invitations.standings import ENDING_SHOWN_FOR
from assessments.models import Invitation, Round
from assessments.survey.services import draft_of
from synergy.accounts.models import User
from tests.assessments.conftest import Address

STRANGERS = ["A" * 22, "a", "A" * 23, "é" * 22, "A" * 21 + "-", "%00" * 22, "x" * 2000]
ALL = ["welcome", "privacy", "open", "about", "review", "thanks", "delete", "clear"]
POSTS = ["start", "answer", "send", "reopen", "delete", "open", "about"]


def text(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def at_close(**offset: float) -> None:
    Round.objects.update(closes_at=timezone.now() - timedelta(**offset))


@pytest.mark.parametrize("token", STRANGERS)
def test_a_link_that_leads_nowhere_says_what_to_do_in_both_languages(db: None, client: Client, token: str) -> None:
    response = client.get(reverse("survey-welcome", args=[token]))
    assert response.status_code == 404
    assert "This link leads nowhere" in text(response)
    assert 'lang="en"' in text(response)
    assert 'lang="fr"' in text(response)


@pytest.mark.parametrize("noun", [*POSTS, "language"])
def test_posting_to_a_link_that_leads_nowhere_is_refused_alike(db: None, client: Client, noun: str) -> None:
    assert client.post(reverse(f"survey-{noun}", args=["A" * 22])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "planned"}, "The survey is not open yet"),
        ({"state": "closing"}, "The survey is closed"),
        ({"state": "closed"}, "The survey is closed"),
        ({"state": "cancelled"}, "The survey was cancelled"),
    ],
)
def test_every_state_of_a_round_says_what_to_do(
    client: Client, farid_started: Invitation, farids_page: Address, amina: User, fields: dict[str, str], words: str
) -> None:
    Round.objects.update(**fields)
    for noun in ALL:
        response = client.get(farids_page(noun))
        assert response.status_code == 404
        assert words in text(response)
    for noun in POSTS:
        assert client.post(farids_page(noun), {"a-E1A": "4", "seq": "1"}).status_code == 404
    assert draft_of(farid_started).answers == {}


UNKNOWN = "A" * 22


def withdraw() -> None:
    Invitation.objects.update(revoked_on=timezone.now().date())


def close_long_ago() -> None:
    end_round("closed", timezone.now() - ENDING_SHOWN_FOR)


def cancel_long_ago() -> None:
    end_round("cancelled", timezone.now() - ENDING_SHOWN_FOR)


def end_round(state: str, then: datetime) -> None:
    Round.objects.update(
        state=state,
        opens_at=then - timedelta(days=1),
        closes_at=then,
        closed_at=then if state == "closed" else None,
    )


def answered(method: str, address: str, language: str) -> tuple[int, str, dict[str, str]]:
    """Everything that comes back to a request with a number of its own."""
    fields = {"a-E1A": "4", "seq": "1", "language": "fr", "page": "s1"}
    headers = {"Accept-Language": language, "X-Request-ID": "number-1"}
    response = getattr(Client(enforce_csrf_checks=True), method)(address, fields, headers=headers)
    return response.status_code, response.content.decode(), dict(response.headers)


@pytest.mark.parametrize("end", [withdraw, close_long_ago, cancel_long_ago])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_link_that_is_over_for_good_is_answered_like_one_that_never_was(
    farid_started: Invitation, farids_page: Address, end: Callable[[], None], language: str
) -> None:
    """To the byte, headers included, whatever is asked of it: the finder of an old mail learns nothing from it."""
    end()
    token = token_of(farid_started)
    asked = [("get", farids_page(noun)) for noun in [*ALL, "language"]] + [("get", farids_page("section", 1))]
    asked += [("post", farids_page(noun)) for noun in [*POSTS, "language"]] + [("post", farids_page("section", 1))]
    asked += [("head", farids_page("welcome"))]
    for method, address in asked:
        over = answered(method, address, language)
        never = answered(method, address.replace(token, UNKNOWN), language)
        assert over == never, f"{method} {address}"
    assert draft_of(farid_started).answers == {}


def test_a_withdrawn_link_takes_as_long_and_asks_as_much_as_one_that_never_was(
    farid_started: Invitation, farids_page: Address
) -> None:
    addresses = {"over": farids_page("welcome"), "never": reverse("survey-welcome", args=[UNKNOWN])}
    withdraw()
    queries, times = {}, dict[str, list[float]](over=[], never=[])
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as queries[name]:
            Client().get(address)
    assert len(queries["over"]) == len(queries["never"]) == 1
    for _turn in range(40):
        for name, address in addresses.items():
            began = time.perf_counter()
            Client().get(address)
            times[name].append(time.perf_counter() - began)
    # The quickest of forty: what the pages cost, not what the machine was busy with.
    assert abs(min(times["over"]) - min(times["never"])) < 0.010


def test_for_three_months_a_survey_that_is_over_says_so_to_those_it_asked(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    then = timezone.now() - ENDING_SHOWN_FOR + timedelta(hours=1)
    end_round("closed", then)
    assert "The survey is closed" in text(client.get(farids_page("welcome")))
    end_round("cancelled", then)
    assert "The survey was cancelled" in text(client.get(farids_page("welcome")))


def test_a_link_withdrawn_while_a_page_was_on_its_way_saves_nothing_and_says_nothing(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    """The page was let in, and the save, which reads the row again under its lock, is refused."""
    with connection.execute_wrapper(_withdrawing_before_the_second_look()):
        response = client.post(farids_page("section", 1), {"a-E1A": "4"})
    assert response.status_code == 404
    assert "This link leads nowhere" in text(response)
    assert "Alpha" not in text(response)
    assert draft_of(farid_started).answers == {}


def _withdrawing_before_the_second_look() -> Callable[..., Any]:
    looks = 0

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal looks
        looks += sql.startswith("SELECT") and 'FROM "assessments_invitation"' in sql
        if looks == 2:
            looks += 1
            withdraw()
        return run(sql, params, many, context)

    return execute


def test_a_closed_survey_says_when_it_closed_and_who_shares_the_results(
    client: Client, farids_page: Address, amina: User
) -> None:
    at_close(hours=2)
    shown = text(client.get(farids_page("welcome")))
    assert "It closed on" in shown
    assert "Toronto time" in shown
    assert "The results are shared with the partnership by Amina." in shown


def test_an_ending_speaks_the_language_of_the_person_and_the_toggle_works_there(
    client: Client, farids_page: Address
) -> None:
    Round.objects.update(state="closed")
    assert '<html lang="en">' in text(client.get(farids_page("welcome")))
    response = client.post(farids_page("language"), {"language": "fr"})
    assert response.headers["Location"] == farids_page("welcome")
    assert '<html lang="fr">' in text(client.get(farids_page("welcome")))


def test_a_page_opened_before_the_close_may_be_sent_for_a_few_minutes(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    at_close(minutes=4)
    assert client.post(farids_page("section", 1), {"a-E1A": "4"}).headers["Location"] == farids_page("section", 2)
    assert "You can still send what you have begun" in text(client.get(farids_page("review")))
    client.post(farids_page("send"))
    farid_started.refresh_from_db()
    assert farid_started.submitted_on
    assert draft_of(farid_started).answers == {"E1A": "4"}


def test_a_page_sent_too_late_is_told_so_and_nothing_is_dropped_in_silence(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    at_close(minutes=6)
    response = client.post(farids_page("section", 1), {"a-E1A": "4"})
    assert response.status_code == 404
    assert "came too late and was not saved" in text(response)
    assert draft_of(farid_started).answers == {}


def test_nobody_starts_in_the_minutes_after_the_close(client: Client, farids_page: Address) -> None:
    at_close(minutes=1)
    assert client.post(farids_page("start")).status_code == 404
    assert "The survey is closed" in text(client.get(farids_page("welcome")))


def csrf_client() -> Client:
    return Client(enforce_csrf_checks=True)


def token_in(page: str) -> str:
    match = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert match
    return match[1]


@pytest.mark.parametrize("noun", [*POSTS, "language"])
def test_a_post_without_the_pages_token_is_refused(farid_started: Invitation, farids_page: Address, noun: str) -> None:
    response = csrf_client().post(farids_page(noun), {"a-E1A": "4", "seq": "1", "language": "fr"})
    assert response.status_code == 403
    assert draft_of(farid_started).answers == {}
    farid_started.refresh_from_db()
    assert farid_started.language == "en"


@pytest.mark.parametrize("secure", [False, True])
def test_a_form_of_a_page_without_referrer_is_accepted(farids_page: Address, secure: bool) -> None:
    """Browsers post such forms with Origin: null and no Referer."""
    browser = csrf_client()
    page = browser.get(farids_page("welcome"), secure=secure)
    posted = {"csrfmiddlewaretoken": token_in(text(page))}
    response = browser.post(farids_page("start"), posted, headers={"Origin": "null"}, secure=secure)
    assert response.status_code == 302


def test_another_site_is_refused_even_with_a_token(farids_page: Address) -> None:
    browser = csrf_client()
    posted = {"csrfmiddlewaretoken": token_in(text(browser.get(farids_page("welcome"))))}
    headers = {"Origin": "https://evil.example"}
    assert browser.post(farids_page("start"), posted, headers=headers).status_code == 403


def test_what_was_posted_with_an_old_token_is_kept_to_be_sent_again(
    farid_started: Invitation, farids_page: Address
) -> None:
    browser = csrf_client()
    refused = browser.post(farids_page("section", 1), {"a-E1A": "4", "c-S1": "Words <b>kept</b>"})
    shown = text(refused)
    assert refused.status_code == 403
    assert "Please send this once more" in shown
    assert 'name="c-S1" value="Words &lt;b&gt;kept&lt;/b&gt;"' in shown
    again = {"a-E1A": "4", "c-S1": "Words", "csrfmiddlewaretoken": token_in(shown)}
    assert browser.post(farids_page("section", 1), again).status_code == 302
    assert draft_of(farid_started).answers == {"E1A": "4"}


def test_survey_pages_stay_out_of_caches_search_engines_and_referrers(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    for address in [farids_page("welcome"), farids_page("section", 1), reverse("survey-welcome", args=["A" * 22])]:
        response = client.get(address)
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "no-store" in response.headers["Cache-Control"]


def test_the_link_stands_in_no_title_hidden_field_comment_or_mark_of_a_page(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    token = token_of(farid_started)
    for address in [*(farids_page(noun) for noun in ALL), farids_page("section", 1)]:
        page = client.get(address, follow=True).content.decode()
        bare = re.sub(rf'(href|action|formaction|hx-post)="/r/{token}/[^"]*"', "", page)
        assert token not in bare
        assert str(farid_started.pk) not in page


def test_no_survey_page_names_another_site(client: Client, farid_started: Invitation, farids_page: Address) -> None:
    for address in [*(farids_page(noun) for noun in ALL), farids_page("section", 1)]:
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', client.get(address, follow=True).content.decode())


def test_an_error_log_names_no_link(
    client: Client, farids_invitation: Invitation, farids_page: Address, caplog: pytest.LogCaptureFixture
) -> None:
    Round.objects.update(state="closed")
    with caplog.at_level(logging.DEBUG):
        client.get(farids_page("welcome"))
        csrf_client().post(farids_page("start"))
    from synergy.ops.logs import scrub

    assert all(token_of(farids_invitation) not in scrub(record.getMessage()) for record in caplog.records)


def test_a_signed_in_coordinator_sees_the_page_of_the_link_and_no_more(
    client: Client, farids_page: Address, amina: User
) -> None:
    client.force_login(amina)
    shown = text(client.get(farids_page("welcome")))
    assert "Start" in shown
    assert "Log out" not in shown


def test_loading_the_address_of_the_language_switch_leads_to_the_survey_and_changes_nothing(
    client: Client, farid_started: Invitation, farids_page: Address
) -> None:
    response = client.get(farids_page("language"))
    assert response.status_code == 302
    assert response.headers["Location"] == farids_page("welcome")
    assert Invitation.objects.get(pk=farid_started.pk).language == farid_started.language
