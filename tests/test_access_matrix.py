"""Every URL of the site, tried by every role: derived from the URL resolver, so that no view can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.comparing import may_compare
from assessments.imports.services import start_import
from assessments.instruments.services import publish_instruments
from assessments.invitations.links import token_of
from assessments.invitations.opt_out_links import opt_out_token
from assessments.models import InstrumentVersion, Round
from assessments.rounds.closing import close_round, work_key
from partnerships import access
from partnerships.models import (
    ActionItem,
    ContextEvent,
    Decision,
    Grant,
    Meeting,
    Membership,
    Partnership,
    PeopleImport,
    Programme,
    Stakeholder,
)
from partnerships.register import ACTIONS, COORDINATOR
from synergy.accounts.models import User
from synergy.outbox.models import Work
from tests import factories


@dataclass(frozen=True)
class Page:
    name: str
    action: str  # "" for public pages
    declared: bool  # it names an action, or says that no sign-in is needed
    kwargs: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def _patterns(resolver: URLResolver, before: tuple[str, ...] = ()) -> Iterator[tuple[URLPattern, tuple[str, ...]]]:
    """Every pattern of ours with its keywords; the admin and allauth guard themselves."""
    for one in resolver.url_patterns:
        names = (*before, *one.pattern.converters)
        if isinstance(one, URLPattern):
            yield one, names
        elif one.app_name != "admin" and not str(getattr(one.urlconf_name, "__name__", "")).startswith("allauth"):
            yield from _patterns(one, names)


def pages() -> list[Page]:
    found = []
    for one, names in _patterns(get_resolver()):
        action = getattr(one.callback, "action", "")
        declared = bool(action) or not getattr(one.callback, "login_required", True)
        found.append(Page(str(one.name), action, declared, names))
    return found


PAGES = pages()
OF_A_PARTNERSHIP = [page for page in PAGES if page.action in ACTIONS]
OF_THE_SITE = [page for page in PAGES if page.action.startswith("site.")]
OF_A_PROGRAMME = [page for page in PAGES if page.action.startswith("programme.")]
PUBLIC = [page for page in PAGES if not page.action]
CHECKS_OF_PROGRAMMES = {"programme.may_compare": may_compare}


@pytest.fixture
def world(
    alpha: Partnership,
    amina: User,
    bruno: User,
    chen: User,
    ada: User,
    elise: User,
    members: list[Stakeholder],
    farid: Stakeholder,
) -> dict[str, Any]:
    """One of everything in alpha: keyword of a URL, or "<prefix of the URL's name>.<keyword>" -> value."""
    meeting = Meeting.objects.create(partnership=alpha, title="Kick-off", held_on=date(2026, 1, 12))
    publish_instruments(at=timezone.now())
    now = timezone.now()
    core = InstrumentVersion.objects.get(code="core_1")
    named = factories.open_round(alpha, core, 2, mode=Round.Mode.IDENTIFIED, opens_at=now - timedelta(days=40))
    close_round(by=None, round=named, at=named.closes_at)
    round = factories.open_round(alpha, core, opens_at=now - timedelta(days=2))
    invitation = factories.invitation(round, farid)
    waiting = PeopleImport.objects.create(
        partnership=alpha, created_by=amina, created_at=now, expires_at=now + timedelta(hours=1), filename="people.csv"
    )
    answers = start_import(by=amina, round=round, content=b"RES1\n4\n", name="answers.csv", at=now)
    event = ContextEvent.objects.create(partnership=alpha, happened_on=date(2026, 1, 9), category="policy", title="Law")
    return {
        "slug": alpha.slug,
        "programme.slug": alpha.programme.slug,
        "number": 1,
        "what": "themes",
        "chart": "themes",
        "code": "core_1",
        "token": token_of(invitation),
        "survey-opt-out.token": opt_out_token(farid),
        "stakeholder": members[1].pk,
        "person": farid.pk,
        "meeting": meeting.pk,
        "meeting.pk": meeting.pk,
        "attendance.pk": meeting.pk,
        "decision.pk": Decision.objects.create(meeting=meeting, text="We meet monthly.").pk,
        "action-item.pk": ActionItem.objects.create(partnership=alpha, meeting=meeting, text="Write the charter").pk,
        "context-event.pk": event.pk,
        "stakeholder.pk": farid.pk,
        "stakeholder-import.pk": waiting.pk,
        "result-individual.number": named.number,
        "round-import.pk": answers.pk,
        "result-comment.pk": uuid4(),
        "membership.pk": Membership.objects.get(stakeholder=farid).pk,
        "organisation.pk": farid.memberships.get().organisation_id,
        "grant.pk": Grant.objects.get(user=bruno).pk,
        "invitation.pk": invitation.pk,
        "work.pk": Work.objects.get(key=work_key(named)).pk,
        "instrument.code": "core_1",
    }


def address(page: Page, world: dict[str, Any]) -> str:
    return reverse(page.name, kwargs={keyword: _value(page, keyword, world) for keyword in page.kwargs})


def _value(page: Page, keyword: str, world: dict[str, Any]) -> Any:
    own = [key for key in world if key.endswith(f".{keyword}") and page.name.startswith(key.split(".")[0])]
    if own:
        return world[max(own, key=len)]
    assert keyword in world, f"The matrix knows no {keyword!r} for {page.name}: add one to the world."
    return world[keyword]


def sign_in(user: User | None) -> Client:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    return client


def both_verbs(client: Client, url: str) -> tuple[int, int]:
    return client.get(url).status_code, client.post(url).status_code


def test_every_view_declares_an_action_or_is_public() -> None:
    undeclared = [page.name for page in PAGES if not page.declared]
    assert undeclared == []


def test_the_matrix_holds_pages_of_every_sort() -> None:
    assert len(OF_A_PARTNERSHIP) > 30
    assert len(OF_THE_SITE) > 3
    assert {page.name for page in OF_A_PROGRAMME} >= {"programme-results", "programme-scores-download"}
    assert {page.name for page in PUBLIC} >= {"health", "survey-welcome"}


@pytest.mark.parametrize("page", OF_A_PARTNERSHIP, ids=str)
def test_a_partnership_page_opens_to_its_roles_only(
    page: Page, world: dict[str, Any], amina: User, bruno: User, chen: User, ada: User, elise: User
) -> None:
    url = address(page, world)
    allowed = ACTIONS[page.action].roles
    for user, role in ((bruno, "viewer"), (chen, "evaluator"), (ada, "administrator")):
        if role not in allowed:
            answer = sign_in(user).get(url)
            assert answer.status_code == 403, f"{role} at {page}"
            assert str(ACTIONS[page.action].refusal) in answer.content.decode()
            assert sign_in(user).post(url).status_code == 403, f"{role} posts to {page}"
    assert both_verbs(sign_in(elise), url) == (404, 404), f"an outsider at {page}"
    for verb in ("get", "post"):
        answer = getattr(sign_in(None), verb)(url)
        assert answer.status_code == 302, f"nobody at {page}"
        assert answer["Location"].startswith(reverse("account_login"))
    for user, role in ((amina, "coordinator"), (chen, "evaluator"), (bruno, "viewer"), (ada, "administrator")):
        if role in allowed:
            client = sign_in(user)
            assert client.get(url).status_code in (200, 302, 404, 405), f"{role} at {page}"


@pytest.mark.parametrize("page", OF_A_PARTNERSHIP, ids=str)
def test_an_empty_post_by_a_coordinator_is_answered_in_words(page: Page, world: dict[str, Any], amina: User) -> None:
    answer = sign_in(amina).post(address(page, world))
    assert answer.status_code in (200, 302, 400, 403, 404, 405, 409, 422)


@pytest.mark.parametrize("page", OF_THE_SITE, ids=str)
def test_a_site_page_opens_to_whom_its_check_allows(
    page: Page, world: dict[str, Any], amina: User, bruno: User, ada: User
) -> None:
    url = address(page, world)
    check = getattr(access, page.action.removeprefix("site."))
    for user in (amina, bruno, ada):
        status = sign_in(user).get(url).status_code
        expected = (200, 302, 404, 405) if check(user) else (403,)
        assert status in expected, f"{user} at {page}"
    assert not check(AnonymousUser())
    answer = sign_in(None).get(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", OF_A_PROGRAMME, ids=str)
def test_a_programme_page_opens_to_whom_its_check_allows_and_does_not_exist_for_outsiders(
    page: Page, world: dict[str, Any], programme: Programme, beta: Partnership, amina: User, bruno: User, ada: User
) -> None:
    url = address(page, world)
    check = CHECKS_OF_PROGRAMMES[page.action]
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    assert check(amina, programme)
    assert sign_in(amina).get(url).status_code in (200, 302, 404, 405)
    for user in (bruno, ada):
        answer = check(user, programme)
        assert isinstance(answer, access.Denied)
        refused = sign_in(user).get(url)
        assert refused.status_code == 403, f"{user} at {page}"
        assert answer.reason in refused.content.decode()
    stranger = User.objects.create_user(email="stranger@example.org", password="a long password", name="Stranger")
    assert both_verbs(sign_in(stranger), url) == (404, 404)
    assert not check(AnonymousUser(), programme)
    assert sign_in(None).get(url)["Location"].startswith(reverse("account_login"))


def test_one_s_own_account_opens_to_whoever_is_signed_in(amina: User) -> None:
    (page,) = [page for page in PAGES if page.action == "account.own"]
    assert sign_in(amina).get(reverse(page.name)).status_code == 200
    assert sign_in(None).get(reverse(page.name)).status_code == 302


def test_no_action_is_left_untried() -> None:
    assert {page.action.split(".")[0] for page in PAGES if page.action not in ACTIONS} <= {
        "",
        "site",
        "programme",
        "account",
    }


@pytest.mark.parametrize("page", PUBLIC, ids=str)
def test_a_public_page_answers_everybody_and_never_fails(page: Page, world: dict[str, Any], elise: User) -> None:
    url = address(page, world)
    for client in (sign_in(None), sign_in(elise)):
        assert client.get(url).status_code in (200, 302, 404, 405)
        assert client.post(url).status_code in (200, 204, 302, 400, 404, 405, 409, 410, 422)


@pytest.mark.parametrize("page", [page for page in PAGES if page.kwargs], ids=str)
def test_an_unknown_address_is_404(page: Page, world: dict[str, Any], amina: User, ada: User) -> None:
    for keyword in page.kwargs:
        wrong: dict[str, Any] = {
            "slug": "no-such-place", "number": 4711, "token": "0" * 22, "code": "no_such", "what": "nothing",
            "chart": "nothing",
        }  # fmt: skip
        kwargs = {one: _value(page, one, world) for one in page.kwargs}
        is_uuid = isinstance(kwargs[keyword], UUID)
        kwargs[keyword] = "00000000-0000-4000-8000-000000000000" if is_uuid else wrong.get(keyword, 987654321)
        coordinates = page.action in ACTIONS and COORDINATOR in ACTIONS[page.action].roles
        client = sign_in(amina if coordinates else ada)
        assert client.get(reverse(page.name, kwargs=kwargs)).status_code in (404, 405), f"{page} with another {keyword}"


def test_rights_that_were_taken_hold_from_the_next_request(
    world: dict[str, Any], alpha: Partnership, bruno: User
) -> None:
    client = sign_in(bruno)
    url = reverse("partnership-settings", args=[alpha.slug])
    assert client.get(url).status_code == 200
    Grant.objects.filter(user=bruno).delete()
    assert client.get(url).status_code == 404


def test_an_object_of_another_partnership_is_404(world: dict[str, Any], beta: Partnership, elise: User) -> None:
    """Elise coordinates beta; alpha's people and meetings do not open under beta's address."""
    client = sign_in(elise)
    wrong = []
    for page in OF_A_PARTNERSHIP:
        if set(page.kwargs) & {"pk", "number", "person", "stakeholder", "meeting"}:
            url = address(page, world | {"slug": beta.slug})
            statuses = both_verbs(client, url)
            if not set(statuses) <= {404, 405, 403}:
                wrong.append((page.name, statuses))
    assert wrong == []


def test_a_programme_is_not_an_address_of_a_partnership(world: dict[str, Any], programme: Programme) -> None:
    assert sign_in(None).get(f"/p/{programme.slug}/").status_code == 302
