"""Nobody but the person behind the link sees an answer: no staff page, admin page, log line, mail or audit entry."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from assessments.models import Invitation
from assessments.survey.services import draft_of
from partnerships.models import Stakeholder
from synergy.audit.models import Entry
from synergy.outbox.models import Message
from tests.assessments.conftest import Address
from tests.conftest import Members

SENTINEL = "Zanzibar-sentinel-words"


@pytest.fixture
def answered_invitation(farid_started: Invitation, farids_page: Address, client: Client) -> Invitation:
    """Farid has written the sentinel, in a comment, an open answer and a page, and has sent it."""
    client.post(farids_page("answer"), {"c-S1": f"{SENTINEL} S1", "seq": "1"})
    client.post(farids_page("section", 2), {"a-E5A": "1", "c-S2": f"{SENTINEL} S2"})
    client.post(farids_page("open"), {"c-O1": f"{SENTINEL} O1"})
    client.post(farids_page("send"))
    assert len(draft_of(farid_started).comments) == 3
    return farid_started


def names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name


def addresses(invitation: Invitation) -> Iterator[str]:
    """Every page of the site that can be reached with the ids of this round, person and invitation."""
    slug, number = invitation.round.partnership.slug, invitation.round.number
    person = invitation.stakeholder_id
    tried: list[list[Any]] = [
        [], [slug], [slug, number], [slug, number, invitation.pk], [slug, person], [slug, number, person],
        [invitation.round.version.code], [invitation.pk], [person], [invitation.round_id], [str(person)],
    ]  # fmt: skip
    for name in sorted(set(names(get_resolver().url_patterns))):
        if name.startswith(("survey-", "account_", "mfa_")) or "logout" in name:
            continue
        for args in tried:
            try:
                yield reverse(name, args=args)
            except NoReverseMatch:
                continue


def test_no_page_of_staff_or_administrators_shows_what_was_written(
    answered_invitation: Invitation, coordinator: Client, administrator: Client
) -> None:
    """Amina may do all that any role of the partnership may; Ada reaches the admin."""
    pages = sorted(set(addresses(answered_invitation)))
    assert len(pages) > 20
    for browser in (coordinator, administrator):
        browser.raise_request_exception = False  # error pages must keep quiet too
        for page in pages:
            response = browser.get(page)
            content = b"".join(response) if response.streaming else response.content
            assert SENTINEL.encode() not in content, page


def test_no_mail_entry_or_row_of_people_holds_what_was_answered(answered_invitation: Invitation) -> None:
    assert not Entry.objects.exists()
    assert not any(SENTINEL in str(vars(message)) for message in Message.objects.all())
    for row in (*Invitation.objects.values(), *Stakeholder.objects.values()):
        assert SENTINEL not in str(row)


def test_no_log_line_holds_an_answer(
    farid_started: Invitation, farids_page: Address, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)  # SQL is logged with DEBUG only, never here
        client.post(farids_page("section", 1), {"c-S1": SENTINEL, "a-E1A": "77"})
        client.post(farids_page("section", 1), {"c-S1": SENTINEL * 500})
        client.post(farids_page("answer"), {"c-S1": SENTINEL, "seq": "x"})
        Client(enforce_csrf_checks=True).post(farids_page("section", 1), {"c-S1": SENTINEL})
    assert SENTINEL not in caplog.text


@pytest.mark.parametrize("noun", ["answer", "open"])
def test_more_text_than_a_page_takes_is_refused_in_our_words_and_one_line_of_the_log(
    noun: str, farid_started: Invitation, farids_page: Address, caplog: pytest.LogCaptureFixture
) -> None:
    client, words = Client(headers={"accept-language": "en"}), f"{SENTINEL} " * 120_000
    response = client.post(farids_page(noun), {"c-S1": words, "c-O1": words, "seq": "1"})
    assert response.status_code == 413
    assert "More text was sent at once than a page can take" in response.content.decode()
    assert SENTINEL not in response.content.decode() + caplog.text
    [line] = caplog.records
    sentence = f"Form too large: /r/-/{noun}/"
    assert (line.levelname, line.exc_info, line.getMessage()) == ("WARNING", None, sentence)
    assert draft_of(farid_started).comments == {}


def test_the_link_of_another_person_shows_nothing_of_what_was_answered(
    answered_invitation: Invitation, invite: Callable[..., Invitation], members: Members, client: Client
) -> None:
    from assessments.invitations.links import token_of

    other = invite(members[1])
    for noun in ("welcome", "review", "open", "thanks", "delete"):
        page = client.get(reverse(f"survey-{noun}", args=[token_of(other)]), follow=True)
        assert SENTINEL not in page.content.decode()


def test_the_sealed_answers_are_in_no_admin(administrator: Client) -> None:
    page = administrator.get(reverse("admin:index"))
    assert "sealed" not in page.content.decode().lower()
