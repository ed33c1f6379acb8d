"""The results of one round: its numbers and nothing beyond them, whatever the page, the chart or the file."""

import csv
import io
import re
from random import Random

import pytest
from django.test import Client

from assessments.models import Round
from assessments.results.queries import breakdown_of
from partnerships.models import Partnership
from synergy.accounts.models import User
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.assessments.results.reading import PAGE, part, words
from tests.conftest import Members
from tests.factories import Answer, alike, spread

HIDDEN = {"patient_partner", "academic", "decision_maker"}
ROOMS = ("", "questions/", "groups/", "comments/")  # the pages of one round


def heat(html: str) -> str:
    return part(html, '<figure id="kinds">', "</figure>")


@pytest.fixture
def rounds(closed: MakeRound, members: Members) -> list[Round]:
    return [closed(members, spread(level), number) for number, level in ((1, 3), (2, 4), (3, 4))]


def test_the_newest_round_is_shown_and_each_leads_to_its_neighbours(rounds: list[Round], coordinator: Client) -> None:
    assert "Results of round 3" in coordinator.get(PAGE).content.decode()
    page = coordinator.get(f"{PAGE}2/").content.decode()
    assert f'rel="prev" href="{PAGE}1/"' in page
    assert f'rel="next" href="{PAGE}3/"' in page
    assert "rose clearly since round 1." in words(page)


def test_everybody_with_a_role_may_read_and_download(rounds: list[Round], reader: Client) -> None:
    for path in (
        "",
        *(f"1/{room}" for room in ROOMS),
        "1/changes.csv",
        "1/agreement.csv",
        "1/goes-with.csv",
        "1/gaps-kind.csv",
        "1/scores.csv",
        "1/elements.csv",
        "1/kinds.csv",
        "1/items.csv",
        "trends.csv",
        "response.csv",
    ):
        assert reader.get(PAGE + path).status_code == 200, path


@pytest.mark.parametrize(
    "path", ["", *(f"1/{room}" for room in ROOMS), "1/scores.csv", "1/changes.csv", "1/gaps-kind.csv", "trends.csv"]
)
def test_administrators_are_told_why_not_and_outsiders_nothing(
    path: str, rounds: list[Round], administrator: Client, outsider: Client, coordinator: Client
) -> None:
    refused = administrator.get(PAGE + path)
    assert refused.status_code == 403
    assert "administrators do not see them" in refused.content.decode()
    assert outsider.get(PAGE + path).status_code == 404
    assert coordinator.post(PAGE + path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "9/",
        "0/",
        "1/nothing.csv",
        "9/scores.csv",
        "4/",
        "9/questions/",
        "9/groups/",
        "9/comments/",
        "1/sectors.csv",
        "1/gaps-tenure.csv",
    ],
)
def test_what_has_no_results_is_not_found(path: str, rounds: list[Round], coordinator: Client) -> None:
    Round.objects.filter(pk=rounds[0].pk).update(number=4, state=Round.State.CANCELLED)
    assert coordinator.get(PAGE + path).status_code == 404


def test_without_any_round_the_tab_says_what_will_be_here(coordinator: Client) -> None:
    response = coordinator.get(PAGE)
    assert response.status_code == 200
    assert "No results yet" in response.content.decode()
    assert coordinator.get(f"{PAGE}1/").status_code == 404
    assert coordinator.get(f"{PAGE}trends.csv").status_code == 404


def test_every_question_stands_in_the_readers_language_with_its_answers(
    rounds: list[Round], coordinator: Client, amina: User
) -> None:
    page = words(coordinator.get(f"{PAGE}3/questions/").content.decode())
    assert "Partners can rely on each other’s word." in page
    assert "Strongly disagree: 0. Disagree: 0." in page
    User.objects.filter(pk=amina.pk).update(language="fr")
    assert "Les partenaires" in words(coordinator.get(f"{PAGE}3/questions/").content.decode())


def test_many_who_do_not_know_are_pointed_out(closed: MakeRound, members: Members, coordinator: Client) -> None:
    def answer(person: int, item: str) -> object:
        return "dk" if item == "E6B" and person < 2 else "dk" if item == "E6A" and person < 1 else 4 + person % 2

    closed(members, answer)
    page = words(coordinator.get(f"{PAGE}1/questions/").content.decode())
    assert "2 of 12 don’t know (17%)" in page
    assert "· 2 don’t know" not in page, "said once"
    assert "1 doesn’t know" in page
    assert "8%" not in page


def test_distributions_wait_for_eight_answers(closed: MakeRound, members: Members, coordinator: Client) -> None:
    closed(members[:7], spread(4))
    html = coordinator.get(f"{PAGE}1/questions/").content.decode()
    assert "How answers are spread is shown from 8 answers." in html
    assert "chart-squares" not in html
    assert "chart-likert" not in html
    assert re.search(r"<b>\d\.\d\d</b>\s+<span>n 7</span>", html), "its mean is shown from five"


