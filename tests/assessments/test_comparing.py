"""Who may see results of a programme side by side."""

import pytest

from assessments.comparing import may_compare, partnerships_with_results
from partnerships.access import Denied
from partnerships.models import Grant, Partnership, Programme
from synergy.accounts.models import User
from tests import factories


def test_two_partnerships_of_the_programme_are_needed(amina: User, alpha: Partnership, beta: Partnership) -> None:
    programme = alpha.programme
    assert not may_compare(amina, programme)
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    assert may_compare(amina, programme)
    assert list(partnerships_with_results(amina, programme)) == [alpha, beta]


def test_a_partnership_of_another_programme_does_not_count(amina: User, programme: Programme) -> None:
    other = Programme.objects.create(name="Ageing", slug="ageing")
    Grant.objects.create(
        user=amina, partnership=factories.partnership(other, "Gamma", "gamma"), role=Grant.Role.COORDINATOR
    )
    assert not may_compare(amina, programme)
    assert not may_compare(amina, other)


def test_administrators_see_no_results_until_they_have_roles(ada: User, alpha: Partnership, beta: Partnership) -> None:
    refusal = may_compare(ada, alpha.programme)
    assert isinstance(refusal, Denied)
    assert "Administrators do not see them" in refusal.reason
    for one in (alpha, beta):
        Grant.objects.create(user=ada, partnership=one, role=Grant.Role.EVALUATOR)
    assert may_compare(ada, alpha.programme)


@pytest.mark.parametrize("active", [True, False])
def test_an_account_that_was_closed_compares_nothing(
    active: bool, amina: User, alpha: Partnership, beta: Partnership
) -> None:
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.EVALUATOR)
    amina.is_active = active
    assert bool(may_compare(amina, alpha.programme)) is active
    assert partnerships_with_results(amina, alpha.programme).exists() is active
