"""Every URL of the site, tried by every role: derived from the URL resolver, so that no view can be forgotten."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from assessments.comparing import may_compare
from partnerships import access
from partnerships.models import (
    Grant,
    Partnership,
    Programme,
)
from partnerships.register import ACTIONS, COORDINATOR, PROGRAMME_EVALUATOR
from synergy.accounts.models import User
from tests.routes import OF_A_PARTNERSHIP, OF_A_PROGRAMME, OF_THE_SITE, PAGES, PUBLIC, Page, address, value_of

CHECKS_OF_PROGRAMMES = {
    "programme.may_compare": may_compare,
    "programme.may_give_evaluation": access.may_give_evaluation,
}


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
    page: Page, world: dict[str, Any], amina: User, bruno: User, chen: User, ada: User, elise: User, dora: User
) -> None:
    url = address(page, world)
    allowed = ACTIONS[page.action].roles
    others = ((bruno, "viewer"), (chen, "evaluator"), (ada, "administrator"), (dora, PROGRAMME_EVALUATOR))
    for user, role in others:
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
    for user, role in ((amina, "coordinator"), *others):
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
    page: Page,
    world: dict[str, Any],
    programme: Programme,
    beta: Partnership,
    amina: User,
    bruno: User,
    dora: User,
    ada: User,
) -> None:
    url = address(page, world)
    check = CHECKS_OF_PROGRAMMES[page.action]
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    expected = {amina, dora} if page.action == "programme.may_compare" else {ada}
    for user in (amina, bruno, dora, ada):
        answer = check(user, programme)
        assert bool(answer) is (user in expected)
        if user in expected:
            assert sign_in(user).get(url).status_code in (200, 302, 404, 405)
            continue
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
        kwargs = {one: value_of(page, one, world) for one in page.kwargs}
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
