"""Roles: given by e-mail, changed, taken, and never the last coordinator."""

import re
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from partnerships.grants import services
from partnerships.grants.mails import KIND, account_invitation
from partnerships.models import Grant, Partnership
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox.models import Message, State
from tests.concurrency import together

AT = datetime(2026, 1, 12, 14, 0, tzinfo=UTC)
NEW = {"email": "Dana@Example.org", "name": "Dana", "language": "fr", "role": "evaluator"}


@pytest.fixture
def dana(ada: User, alpha: Partnership) -> Grant:
    """Invited, has not chosen a password yet."""
    return services.give_role(by=ada, partnership=alpha, at=AT, **NEW)


def test_a_new_person_gets_an_account_a_role_and_one_mail(administrator: Client, alpha: Partnership) -> None:
    response = administrator.post("/p/alpha/roles/add/", NEW)
    assert response.headers["Location"] == "/p/alpha/settings/"
    user = User.objects.get(email="dana@example.org")
    assert (user.name, user.language, user.has_usable_password(), user.is_administrator) == ("Dana", "fr", False, False)
    assert Grant.objects.get(user=user).role == "evaluator"
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.scope) == (KIND, "dana@example.org", alpha.scope)
    actions = set(Entry.objects.values_list("action", flat=True))
    assert actions == {"account.create", "grant.create"}


def test_the_link_in_the_mail_opens_the_account_once(client: Client, dana: Grant) -> None:
    mail = account_invitation(Message.objects.get())
    assert mail is not None
    assert "Alpha partnership" in mail.subject
    [link] = re.findall(r"https?://[^/]+(/accounts/password/reset/key/\S+/)", mail.text)
    assert f'{link}"' in mail.html
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    words = "a long password of Dana"
    client.post(address, {"password1": words, "password2": words})
    dana.user.refresh_from_db()
    assert dana.user.check_password(words)
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_a_person_with_an_account_is_found_in_any_case_and_kept_as_she_is(
    administrator: Client, alpha: Partnership, elise: User
) -> None:
    administrator.post("/p/alpha/roles/add/", NEW | {"email": "ELISE@example.org", "name": "Somebody"})
    elise.refresh_from_db()
    assert elise.name == "Elise"
    assert Grant.objects.get(user=elise, partnership=alpha).role == "evaluator"
    mail = account_invitation(Message.objects.get())
    assert mail is not None
    assert "/accounts/password/reset/" not in mail.text


def test_a_mail_is_no_longer_wanted_when_the_role_is_gone(ada: User, dana: Grant) -> None:
    message = Message.objects.get()
    services.take_role(by=ada, grant=dana, at=AT)
    assert account_invitation(message) is None
    assert User.objects.filter(email="dana@example.org").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "x" * 250 + "@example.org"}, "email"),
        ({"role": "administrator"}, "role"),
        ({"role": ""}, "role"),
        ({"language": "de"}, "language"),
        ({"email": "amina@example.org"}, "email"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    administrator: Client, amina: User, changes: dict[str, str], field: str
) -> None:
    response = administrator.post("/p/alpha/roles/add/", NEW | changes)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert Grant.objects.count() == 1
    assert not User.objects.filter(email="dana@example.org").exists()
    assert not Message.objects.exists()


def test_an_account_that_may_not_sign_in_gets_no_role(ada: User, alpha: Partnership, elise: User) -> None:
    User.objects.filter(pk=elise.pk).update(is_active=False)
    with pytest.raises(ValidationError) as refusal:
        services.give_role(by=ada, partnership=alpha, at=AT, **(NEW | {"email": elise.email}))
    assert "email" in refusal.value.message_dict


def test_a_role_is_changed_and_the_history_says_from_what(administrator: Client, dana: Grant) -> None:
    administrator.post(f"/p/alpha/roles/{dana.pk}/edit/", {"role": "viewer"})
    dana.refresh_from_db()
    assert dana.role == "viewer"
    page = administrator.get("/p/alpha/history/").content.decode()
    assert "Ada changed the role of Dana from evaluator to viewer" in page


def test_saving_the_same_role_leaves_no_trace(ada: User, dana: Grant) -> None:
    before = Entry.objects.count()
    services.change_role(by=ada, grant=dana, role="evaluator", at=AT)
    assert Entry.objects.count() == before


def test_the_last_coordinator_stays_and_the_page_says_why(administrator: Client, amina: User) -> None:
    grant = Grant.objects.get(user=amina)
    page = administrator.get(f"/p/alpha/roles/{grant.pk}/delete/").content.decode()
    assert "This is the last coordinator" in page
    assert "Take this role away" not in page
    assert "last coordinator" in administrator.post(f"/p/alpha/roles/{grant.pk}/delete/").content.decode()
    response = administrator.post(f"/p/alpha/roles/{grant.pk}/edit/", {"role": "viewer"})
    assert "This is the last coordinator" in response.context["form"].errors["role"][0]
    grant.refresh_from_db()
    assert grant.role == "coordinator"


