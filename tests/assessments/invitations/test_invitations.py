"""Invitations, their links and their mails."""

from collections.abc import Callable
from email.message import Message as Mail
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.invitations import services
from assessments.invitations.links import find_invitation, token_of, url_of
from assessments.models import Invitation, Round
from assessments.rounds.closing import close_round
from assessments.rounds.services import open_round
from assessments.survey import services as responding
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox import deliveries
from synergy.outbox.models import Message, State
from synergy.outbox.ticks import tick
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.concurrency import together
from tests.conftest import Members
from tests.factories import AT, later
from tests.synergy.conftest import PostOffice, post_office

__all__ = ["post_office"]


@pytest.fixture
def round(planned: MakeRound, amina: User, members: Members) -> Round:
    """Opened at AT, its invitations still in the outbox."""
    since = {
        "since_en": "We meet at other hours\n- we share one calendar",
        "since_fr": "Nous avons un seul calendrier.",
    }
    wanted = planned(**since)
    return open_round(by=amina, round=wanted, at=AT)


@pytest.fixture
def invitation(round: Round, farid: Stakeholder) -> Invitation:
    return Invitation.objects.select_related("round__partnership", "stakeholder").get(stakeholder=farid)


def deliver(at: Any = AT) -> deliveries.Delivery:
    return deliveries.deliver_due(at=at, per_second=0)


def mail_to(office: PostOffice, person: Stakeholder) -> Mail:
    return next(mail for address, mail in reversed(office.taken) if address == person.email)


def text_of(mail: Any, kind: str = "plain") -> str:
    return str(mail.get_body(preferencelist=(kind,)).get_content())


def test_the_mail_names_the_partnership_and_replies_go_to_the_coordinator(
    invitation: Invitation, farid: Stakeholder, post_office: PostOffice
) -> None:
    deliver()
    mail = mail_to(post_office, farid)

    assert mail["From"] == "Alpha partnership <synergy@example.org>"
    assert mail["Reply-To"] == "amina@example.org"
    assert mail["Subject"] == "Alpha partnership: how is this partnership working for you?"


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_mail_says_how_long_until_when_what_is_promised_and_what_was_done(
    kind: str, invitation: Invitation, farid: Stakeholder, post_office: PostOffice
) -> None:
    deliver()
    text = text_of(mail_to(post_office, farid), kind).replace("\u00a0", " ")

    for part in (
        "Hello Farid,",
        "7 to 16 minutes",
        "Tuesday, March 24, 2026, at 5:00 PM (Toronto time)",
        "Your answers are confidential: they are stored under a code so that change over time can be measured.",
        "Coordinators never see individual answers; results appear only for groups of 5 or more.",
        "This link is yours alone",
        "Since last time",
        "We share one calendar.",
        url_of(invitation),
    ):
        assert part in text


def test_the_mail_speaks_the_persons_language_first_and_the_other_below(
    round: Round, members: Members, post_office: PostOffice
) -> None:
    Invitation.objects.filter(stakeholder=members[1]).update(language="fr")
    deliver()
    french, english = (text_of(mail_to(post_office, person)) for person in (members[1], members[2]))

    def first(text: str) -> bool:
        return text.index("ne voient jamais les réponses") < text.index("never see individual answers")

    assert first(french)
    assert not first(english)
    assert "ne voient jamais les réponses" in english
    assert 'lang="fr"' in text_of(mail_to(post_office, members[1]), "html").split("<head>")[0]


def test_the_path_of_a_personal_link_is_short(invitation: Invitation, settings: Any) -> None:
    assert len(url_of(invitation).removeprefix(settings.SITE_URL)) <= 30


def test_names_cannot_break_the_mail(
    invitation: Invitation, alpha: Partnership, farid: Stakeholder, post_office: PostOffice
) -> None:
    Partnership.objects.filter(pk=alpha.pk).update(name="<b>Alpha</b>\r\nBcc: all@example.org")
    Stakeholder.objects.filter(pk=farid.pk).update(name="{{ 7 }}<script>alert(1)</script>")
    deliver()
    mail = mail_to(post_office, farid)

    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    assert "<script>" not in text_of(mail, "html")
    assert "{{ 7 }}" in text_of(mail, "html")


def test_a_mail_is_not_sent_when_the_invitation_no_longer_holds(
    amina: User, round: Round, members: Members, post_office: PostOffice
) -> None:
    services.revoke_invitation(by=amina, invitation=round.invitations.get(stakeholder=members[0]), at=AT)
    Stakeholder.objects.filter(pk=members[1].pk).update(undeliverable=True)
    Stakeholder.objects.filter(pk=members[2].pk).update(email="corrected@example.org")

    done = deliver()

    assert (done.sent, done.suppressed) == (9, 3)
    assert "corrected@example.org" not in post_office.addresses


