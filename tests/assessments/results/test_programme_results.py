"""The results of a programme: partnerships side by side, nothing hidden shown, and no order of merit."""

import csv
import io
import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments.models import InstrumentVersion, PublicationPlan, Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import questionnaire
from assessments.statistics.agreement import Agreement
from partnerships.models import Grant, Partnership, Programme
from synergy.accounts.models import User
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.assessments.results.reading import words
from tests.conftest import ClientOf, Members
from tests.factories import FIRST, closed_round, spread

PAGE = "/programmes/access/results/"
FILES = ("scores.csv", "trends.csv", "icc.csv")
THEMES = ("RES", "ATM", "BEN", "ADA")


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def closed(
    partnership: Partnership, version: InstrumentVersion, number: int, means: dict[str, float | None], n: int = 16
) -> Round:
    """A closed round with stored scores alone; None is a hidden cell, constructs that are not named stand at 3.5."""
    closed_at = FIRST + timedelta(days=182 * (number - 1) + 18)
    fields = {"state": Round.State.CLOSED, "closed_at": closed_at, "invited": n + 2, "submitted": n}
    round = factories.open_round(partnership, version, number, **fields)
    content = {"k": 5, "respondents": n, "published": n >= 5, "distribution_from": 8, "breakdowns": [], "spread": 0.8}
    content["correlations"] = {"within": 0.4, "across": 0.2, "assumed": [False, False]}
    PublicationPlan.objects.create(round=round, content=content)
    Score.objects.bulk_create([_score(round, one.code, means.get(one.code, 3.5), n) for one in _rated(version)])
    return round


def _rated(version: InstrumentVersion) -> list[Any]:
    return [one for one in questionnaire(version).constructs if one.code != "I1"]


def _score(round: Round, construct: str, mean: float | None, n: int) -> Score:
    if mean is None:
        return Score(round=round, construct=construct, shown=False)
    band = "strength" if mean >= 4 else "discuss" if mean >= 3 else "attention"
    items = [item.code for item in questionnaire(round.version).construct(construct).items]  # type: ignore[union-attr]
    close = Agreement(n, 4, rwg=0.5, rwg_skew=0.3, r_star=0.5, ad_mean=0.9, ad_limit=0.8, label="weak", rough=False)
    agreement = asdict(close) | {"acceptable": close.acceptable}
    details = {"method": METHOD, "items": items, "band": band, "agreement": agreement}
    return Score(
        round=round, construct=construct, shown=True, n=n, mean=mean, sd=0.8, low=mean - 0.4, high=mean + 0.4,
        details=details,
    )  # fmt: skip


@pytest.fixture
def both(amina: User, alpha: Partnership, beta: Partnership, core: InstrumentVersion) -> User:
    """Amina also views beta; ATM differs between the two, RES is a strength in both."""
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    closed(alpha, core, 1, {"RES": 4.3, "ATM": 2.2})
    closed(alpha, core, 2, {"RES": 4.4, "ATM": 2.1})
    closed(beta, core, 1, {"RES": 4.2, "ATM": 4.1})
    return amina


@pytest.fixture
def browser(both: User, coordinator: Client) -> Client:
    """The browser of Amina, once she sees both."""
    return coordinator


@pytest.fixture
def forty(programme: Programme, amina: User, core: InstrumentVersion) -> User:
    for number in range(40):
        one = factories.partnership(programme, f"Partnership {number:02} of the eastern shore", f"p-{number}")
        Grant.objects.create(user=amina, partnership=one, role=Grant.Role.EVALUATOR)
        for round in (1, 2):
            closed(one, core, round, {"RES": 2.5 + number % 9 / 4, "ATM": 4.2 + number % 2 / 10})
    return amina


def test_two_partnerships_stand_side_by_side_in_the_order_of_their_names(browser: Client) -> None:
    response = browser.get(PAGE)
    html = response.content.decode()
    heads = [head.name for head in response.context["page"].matrix.heads]
    assert heads == ["Alpha partnership", "Beta partnership"]
    assert '<figure id="matrix" class="cases">' in html
    assert "Partnership atmosphere differs clearly between the partnerships." in words(html)
    assert "Integration of resources is a strength in all partnerships." in words(html)
    assert "Round 2 · Sep 2024" in words(html)
    assert "these figures are formal" in words(html)
    assert '/p/alpha/results/2/"' in html
    assert "chart-lines" in html


