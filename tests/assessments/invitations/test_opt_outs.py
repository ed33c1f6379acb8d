"""Stopping mail: one click in the mail program or one button, never by looking, and by no other secret."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.invitations import mails
from assessments.invitations.links import opt_out_token, opt_out_url, token_of
from assessments.models import Invitation
from partnerships.models import Stakeholder
from synergy.audit.models import Entry
from synergy.outbox import queues
from synergy.outbox.envelopes import envelope
from synergy.outbox.models import Message
from synergy.outbox.scrubbing import scrub
from tests.conftest import Members


@pytest.fixture
def page(farid: Stakeholder) -> str:
    return reverse("survey-opt-out", args=[opt_out_token(farid)])


def mail_of(invitation: Invitation, kind: str = mails.INVITATION) -> Message:
    now = timezone.now()
    queues.queue_many([mails.draft(invitation, kind)], at=now)
    return Message.objects.get(kind=kind, subject_ref=str(invitation.pk))


@pytest.mark.parametrize("kind", [mails.INVITATION, mails.FIRST_REMINDER, mails.SECOND_REMINDER])
def test_every_mail_offers_one_click(kind: str, farids_invitation: Invitation, farid: Stakeholder) -> None:
    message = mail_of(farids_invitation, kind)
    rendered = mails.render(message)
    assert rendered is not None
    mail = envelope(message, rendered, None).message()  # type: ignore[arg-type]
    url = opt_out_url(farid)
    assert mail["List-Unsubscribe"] == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"List-Unsubscribe: <" + url.encode() + b">" in mail.as_bytes().replace(b"\n ", b" ")
    assert url.startswith(settings.SITE_URL)
    assert rendered.text.count(url) == rendered.html.count(url) == 2


def test_looking_changes_nothing(page: str, client: Client, farid: Stakeholder) -> None:
    for answer in (client.get(page), client.head(page)):
        assert answer.status_code == 200
    assert b">Stop these e-mails</button>" in client.get(page).content
    farid.refresh_from_db()
    assert not farid.opted_out
    assert not Entry.objects.exists()


@pytest.mark.parametrize("posted", [{"List-Unsubscribe": "One-Click"}, {}])
def test_one_post_stops_mail_without_cookies_or_forwarding(
    posted: dict[str, str], page: str, farid: Stakeholder, farids_invitation: Invitation
) -> None:
    message = mail_of(farids_invitation)
    for _twice in range(2):
        answer = Client(enforce_csrf_checks=True).post(page, posted)
        assert answer.status_code == 200
        assert b"You will get no more e-mails" in answer.content
        assert not answer.cookies
    farid.refresh_from_db()
    assert farid.opted_out
    assert mails.render(message) is None
    assert Entry.objects.filter(action="stakeholder.opted_out_alone").count() == 1


def test_the_survey_stays_open_to_those_who_want_no_mail(
    page: str, client: Client, farids_page: Callable[..., str]
) -> None:
    client.post(page)
    assert client.get(farids_page("welcome")).status_code == 200


def test_a_secret_of_another_purpose_or_person_stops_nothing(
    farid: Stakeholder, members: Members, farids_invitation: Invitation, client: Client
) -> None:
    own, other = opt_out_token(farid), opt_out_token(members[1])
    forged = [
        token_of(farids_invitation),
        f"{farid.pk}-{token_of(farids_invitation)}",
        f"{farid.pk}-{other.split('-')[1]}",
        f"{members[1].pk}-{own.split('-')[1]}",
        own[:-1],
        f"{own}0",
        f"{farid.pk}",
        f"9999999-{own.split('-')[1]}",
        own.replace(str(farid.pk), "٣"),
    ]
    answers = [client.post(reverse("survey-opt-out", args=[token])) for token in forged]
    assert {answer.status_code for answer in answers} == {404}
    assert not Stakeholder.objects.filter(opted_out=True).exists()
    assert client.get(reverse("survey-welcome", args=[own])).status_code == 404
    assert client.get(reverse("survey-welcome", args=[own.split("-")[1]])).status_code == 404


def test_the_page_speaks_the_person_s_language_and_is_not_kept(page: str, client: Client, farid: Stakeholder) -> None:
    Stakeholder.objects.filter(pk=farid.pk).update(language="fr")
    answer = client.get(page)
    assert answer["Content-Language"] == "fr"
    assert 'lang="fr"' in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert farid.name not in answer.content.decode()


def test_logs_show_nothing_of_the_secret(page: str, farid: Stakeholder) -> None:
    assert scrub(f"POST {page} 200") == "POST /r/out/-/ 200"
    assert opt_out_token(farid) not in scrub(f"next={page.replace('/', '%2F')}")
    assert scrub("/r/out-of-order/start/") == "/r/-/start/"


def test_an_opt_out_link_works_after_the_end_of_the_round(
    page: str, client: Client, farids_invitation: Invitation
) -> None:
    farids_invitation.round.__class__.objects.update(state="closed", closed_at=timezone.now() - timedelta(days=90))
    assert client.post(page).status_code == 200