def test_no_mail_leaves_after_the_close(amina: User, round: Round, post_office: PostOffice) -> None:
    close_round(by=amina, round=round, at=later(hours=1))

    assert deliver(later(hours=1)).sent == 0


def test_no_link_stands_in_the_outbox_the_history_or_the_invitation(
    amina: User, invitation: Invitation, farid: Stakeholder, post_office: PostOffice
) -> None:
    services.show_link(by=amina, invitation=invitation, at=AT)
    deliver()
    token = token_of(invitation)
    rows = [*Message.objects.values(), *Entry.objects.values(), *Invitation.objects.values()]

    assert token in text_of(mail_to(post_office, farid))
    assert token not in str(rows)


def test_sending_again_uses_the_same_link_and_is_not_doubled_by_a_second_click(
    amina: User, invitation: Invitation, farid: Stakeholder, post_office: PostOffice
) -> None:
    deliver()
    for _click in range(2):
        services.resend_invitation(by=amina, invitation=invitation, at=later(hours=1))
    deliver(later(hours=1))

    assert post_office.addresses.count(farid.email) == 2
    assert url_of(invitation) in text_of(mail_to(post_office, farid))
    assert Entry.objects.filter(action="invitation.resend").count() == 1


def test_a_second_click_after_the_mail_has_left_is_refused_for_five_minutes(
    amina: User, invitation: Invitation, farid: Stakeholder, post_office: PostOffice
) -> None:
    deliver()
    with pytest.raises(ValidationError, match="just been sent to Farid"):
        services.resend_invitation(by=amina, invitation=invitation, at=later(minutes=4))
    assert Message.objects.filter(subject_ref=str(invitation.pk)).count() == 1

    services.resend_invitation(by=amina, invitation=invitation, at=later(minutes=6))
    Stakeholder.objects.filter(pk=farid.pk).update(email="new@example.org")
    services.resend_invitation(
        by=amina, invitation=invitation, at=later(minutes=6)
    )  # a corrected address waits for none
    assert Message.objects.filter(subject_ref=str(invitation.pk)).count() == 3


@pytest.mark.parametrize("mode", Round.Mode.values)
def test_nothing_is_sent_again_to_somebody_who_is_done_unless_that_is_nobodys_business(
    mode: str, amina: User, round: Round, invitation: Invitation
) -> None:
    Round.objects.filter(pk=round.pk).update(mode=mode)
    Invitation.objects.filter(pk=invitation.pk).update(started_on=AT.date(), submitted_on=AT.date())
    if mode == Round.Mode.ANONYMOUS:
        services.resend_invitation(by=amina, invitation=invitation, at=later(hours=1))
        return
    with pytest.raises(ValidationError, match="already answered"):
        services.resend_invitation(by=amina, invitation=invitation, at=later(hours=1))


def test_an_invitation_that_still_waits_is_not_queued_a_second_time(amina: User, invitation: Invitation) -> None:
    services.resend_invitation(by=amina, invitation=invitation, at=AT)

    assert Message.objects.filter(subject_ref=str(invitation.pk)).count() == 1


def test_after_a_corrected_address_sending_again_reaches_the_new_one(
    amina: User, invitation: Invitation, farid: Stakeholder, post_office: PostOffice
) -> None:
    Stakeholder.objects.filter(pk=farid.pk).update(email="new@example.org")
    services.resend_invitation(by=amina, invitation=invitation, at=AT)
    deliver()

    assert post_office.addresses.count("new@example.org") == 1
    assert farid.email not in post_office.addresses


def test_nothing_is_sent_again_to_somebody_mail_does_not_reach(amina: User, invitation: Invitation) -> None:
    services.mark_undeliverable(by=amina, invitation=invitation, at=AT)
    with pytest.raises(ValidationError) as refusal:
        services.resend_invitation(by=amina, invitation=invitation, at=AT)

    assert "Farid" in refusal.value.messages[0]
    assert Entry.objects.filter(action="stakeholder.undeliverable").exists()


def test_a_new_link_ends_the_old_one_and_is_mailed(
    amina: User, invitation: Invitation, farid: Stakeholder, post_office: PostOffice
) -> None:
    deliver()
    old = token_of(invitation)
    replaced = services.replace_link(by=amina, invitation=invitation, at=later(hours=1))
    deliver(later(hours=1))

    assert find_invitation(old) is None
    assert find_invitation(token_of(replaced)) == invitation
    assert url_of(replaced) in text_of(mail_to(post_office, farid))