def test_only_partnerships_whose_results_one_sees_are_there(
    browser: Client, programme: Programme, core: InstrumentVersion
) -> None:
    closed(factories.partnership(programme, "Gamma partnership", "gamma"), core, 1, {"RES": 1.1})
    assert "Gamma" not in browser.get(PAGE).content.decode()
    for name in FILES:
        assert "Gamma" not in browser.get(PAGE + name).content.decode()


@pytest.mark.parametrize("path", ["", *FILES])
def test_one_partnership_is_no_comparison_and_administrators_see_no_results(
    path: str, browser: Client, viewer: Client, administrator: Client, client_of: ClientOf
) -> None:
    assert browser.get(PAGE + path).status_code == 200
    assert browser.post(PAGE + path).status_code == 405
    for insider in (viewer, administrator):
        refused = insider.get(PAGE + path)
        assert refused.status_code == 403
        assert "at least two partnerships of this programme" in refused.content.decode()
    stranger = User.objects.create_user(email="outside@example.org", password="a long password", name="Out")
    assert client_of(stranger).get(PAGE + path).status_code == 404
    assert browser.get(f"/programmes/nothing/results/{path}").status_code == 404


def test_the_programme_and_the_overview_lead_to_the_comparison_only_when_it_opens(
    browser: Client, viewer: Client
) -> None:
    for url in ("/programmes/access/", "/p/alpha/"):
        assert f'href="{PAGE}"' in browser.get(url).content.decode()
        assert f'href="{PAGE}"' not in viewer.get(url).content.decode()


def test_hidden_cells_carry_no_number_anywhere(
    both: User, browser: Client, programme: Programme, core: InstrumentVersion
) -> None:
    gamma = factories.partnership(programme, "Gamma partnership", "gamma")
    Grant.objects.create(user=both, partnership=gamma, role=Grant.Role.VIEWER)
    closed(gamma, core, 1, {one.code: None for one in _rated(core)}, n=3)
    html = browser.get(PAGE).content.decode()
    hidden = re.findall(r'<td class="hidden">(.*?)</td>', html)
    assert len(hidden) == len(_rated(core))
    assert set(hidden) == {'<span aria-hidden="true">–</span><span class="hush">not shown</span>'}
    assert "Not shown (too few answers)" in words(html)
    for name in ("scores.csv", "trends.csv"):
        rows = [row for row in rows_of(browser.get(PAGE + name).content) if row["partnership"].startswith("Gamma")]
        assert rows
        secret = ("n", "mean", "sd", "low", "high", "note", "band", "mean_distance", "agreement_acceptable")
        assert {row[name] for row in rows for name in secret} == {""}
    assert {row["partnerships"] for row in rows_of(browser.get(PAGE + "icc.csv").content)} == {"2"}
    assert "is a strength in all partnerships that have a number for it." in words(html)


def test_the_files_hold_what_the_page_shows(browser: Client) -> None:
    scores = rows_of(browser.get(PAGE + "scores.csv").content)
    assert len(scores) == 2 * len(_rated(InstrumentVersion.objects.get(code="core_1")))
    found = {(row["partnership"], row["construct"]): row for row in scores}
    assert found["Alpha partnership", "ATM"]["mean"] == "2.1"
    assert found["Alpha partnership", "ATM"]["mean_distance"] == "0.9"
    assert len(rows_of(browser.get(PAGE + "trends.csv").content)) == 3 * 4
    icc = {row["construct"]: row for row in rows_of(browser.get(PAGE + "icc.csv").content)}
    assert float(icc["ATM"]["icc1"]) > 0.7
    assert float(icc["ADA"]["icc1"]) < 0
    assert icc["ADA"]["useful"] == "false"


def test_a_negative_share_is_shown_as_nought(browser: Client) -> None:
    rows = {str(row.construct.name): row for row in browser.get(PAGE).context["page"].differences}
    adaptation = rows["Capacity for adaptation to context"]
    assert (adaptation.share, adaptation.reliability) == ("0%", "0.00")


