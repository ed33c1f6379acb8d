"""Three modes: each promised word for word everywhere, kept from the opening on, and anonymous to staff."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.imports.bulk_answers import GivenAnswers, seal_answers
from assessments.invitations import mails
from assessments.invitations import services as invitations
from assessments.invitations.links import token_of
from assessments.invitations.pages import invited_people
from assessments.invitations.progress import round_progress
from assessments.invitations.reminders import queue_due_reminders
from assessments.models import Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.rounds.opening_checks import check_opening
from assessments.rounds.services import open_round, update_round
from assessments.survey import services as responding
from partnerships.models import Partnership, Stakeholder
from partnerships.people.services import set_opted_out
from synergy.accounts.models import User
from synergy.outbox.models import Message, State
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import AT, later

MODES = ["confidential", "anonymous", "identified"]
# SURVEY.md A1, each joined to the word for its mode in one sentence.
PROMISED = {
    ("confidential", "en"): (
        "Your answers are confidential: they are stored under a code so that change over time can be measured. "
        "Coordinators never see individual answers; results appear only for groups of 5 or more. The system’s "
        "operators could technically trace the code."
    ),
    ("anonymous", "en"): (
        "is permanently deleted. Backup copies made before that are erased within 30 days. After that nobody, "
        "including the system’s operators, can tell who gave which answer, unless your own words identify you. "
        "You cannot withdraw your answers after"
    ),
    ("identified", "en"): "Your answers are not confidential: coordinators can see your name with your answers.",
    ("confidential", "fr"): (
        "Vos réponses sont confidentielles : elles sont conservées sous un code, pour que l’on puisse mesurer "
        "l’évolution dans le temps. Les responsables de la coordination ne voient jamais les réponses d’une personne; "
        "les résultats ne paraissent que pour des groupes de 5 personnes ou plus. Les personnes qui exploitent le "
        "système pourraient, techniquement, retrouver, à partir du code, la personne qui a répondu."
    ),
    ("anonymous", "fr"): "le lien entre vous et vos réponses sera supprimé pour toujours.",
    ("identified", "fr"): (
        "Vos réponses ne sont pas confidentielles : "
        "les responsables de la coordination peuvent voir votre nom avec vos réponses."
    ),
}


@pytest.fixture
def anonymous(open_round: Round) -> Round:
    Round.objects.filter(pk=open_round.pk).update(mode="anonymous")
    open_round.refresh_from_db()
    return open_round


def plain(page: object) -> str:
    text = getattr(page, "content", b"").decode() if not isinstance(page, str) else page
    return " ".join(text.replace("&#x27;", "'").split())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_promise_is_the_same_words_in_the_check_the_mail_the_welcome_and_the_privacy_page(
    planned: MakeRound, mode: str, language: str, coordinator: Client, amina: User, members: Members, client: Client
) -> None:
    now = timezone.now()
    round = planned(mode=mode, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=20), at=now)
    User.objects.filter(pk=amina.pk).update(language=language)
    promised = PROMISED[mode, language]
    assert promised in plain(coordinator.get(reverse("round-open", args=["alpha", 1])))
    open_round(by=amina, round=round, at=now)
    Invitation.objects.update(language=language)
    invitation = Invitation.objects.select_related("stakeholder").first()
    assert invitation is not None
    for page in ("survey-welcome", "survey-privacy"):
        assert promised in plain(client.get(reverse(page, args=[token_of(invitation)])))
    mail = mails.render(Message.objects.get(subject_ref=str(invitation.pk)))
    assert mail is not None
    assert promised in plain(mail.text)
    assert promised in plain(mail.html)


def test_the_mode_stays_from_the_opening_on(planned: MakeRound, amina: User, members: Members) -> None:
    round = planned()
    assert update_round(by=amina, round=round, at=AT, mode="anonymous").mode == "anonymous"
    with pytest.raises(ValidationError):
        update_round(by=amina, round=round, at=AT, mode="secret")
    opened = open_round(by=amina, round=round, at=AT)
    assert update_round(by=amina, round=opened, at=later(days=1), mode="identified").mode == "anonymous"
    assert Round.objects.get().mode == "anonymous"


@pytest.mark.parametrize("mode", MODES)
def test_fewer_than_k_may_only_be_asked_by_name(planned: MakeRound, mode: str, amina: User, alpha: Partnership) -> None:
    for number in range(4):
        factories.member(alpha, f"Member {number}")
    round = planned(mode=mode)
    check = check_opening(round, AT)
    if mode == "identified":
        assert check.obstacles == ()
        assert "only the named answers" in check.warnings[0]
        assert open_round(by=amina, round=round, at=AT).is_open
    else:
        assert "use Identified, or talk instead" in check.obstacles[0].words


def test_nobody_is_not_asked_in_any_mode(planned: MakeRound) -> None:
    check = check_opening(planned(mode="identified"), AT)
    assert [obstacle.code for obstacle in check.obstacles] == ["too_few"]


def test_imported_answers_carry_no_names(planned: MakeRound) -> None:
    with pytest.raises(ValidationError, match="carry no names"):
        planned(mode="identified", collection="import")
    assert planned(mode="anonymous", collection="import").mode == "anonymous"


# Anonymous, while the round is open


@pytest.fixture
def two_asked(anonymous: Round, members: Members, invite: Callable[..., Invitation]) -> list[Invitation]:
    """The first has sent, the second has not begun."""
    asked = [invite(person) for person in members[:2]]
    at = timezone.now() + timedelta(days=3)
    responding.start(invitation=asked[0], at=at)
    responding.submit(invitation=asked[0], at=at)
    return [Invitation.objects.get(pk=invitation.pk) for invitation in asked]


def test_days_of_an_anonymous_round_are_that_of_the_opening_for_everybody(
    two_asked: list[Invitation], members: Members, invite: Callable[..., Invitation]
) -> None:
    round = two_asked[0].round
    third = invite(members[2])
    seal_answers(
        round=round,
        given=[GivenAnswers(answers={"RES1": 4}, about={}, invitation=third)],
        at=timezone.now() + timedelta(days=5),
    )
    assert round.opened_at is not None
    day = round.partnership.day(round.opened_at)
    for invitation in (two_asked[0], Invitation.objects.get(pk=third.pk)):
        assert (invitation.started_on, invitation.submitted_on) == (day, day)


def test_no_page_of_an_anonymous_round_tells_who_has_answered(two_asked: list[Invitation], coordinator: Client) -> None:
    round = two_asked[0].round
    responding.set_language(invitation=two_asked[0], language="fr")
    lines = invited_people(round, list(Invitation.objects.select_related("stakeholder").order_by("pk")))
    told = ("language", "status", "status_words", "sections_done", "mark")
    assert len({tuple(line[name] for name in told) for line in lines}) == 1
    page = plain(coordinator.get(reverse("invitation-list", args=["alpha", 1])))
    assert "Invited: 2. Not started: 1. Started: 0. Done: 1." in page
    assert 'name="status"' not in page
    for status in ("done", "not_started"):
        address = reverse("invitation-list", args=["alpha", 1]) + f"?status={status}"
        assert all(person.stakeholder.name in plain(coordinator.get(address)) for person in two_asked)


def test_acts_on_one_person_do_not_tell_whether_they_have_answered(two_asked: list[Invitation], amina: User) -> None:
    now, round = timezone.now(), two_asked[0].round
    before = round_progress(round)
    refusals = []
    for invitation in two_asked:
        with pytest.raises(ValidationError) as refusal:
            invitations.revoke_invitation(by=amina, invitation=invitation, at=now)
        refusals.append(refusal.value.messages)
        with pytest.raises(ValidationError, match="only where e-mail does not reach"):
            invitations.show_link(by=amina, invitation=invitation, at=now)
        set_opted_out(by=amina, stakeholder=invitation.stakeholder, value=True, at=now)
        assert round_progress(round) == before
    assert refusals[0] == refusals[1]


def test_a_link_is_handed_over_where_mail_does_not_reach(two_asked: list[Invitation], amina: User) -> None:
    Stakeholder.objects.update(email="")
    assert invitations.show_link(by=amina, invitation=two_asked[1], at=timezone.now())


def test_reminders_of_an_anonymous_round_are_counted_and_not_listed(
    two_asked: list[Invitation], coordinator: Client
) -> None:
    now = timezone.now()
    Message.objects.create(
        kind="reminder_first", key="r", recipient=two_asked[1].stakeholder.email, queued_at=now, due_at=now,
        subject_ref=str(two_asked[1].pk), scope=f"round:{two_asked[1].round_id}",
    )  # fmt: skip
    page = plain(coordinator.get(reverse("round-messages", args=["alpha", 1])))
    assert two_asked[1].stakeholder.name not in page


def test_the_words_about_modes_are_in_one_place() -> None:
    guilty = [
        path.name
        for path in (Path(settings.BASE_DIR) / "assessments").rglob("*.py")
        if "is permanently deleted" in path.read_text()
    ]
    assert guilty == ["promises.py"]


def test_sealed_answers_of_an_anonymous_round_hold_no_day(two_asked: list[Invitation]) -> None:
    assert {field.name for field in SealedAnswers._meta.get_fields()} == {
        "id", "round", "invitation", "imported_key", "answers", "comments", "about", "sequence", "browsers",
    }  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_an_administrator_does_not_see_who_is_reminded_in_an_anonymous_round(
    opened: MakeRound, mode: str, administrator: Client, farid: Stakeholder
) -> None:
    round = opened(mode=mode)
    Message.objects.update(state=State.SENT, sent_at=AT)
    day = AT.date()
    Invitation.objects.exclude(stakeholder=farid).update(started_on=day, submitted_on=day)
    assert queue_due_reminders(AT + timedelta(days=4)) == 1
    reminder = Message.objects.exclude(kind="invitation").get()
    Message.objects.filter(kind="invitation").delete()
    listed = reverse("admin:outbox_message_changelist")
    mail_page = reverse("admin:outbox_message_change", args=[reminder.pk])
    invitation = str(round.invitations.get(stakeholder=farid).pk)
    hidden = mode == "anonymous"
    pages = [administrator.get(url, follow=True).content.decode() for url in (listed, mail_page, f"{listed}?q=round")]
    assert [farid.email in page for page in pages] == [not hidden, not hidden, not hidden]
    assert (invitation in pages[1]) is not hidden
    assert (str(reminder.pk) in administrator.get(f"{listed}?q={farid.email}").content.decode()) is not hidden
    for lookup in ("recipient__startswith", "key__contains", "subject_ref"):
        assert administrator.get(listed, {lookup: invitation}).status_code in (302, 400)
