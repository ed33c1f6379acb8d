"""Rounds closed by method 1: what leaked is taken away, means stay, and one reader draws what is left."""

import importlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps

from assessments.instruments.services import publish_instruments
from assessments.models import Change, Finding, Gap, InstrumentVersion, ItemTally, PublicationPlan, Round, Score
from assessments.models.answers import Response
from assessments.results.analyses import agreement_of, correlates_of, reliability_of
from assessments.results.queries import changes_of, plan_of, scores_of, tallies_of
from partnerships.models import Partnership
from tests.factories import open_round

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
CLOSE = {"n": 13, "ad_mean": 0.55, "ad_median": 0.5, "ad_limit": 0.8, "rwg": 0.8, "rwg_skew": 0.7, "r_star": 0.6}
DETAILS: dict[str, Any] = {
    "band": "discuss",
    "decimals": 2,
    "agreement": CLOSE | {"items": 2, "label": "moderate", "note": "", "acceptable": True},
    "alpha": {
        "items": 2,
        "n": 12,
        "value": 0.61,
        "low": 0.2,
        "high": 0.8,
        "spearman_brown": 0.61,
        "note": "indicative",
    },
    "omega": {"n": 12, "value": None, "note": "too_few_items"},
}


@pytest.fixture
def old(alpha: Partnership) -> Round:
    """Thirteen people as the build before stored them; one left E2A out, nobody anything of E3.

    With the mean 3.54 and the SD .63 beside the steps 0/5/7 and 0/9/4, the one without E2A must have said 3 to E2B.
    """
    publish_instruments(at=AT)
    round = open_round(alpha, InstrumentVersion.objects.get(code="core_1"), 1, collection="import")
    Round.objects.filter(pk=round.pk).update(state=Round.State.CLOSED, closed_at=AT, submitted=13)
    given = [{"E2A": 4, "E2B": 3, "E3A": 4, "E3B": 4} for _ in range(13)]
    given[0]["E2A"] = "dk"  # type: ignore[assignment]
    Response.objects.bulk_create([Response(round=round, answers=one) for one in given])
    for construct in ("E2", "E3"):
        numbers = {"n": 13, "mean": 3.54, "sd": 0.63, "low": 3.14, "high": 3.91}
        Score.objects.create(round=round, construct=construct, shown=True, details=dict(DETAILS), **numbers)
        Score.objects.create(
            round=round, construct=construct, breakdown="kind", group="clinician", shown=True,
            n=9, mean=3.6, sd=0.5, low=3.1, high=4.0, details={"band": "discuss", "decimals": 1},
        )  # fmt: skip
    for item, counts in (("E2A", (0, 5, 7)), ("E2B", (0, 9, 4))):
        steps = dict(zip(("low", "mid", "high"), counts, strict=True)) | {"na": 0, "dk": 0}
        details = {"banded": True, "dk_share": 0.0, "na_share": 0.0, "blank": 0}
        ItemTally.objects.create(round=round, item=item, shown=True, n=sum(counts), counts=steps, details=details)
    tally = {"counts": {"1": 0, "2": 0, "3": 0, "4": 13, "5": 0, "na": 1, "dk": 2}, "note": "alike"}
    missing = {"dk_share": 0.1, "na_share": 0.1, "blank": 0}
    ItemTally.objects.create(round=round, item="E3A", shown=True, n=13, low=3.5, high=4.5, details=missing, **tally)
    content = {"k": 5, "respondents": 13, "published": True, "distribution_from": 8, "linked": [], "breakdowns": []}
    PublicationPlan.objects.create(round=round, method=1, content=content)
    return round


def take_away() -> None:
    importlib.import_module("assessments.migrations.0009_take_away_what_leaks").take_away(apps, None)