def test_a_revoked_invitation_cannot_be_used_any_more(amina: User, invitation: Invitation) -> None:
    for _click in range(2):
        services.revoke_invitation(by=amina, invitation=invitation, at=AT)
    invitation.refresh_from_db()

    assert invitation.status == Invitation.Status.REVOKED
    assert Entry.objects.filter(action="invitation.revoke").count() == 1
    for verb in (services.resend_invitation, services.show_link, services.replace_link):
        with pytest.raises(ValidationError):
            verb(by=amina, invitation=invitation, at=AT)


def test_an_invitation_that_was_answered_is_not_revoked(amina: User, invitation: Invitation) -> None:
    responding.start(invitation=invitation, at=AT)
    Invitation.objects.filter(pk=invitation.pk).update(submitted_on=AT.date())
    with pytest.raises(ValidationError):
        services.revoke_invitation(by=amina, invitation=invitation, at=AT)


def test_a_member_who_joins_while_the_round_is_open_can_be_invited_once(
    amina: User, alpha: Partnership, round: Round, post_office: PostOffice
) -> None:
    newcomer = factories.member(alpha, "Newcomer")
    services.invite_member(by=amina, round=round, stakeholder=newcomer, at=AT)
    with pytest.raises(ValidationError):
        services.invite_member(by=amina, round=round, stakeholder=newcomer, at=AT)
    deliver()

    assert post_office.addresses.count(newcomer.email) == 1
    assert round.invitations.count() == 13


def test_somebody_who_is_no_member_is_not_invited(
    amina: User, round: Round, former_member: Stakeholder, beta: Partnership
) -> None:
    for person in (former_member, factories.member(beta, "Of another partnership")):
        with pytest.raises(ValidationError):
            services.invite_member(by=amina, round=round, stakeholder=person, at=AT)


def test_invitations_are_left_alone_once_the_round_is_closed(
    amina: User, alpha: Partnership, round: Round, invitation: Invitation
) -> None:
    close_round(by=amina, round=round, at=later(days=1))
    for verb in (services.resend_invitation, services.revoke_invitation, services.show_link, services.replace_link):
        with pytest.raises(ValidationError):
            verb(by=amina, invitation=invitation, at=later(days=2))
    with pytest.raises(ValidationError):
        services.invite_member(by=amina, round=round, stakeholder=factories.member(alpha, "Late"), at=later(days=2))


@pytest.mark.parametrize("who", ["bruno", "chen", "elise", "ada"])
@pytest.mark.parametrize(
    "verb",
    [
        services.resend_invitation,
        services.revoke_invitation,
        services.show_link,
        services.replace_link,
        services.mark_undeliverable,
    ],
)
def test_only_a_coordinator_touches_invitations(
    who: str, verb: Callable[..., Any], request: pytest.FixtureRequest, invitation: Invitation
) -> None:
    with pytest.raises(PermissionDenied):
        verb(by=request.getfixturevalue(who), invitation=invitation, at=AT)


def test_looking_up_a_link_is_recorded_with_who_and_whose(amina: User, invitation: Invitation) -> None:
    assert services.show_link(by=amina, invitation=invitation, at=AT) == url_of(invitation)
    entry = Entry.objects.get(action="invitation.link")

    assert (entry.actor, entry.details) == (amina, {"name": "Farid", "round": "Round 1"})


def test_two_ticks_at_once_send_each_person_one_mail(
    planned: MakeRound, transactional_db: None, members: Members, post_office: PostOffice
) -> None:
    planned(opens_at=later(minutes=1))
    done = together(*[lambda: tick(at=later(hours=1))] * 3)
    tick(at=later(hours=1))

    assert not [error for error in done if isinstance(error, Exception)]
    assert sorted(post_office.addresses) == sorted(person.email for person in members)
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


def test_each_part_of_a_mail_tells_what_was_done_in_its_own_language(
    round: Round, farid: Stakeholder, post_office: PostOffice
) -> None:
    deliver()
    english, french = text_of(mail_to(post_office, farid)).split("-" * 70)
    assert "We share one calendar." in english
    assert "Nous avons un seul calendrier." not in english
    assert "Depuis la dernière fois" in french
    assert "Nous avons un seul calendrier." in french
    assert "We share one calendar." not in french


def test_a_mail_says_nothing_of_what_was_done_where_it_is_not_written_in_the_language_of_the_part(
    round: Round, farid: Stakeholder, post_office: PostOffice
) -> None:
    Round.objects.update(since_fr="")
    deliver()
    english, french = text_of(mail_to(post_office, farid)).split("-" * 70)
    assert "Since last time" in english
    assert "Depuis la dernière fois" not in french