def test_hidden_groups_carry_no_number_anywhere(rounds: list[Round], coordinator: Client) -> None:
    table = heat(coordinator.get(f"{PAGE}3/groups/").content.decode())
    hidden = re.findall(r'<td class="hidden">(.*?)</td>', table)
    assert len(hidden) >= 3 * 14
    assert set(hidden) == {'<span aria-hidden="true">–</span><span class="hush">not shown</span>'}
    for path in ("3/scores.csv", "3/kinds.csv"):
        text = coordinator.get(PAGE + path).content.decode("utf-8-sig")
        secret = [row for row in csv.DictReader(io.StringIO(text)) if row["group"] in HIDDEN]
        assert len(secret) == 3 * 24
        for name in ("n", "mean", "sd", "low", "high", "note", "band", "items", "change", "verdict"):
            assert not any(row.get(name) for row in secret), name
        assert {row["shown"] for row in secret} == {"false"}


def test_a_group_of_which_nobody_answered_looks_like_one_of_which_too_few_did(
    closed: MakeRound, alpha: Partnership, members: Members, coordinator: Client
) -> None:

    def mixed(person: int, item: str) -> int:  # no group of five answers anything alike
        return 1 + Random(f"{person} {item}").randrange(5)

    nurses = [factories.member(alpha, f"Nurse {n}", kind="supplier") for n in range(3)]
    others = [factories.member(alpha, f"Doctor {n}") for n in range(5)]
    others += [factories.member(alpha, f"Partner {n}", kind="patient_partner") for n in range(6)]
    pages = []
    for number, (people, asked) in enumerate(
        [(members[:5] + others + nurses, []), (members[:5] + others, nurses)], start=1
    ):
        closed(people, mixed, number, invited=asked)
        cells = re.findall(
            r'<td class="hidden">.*?</td>', heat(coordinator.get(f"{PAGE}{number}/groups/").content.decode())
        )
        pages.append(cells)
    # In the first round the three suppliers take the smaller of the others with them; in the second nobody.
    assert set(pages[0]) == set(pages[1])
    assert len(pages[1]) >= 14
    table = breakdown_of(Round.objects.get(number=2), "kind")
    assert table is not None
    assert [group for group in table.labels if group not in table.shown] == ["supplier"]


def test_where_no_group_is_shown_the_page_says_why_instead_of_an_empty_table(
    closed: MakeRound, alpha: Partnership, members: Members, coordinator: Client
) -> None:
    others = [factories.member(alpha, f"Supplier {n}", kind="supplier") for n in range(3)]
    closed([*members[:4], *others], spread(4))
    page = coordinator.get(f"{PAGE}1/groups/").content.decode()
    assert "No group can be shown apart from the others." in page
    assert "A group is shown when 5 of its people or more answered" in page
    assert "when at least half of the scores can be compared" in words(page)
    assert 'class="heat"' not in page
    assert "Who sees it differently" not in page


def test_groups_of_imported_answers_that_are_not_shown_share_one_column(closed: MakeRound, members: Members) -> None:
    round = closed(members, spread(4))
    Round.objects.filter(pk=round.pk).update(collection=Round.Collection.IMPORT)
    round.refresh_from_db()
    table = breakdown_of(round, "kind")
    assert table is not None
    assert [(group, group in table.shown) for group in table.labels] == [("clinician", True), ("others", False)]


def test_fewer_answers_than_k_show_no_panel(closed: MakeRound, members: Members, coordinator: Client) -> None:
    closed(members[:4], spread(4))
    page = coordinator.get(PAGE).content.decode()
    assert "Nothing is published: 4 people answered" in page
    assert "chart-picture" not in page
    assert "Download all scores" not in page
    lines = coordinator.get(f"{PAGE}1/scores.csv").content.decode("utf-8-sig").splitlines()
    assert all(",false," in line for line in lines[1:])


def test_answers_all_alike_are_shown_as_they_were_given(
    closed: MakeRound, members: Members, coordinator: Client
) -> None:
    def answer(person: int, item: str) -> int:
        return 5 if item.startswith("ATM") else 3 + (person + len(item)) % 3

    closed(members[:6], answer)
    assert "5.00 of 5 · strength" in words(coordinator.get(PAGE).content.decode())
    page = words(coordinator.get(f"{PAGE}1/questions/").content.decode())
    assert "(5.00 + 5.00 + 5.00 + 5.00) ÷ 4 = 5.00 Interval 3.6" in page
    assert "Without any spread, one more answer is supposed" in page


@pytest.mark.parametrize("answer", [spread(4), alike("na"), alike(None)])
def test_pages_of_results_are_shown_whatever_was_answered(
    closed: MakeRound, answer: Answer, members: Members, coordinator: Client
) -> None:
    closed(members, answer)
    for path in (*(f"{PAGE}1/{room}" for room in ROOMS), "/p/alpha/"):
        assert coordinator.get(path).status_code == 200