def test_spreads_go_where_few_left_an_item_out_and_means_stay(old: Round) -> None:
    take_away()
    values = scores_of([old])[old.pk]
    told = {code: (one.mean, one.sd, one.low, one.high, one.decimals) for code, one in values.items()}
    assert told == {"E2": (3.54, None, None, None, 2), "E3": (3.54, 0.63, 3.14, 3.91, 2)}
    assert set(agreement_of(old)) == set(reliability_of(old)) == {"E3"}
    assert (agreement_of(old)["E3"].ad, agreement_of(old)["E3"].rough) == (0.55, False)
    assert reliability_of(old)["E3"].alpha == 0.61
    groups = Score.objects.filter(round=old, group="clinician").order_by("construct")
    assert [(row.mean, row.sd) for row in groups] == [(3.6, None), (3.6, 0.5)]


def test_k_people_who_left_an_item_out_hide_each_other(old: Round) -> None:
    for response in Response.objects.filter(round=old)[:7]:
        response.answers["E3A"] = response.answers["E2A"] = "na"
        response.save()
    take_away()
    assert {code: one.sd for code, one in scores_of([old])[old.pk].items()} == {"E2": 0.63, "E3": 0.63}
    assert not Score.objects.filter(round=old, group="clinician", sd__isnull=False).exists()


def test_differences_lose_what_rests_on_spreads(old: Round) -> None:
    details = {"n_before": 13, "n_after": 13, "p_adjusted": 0.04, "arrow": True, "ordinal": {"name": "cliff_delta"}}
    details["effect"] = {"name": "g", "value": 0.42, "low": 0.1, "high": 0.7, "label": ""}
    for construct in ("E2", "E3"):
        Change.objects.create(
            round=old, against=old, construct=construct, difference=0.31, low=0.02, high=0.64, verdict="rise",
            details=details,
        )  # fmt: skip
        Gap.objects.create(
            round=old, breakdown="kind", group="clinician", construct=construct, difference=0.3, low=0.04, high=0.62,
            verdict="higher", details={"n": 9, "n_rest": 4, "p_adjusted": 0.03, "omnibus_p": 0.02, "tested": True},
        )  # fmt: skip
    take_away()
    found = changes_of(old)[1]
    assert (found["E2"].low, found["E2"].high, found["E2"].p_adjusted, found["E2"].effect) == (None, None, None, None)
    assert (found["E3"].low, found["E3"].p_adjusted, found["E3"].effect) == (0.02, 0.04, 0.42)
    gaps = Gap.objects.order_by("construct").values_list("low", "details__omnibus_p")
    assert list(gaps) == [(None, None), (0.04, 0.02)]


def test_correlations_of_people_have_one_decimal_and_few_have_none(old: Round) -> None:
    one = {"code": "E1", "r": 0.4321, "low": 0.1, "high": 0.67, "spearman": 0.41}
    shares = {"share": None, "share_low": None, "share_high": None}
    for code, order in (("goes_with_elements", "questionnaire"), ("goes_with_processes", "uncertain")):
        content = {"order": order, "n": 31, "predictors": [one | shares], "adjusted_r2": None, "dropped": {}}
        Finding.objects.create(round=old, code=code, content=content)
    take_away()
    few, many = correlates_of(old), correlates_of(old, "processes")
    assert few is not None
    assert many is not None
    assert (few.order, few.correlates) == ("nothing", ())
    assert (many.correlates[0].r, many.correlates[0].high) == (0.4, 0.7)


def test_one_reader_says_in_words_what_was_no_number(old: Round) -> None:
    take_away()
    found = tallies_of(old)
    assert found["E2A"].in_words == "0 on the lower side · 5 in the middle · 7 on the upper side"
    assert (found["E2A"].mean, found["E2A"].counts) == (None, None)
    assert (found["E3A"].in_words, found["E3A"].low, found["E3A"].na, found["E3A"].dk) == (
        "about 3.5 to 4.5",
        None,
        1,
        2,
    )
    assert found["E3A"].counts == {"1": 0, "2": 0, "3": 0, "4": 13, "5": 0}
    assert (plan_of(old).method, plan_of(old).within) == (1, None)


def test_rounds_of_today_are_left_as_they_are(old: Round) -> None:
    PublicationPlan.objects.filter(round=old).update(method=2)
    take_away()
    assert set(Score.objects.values_list("sd", flat=True)) == {0.63, 0.5}