def test_forty_partnerships_are_read_at_the_price_of_two(
    forty: User, coordinator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    coordinator.get(PAGE)
    with django_assert_max_num_queries(11):
        response = coordinator.get(PAGE)
    html = response.content.decode()
    assert response.context["page"].many
    assert 'class="cases many"' in html
    assert html.count('class="chart-panel c-ink"') == 40
    names = re.findall(r'<th scope="col"><div><a[^>]*>(.*?)</a>', html)[:40]
    assert names == sorted(names)
    assert "Integration of resources differs clearly between the partnerships." in words(html)
    assert "They rest on the published numbers of 40 partnerships." in words(html)
    assert "Alpha partnership" in words(html[html.index("No closed round yet") :])


def test_answers_to_another_questionnaire_are_shown_but_not_compared(
    both: User, browser: Client, programme: Programme, core: InstrumentVersion
) -> None:
    content = core.content | {
        "code": "core_x",
        "constructs": [c for c in core.content["constructs"] if c["code"] != "E9"],
    }
    other = InstrumentVersion.objects.get(pk=core.pk)
    other.pk, other.code, other.number, other.content, other.digest = None, "core_x", 99, content, "x"
    other._state.adding = True
    other.save()
    gamma = factories.partnership(programme, "Gamma partnership", "gamma")
    Grant.objects.create(user=both, partnership=gamma, role=Grant.Role.VIEWER)
    closed(gamma, other, 1, {"RES": 2.0})
    html = browser.get(PAGE).content.decode()
    assert html.count('<td class="absent">') == 1
    assert "answered another questionnaire" in words(html)
    assert {row["partnerships"] for row in rows_of(browser.get(PAGE + "icc.csv").content)} == {"2"}


def test_a_score_of_fewer_questions_says_so_and_an_older_round_is_shown_but_not_compared(
    browser: Client, beta: Partnership
) -> None:
    newest = Score.objects.get(round__partnership=beta, construct="RES")
    newest.details["items"] = newest.details["items"][:3]
    newest.save()
    assert "3 of 4 questions" in words(browser.get(PAGE).content.decode())
    for row in Score.objects.filter(round__partnership=beta, shown=True):
        row.details = {"band": row.details["band"], "decimals": 2}
        row.save()
    page = words(browser.get(PAGE).content.decode())
    assert "The newest round of 1 partnership was worked out in an older way: it is shown, but not compared." in page
    assert "differs clearly between" not in page
    assert {row["partnerships"] for row in rows_of(browser.get(PAGE + "icc.csv").content)} == {"1"}


def test_without_any_closed_round_the_page_says_what_will_be_here(
    coordinator: Client, amina: User, beta: Partnership
) -> None:
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    assert "None of these partnerships has closed a round." in words(coordinator.get(PAGE).content.decode())
    for name in FILES:
        assert coordinator.get(PAGE + name).status_code == 200


def test_one_closed_round_in_all_is_shown_without_comparison(
    coordinator: Client, amina: User, alpha: Partnership, beta: Partnership, core: InstrumentVersion
) -> None:
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    closed(alpha, core, 1, {})
    page = words(coordinator.get(PAGE).content.decode())
    assert "clearly" not in page
    assert "There is nothing to compare yet" in page


def test_a_round_that_was_really_closed_is_shown(
    closed: MakeRound, coordinator: Client, amina: User, beta: Partnership, core: InstrumentVersion, members: Members
) -> None:  # fmt: skip
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    closed(members, spread(4))
    closed_round(beta, core, [factories.member(beta, f"Person {n}") for n in range(9)], spread(3))
    page = coordinator.get(PAGE)
    assert page.status_code == 200
    assert "9 of 9 answered" in page.context["page"].matrix.heads[1].details


def test_the_page_stands_in_french(both: User, browser: Client) -> None:
    User.objects.filter(pk=both.pk).update(language="fr")
    html = browser.get(PAGE).content.decode()
    assert '<html lang="fr">' in html
    assert "2,1" in words(html)
    assert "Intégration des ressources" in words(html)