def test_a_closed_account_does_not_count_as_a_coordinator(ada: User, amina: User, dana: Grant) -> None:
    services.change_role(by=ada, grant=dana, role="coordinator", at=AT)
    User.objects.filter(pk=dana.user_id).update(is_active=False)
    with pytest.raises(ValidationError):
        services.take_role(by=ada, grant=Grant.objects.get(user=amina), at=AT)


def test_a_coordinator_may_go_when_another_stays(
    administrator: Client, ada: User, coordinator: Client, amina: User, dana: Grant
) -> None:
    services.change_role(by=ada, grant=dana, role="coordinator", at=AT)
    url = f"/p/alpha/roles/{Grant.objects.get(user=amina).pk}/delete/"
    assert "Amina can no longer open this partnership." in administrator.get(url).content.decode()
    administrator.post(url)
    assert not Grant.objects.filter(user=amina).exists()
    assert coordinator.get("/p/alpha/settings/").status_code == 404


def test_taking_a_role_twice_is_refused_kindly(ada: User, dana: Grant) -> None:
    services.take_role(by=ada, grant=dana, at=AT)
    with pytest.raises(ValidationError):
        services.take_role(by=ada, grant=dana, at=AT)


def test_an_invitation_is_sent_again_until_it_is_taken_up(administrator: Client, dana: Grant) -> None:
    Message.objects.update(state=State.SENT)
    assert "Invite again" in administrator.get("/p/alpha/settings/").content.decode()
    administrator.post(f"/p/alpha/roles/{dana.pk}/invite/")
    administrator.post(f"/p/alpha/roles/{dana.pk}/invite/")
    assert Message.objects.filter(state=State.QUEUED).count() == 1
    dana.user.set_password("chosen by Dana")
    dana.user.save()
    page = administrator.post(f"/p/alpha/roles/{dana.pk}/invite/", follow=True).content.decode()
    assert "has chosen a password already" in page
    assert "Invite again" not in page


@pytest.mark.parametrize("page", ["roles/add/", "roles/{pk}/edit/", "roles/{pk}/delete/", "roles/{pk}/invite/"])
def test_only_administrators_touch_roles(
    coordinator: Client, viewer: Client, outsider: Client, dana: Grant, page: str
) -> None:
    url = f"/p/alpha/{page.format(pk=dana.pk)}"
    for browser in (coordinator, viewer):
        response = browser.post(url, NEW)
        assert response.status_code == 403
        assert "Only an administrator gives or takes roles." in response.content.decode()
    assert outsider.get(url).status_code == 404
    assert outsider.post(url, NEW).status_code == 404


def test_services_ask_for_the_right_themselves(amina: User, dana: Grant) -> None:
    alpha = dana.partnership
    for act in (
        lambda: services.give_role(by=amina, partnership=alpha, at=AT, **NEW),
        lambda: services.change_role(by=amina, grant=dana, role="viewer", at=AT),
        lambda: services.take_role(by=amina, grant=dana, at=AT),
        lambda: services.invite_again(by=amina, grant=dana, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("verb", ["edit", "delete", "invite"])
def test_roles_of_another_partnership_are_not_found(
    administrator: Client, alpha: Partnership, elise: User, verb: str
) -> None:
    foreign = Grant.objects.get(user=elise)
    assert administrator.post(f"/p/alpha/roles/{foreign.pk}/{verb}/").status_code == 404
    assert administrator.post(f"/p/alpha/roles/999999/{verb}/").status_code == 404


def test_wrong_verbs_are_refused(administrator: Client, dana: Grant) -> None:
    assert administrator.get(f"/p/alpha/roles/{dana.pk}/invite/").status_code == 405
    assert administrator.put(f"/p/alpha/roles/{dana.pk}/edit/").status_code == 405


def test_two_administrators_cannot_take_the_last_two_coordinators(
    transactional_db: None, ada: User, amina: User, dana: Grant
) -> None:
    services.change_role(by=ada, grant=dana, role="coordinator", at=AT)

    def take(pk: int) -> None:
        services.take_role(by=ada, grant=Grant.objects.select_related("partnership").get(pk=pk), at=AT)

    taken = together(*(partial(take, pk) for pk in Grant.objects.values_list("pk", flat=True)))
    assert [type(refusal) for refusal in taken if refusal] == [ValidationError]
    assert Grant.objects.filter(role="coordinator").count() == 1


def test_one_person_given_two_roles_at_once_gets_one(transactional_db: None, ada: User, alpha: Partnership) -> None:
    def give(role: str) -> Grant:
        return services.give_role(by=ada, partnership=alpha, at=AT, **(NEW | {"role": role}))

    given = together(*(partial(give, role) for role in ("viewer", "evaluator")))
    assert {type(answer) for answer in given} == {Grant, ValidationError}
    assert (User.objects.filter(email="dana@example.org").count(), Message.objects.count()) == (1, 1)
