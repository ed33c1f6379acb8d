"""Two ranked breakdowns chosen before opening, the merge of small groups, and an honest forecast."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from assessments.models import Invitation, Round
from assessments.rounds.opening_checks import check_opening
from assessments.rounds.services import open_round, update_round
from partnerships.models import Partnership
from synergy.accounts.models import User
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import AT


@pytest.fixture
def many(alpha: Partnership, members: Members) -> Members:
    """Twenty clinicians, six patient partners, four academics, four decision makers; one of them in an organisation."""
    more = ["clinician"] * 15 + ["patient_partner"] * 3 + ["academic"] * 2 + ["decision_maker"] * 2
    return members + [factories.member(alpha, f"Further {n}", kind=kind) for n, kind in enumerate(more)]


def chances(round: Round) -> list[tuple[str, list[tuple[int, str]]]]:
    forecasts = check_opening(round, AT).breakdowns
    return [(breakdown.code, [(group.members, group.chance) for group in breakdown.groups]) for breakdown in forecasts]


def test_small_groups_are_merged_at_the_opening_as_forecast(planned: MakeRound, amina: User, many: Members) -> None:
    apart = planned()
    assert chances(apart) == [("kind", [(20, "likely"), (6, "possible"), (4, "never"), (4, "never")])]
    round = update_round(by=amina, round=apart, at=AT, merges_small=True)
    assert chances(round) == [("kind", [(20, "likely"), (14, "likely")])]
    merged = check_opening(round, AT).breakdowns[0].groups[1]
    assert (merged.name, len(merged.merged)) == ("Other groups (merged)", 3)
    open_round(by=amina, round=round, at=AT)
    round.refresh_from_db()
    assert round.merges == {"kind": dict.fromkeys(["academic", "decision_maker", "patient_partner"], "merged")}
    assert "academic" in set(Invitation.objects.values_list("kind", flat=True))


def test_no_groups_are_merged_where_no_group_would_be_left_beside_them(opened: MakeRound) -> None:
    round = opened(merges_small=True)
    assert Round.objects.get(pk=round.pk).merges == {}


def test_the_second_breakdown_is_forecast_beside_the_first(planned: MakeRound, many: Members) -> None:
    round = planned(breakdowns=["kind", "tenure"])
    first, second = check_opening(round, AT).breakdowns
    assert (first.code, second.code) == ("kind", "tenure")
    assert sum(group.members for group in second.groups) == 34


@pytest.mark.parametrize("breakdowns", [["kind", "kind"], ["kind", "sector", "tenure"], ["shoe_size"]])
def test_at_most_two_different_breakdowns_are_chosen(planned: MakeRound, breakdowns: list[str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        planned(breakdowns=breakdowns)
    assert "breakdowns" in refusal.value.error_dict


def test_a_group_is_not_merged_into_one_that_is_merged_away(planned: MakeRound, amina: User) -> None:
    merges = {"kind": {"academic": "supplier", "supplier": "merged"}}
    with pytest.raises(ValidationError):
        update_round(by=amina, round=planned(), at=AT, merges=merges)


def test_the_page_before_opening_warns_of_a_second_breakdown_that_will_vanish(
    planned: MakeRound, coordinator: Client, alpha: Partnership
) -> None:
    for kind, since, count in (
        ("clinician", date(2016, 1, 15), 9),
        ("clinician", date(2026, 1, 15), 3),
        ("academic", date(2016, 1, 15), 3),
        ("academic", date(2026, 1, 15), 9),
    ):
        for n in range(count):
            factories.member(alpha, f"{kind} {since.year} {n}", kind=kind, since=since)
    planned(breakdowns=["kind", "tenure"])
    page = coordinator.get("/p/alpha/rounds/1/open/").content.decode()
    assert "What may be shown by length of membership" in page
    assert "no group of this one is likely to be shown: together they would give people away" in page


def test_a_second_breakdown_of_small_groups_alone_is_said_to_have_too_few_people(
    planned: MakeRound, coordinator: Client, members: Members
) -> None:
    planned(breakdowns=["kind", "sector"])
    page = coordinator.get("/p/alpha/rounds/1/open/").content.decode()
    assert "What may be shown by sector" in page
    assert "there are too few people in them" in page
    assert "give people away" not in page
