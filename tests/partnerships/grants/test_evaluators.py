"""Evaluators of a programme, named by an administrator: they see results of all its partnerships, and no people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from partnerships.grants.mails import evaluator_invitation
from partnerships.grants.services import add_evaluator, remove_evaluator
from partnerships.models import Grant, Partnership, Programme, ProgrammeEvaluator
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox.models import Message
from tests import factories

SignIn = Callable[[User], Client]
NEW = {"email": "fanny@example.org", "name": "Fanny", "language": "fr"}
RESULTS, PEOPLE, MEETINGS = "/p/{}/", "/p/{}/people/", "/p/{}/meetings/"


def test_an_administrator_names_an_evaluator_who_is_told_by_mail(
    client_of: SignIn, ada: User, programme: Programme, alpha: Partnership
) -> None:
    answer = client_of(ada).post("/programmes/access/evaluators/add/", NEW, follow=True)
    assert "Fanny" in answer.content.decode()
    evaluator = ProgrammeEvaluator.objects.get(user__email="fanny@example.org")
    assert (evaluator.programme, evaluator.given_by) == (programme, ada)
    mail = evaluator_invitation(Message.objects.get(kind="programme-invitation"))
    assert mail
    assert "Access programme" in mail.subject
    assert "/accounts/password/reset/key/" in mail.text
    assert Entry.objects.filter(action="evaluator.create").count() == 1


def test_an_evaluator_sees_results_of_every_partnership_and_no_people(
    client_of: SignIn, dora: User, alpha: Partnership, beta: Partnership
) -> None:
    client = client_of(dora)
    home = client.get("/").content.decode()
    for partnership in (alpha, beta):
        assert partnership.name in home
        assert client.get(RESULTS.format(partnership.slug)).status_code == 200
        for closed in (PEOPLE, MEETINGS):
            assert client.get(closed.format(partnership.slug)).status_code == 403
    assert client.get("/programmes/access/results/").status_code == 200


def test_another_programme_does_not_exist_for_an_evaluator(client_of: SignIn, dora: User, beta: Partnership) -> None:
    other = Programme.objects.create(name="Other programme", slug="other")
    gamma = factories.partnership(programme=other, name="Gamma partnership", slug="gamma")
    assert client_of(dora).get(RESULTS.format(gamma.slug)).status_code == 404
    assert client_of(dora).get("/programmes/other/").status_code == 404


def test_who_also_coordinates_a_partnership_keeps_both_roles(
    client_of: SignIn, dora: User, alpha: Partnership, beta: Partnership
) -> None:
    Grant.objects.create(user=dora, partnership=alpha, role=Grant.Role.COORDINATOR)
    home = client_of(dora).get("/").content.decode()
    assert home.count("Alpha partnership") == home.count("Beta partnership")
    assert client_of(dora).get(PEOPLE.format("alpha")).status_code == 200
    assert client_of(dora).get(PEOPLE.format("beta")).status_code == 403


def test_the_role_is_taken_away_and_with_it_every_page(
    client_of: SignIn, ada: User, dora: User, alpha: Partnership
) -> None:
    evaluator = ProgrammeEvaluator.objects.get(user=dora)
    address = f"/programmes/access/evaluators/{evaluator.pk}/delete/"
    assert "Take the role from Dora?" in client_of(ada).get(address).content.decode()
    client_of(ada).post(address)
    assert client_of(dora).get(RESULTS.format("alpha")).status_code == 404
    remove_evaluator(by=ada, evaluator=evaluator, at=timezone.now())
    assert Entry.objects.filter(action="evaluator.delete").count() == 1


def test_only_administrators_name_evaluators_and_each_once(
    amina: User, ada: User, dora: User, programme: Programme
) -> None:
    wanted: dict[str, Any] = {
        "programme": programme,
        "email": dora.email,
        "name": "",
        "language": "en",
        "at": timezone.now(),
    }
    with pytest.raises(PermissionDenied):
        add_evaluator(by=amina, **wanted)
    with pytest.raises(ValidationError) as refusal:
        add_evaluator(by=ada, **wanted)
    assert "email" in refusal.value.message_dict
