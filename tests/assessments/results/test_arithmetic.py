"""Pages show the arithmetic: whoever reads one can work out every score, change and interval again."""

import re
from collections.abc import Callable
from html import unescape
from math import exp, sqrt
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from scipy.special import stdtrit

from assessments.models import PublicationPlan, Round, Score
from assessments.results.items.arithmetic import Arithmetic, arithmetic
from assessments.results.items.methods import method_sentences
from assessments.results.items.pages import ItemsPage, items_page
from assessments.results.queries import results_of, tallies_of
from assessments.results.wording.correlations import strength_words, together_words
from partnerships.models import Partnership
from synergy.accounts.models import User
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.assessments.results.reading import PAGE, Read, part, words
from tests.conftest import Members
from tests.factories import Answer


def varied(person: int, item: str) -> Any:
    """One answer in ten is “don’t know”; the others lie between 2 and 5."""
    drawn = Random(f"{person} {item}")
    return "dk" if drawn.random() < 0.1 else drawn.choice([2, 3, 4, 4, 4, 5, 5])


def few(person: int, item: str) -> Any:
    """Only four people answer RES2, five RES3 and seven RES4."""
    return "dk" if person >= {"RES2": 4, "RES3": 5, "RES4": 7}.get(item, 99) else varied(person, item.lower())


Held = Callable[..., Round]


@pytest.fixture
def eleven(closed: MakeRound, members: Members) -> Held:
    def held_by(answer: Answer, number: int = 1) -> Round:
        return closed(members[:11], answer, number)

    return held_by


def shown(round: Round) -> ItemsPage:
    return items_page(results_of(round))


def sums(round: Round) -> dict[str, Arithmetic]:
    """Every score of a round with its arithmetic."""
    found, tallies = results_of(round), tallies_of(round)
    rated = {one.code: arithmetic(found, tallies, one) for one in found.asked.constructs}
    return {code: one for code, one in rated.items() if one is not None}


def method(round: Round) -> str:
    return " ".join(method_sentences(results_of(round), tallies_of(round)))


def test_the_printed_sum_gives_the_printed_score(eleven: Held) -> None:
    told = sums(eleven(varied))
    assert len(told) == 25, "every construct but the compared item"
    for code, one in told.items():
        if not one.sum:
            continue
        left, score = one.sum.split(" = ")
        worked_out = eval(left.replace("÷", "/"))
        if one.rounded:
            assert abs(worked_out - float(score)) < 0.01, code
        else:
            assert abs(worked_out - float(score)) <= 0.005 + 1e-9, code


def test_the_table_below_a_sum_adds_up_to_it(eleven: Held) -> None:
    for one in sums(eleven(varied)).values():
        *rows, last = one.table.rows
        if one.sum:
            assert f"{sum(float(row[2]) for row in rows):.2f}" == last[2]
            assert one.sum.startswith(("(", last[2]))


def test_the_printed_numbers_give_the_standard_error_and_the_interval(eleven: Held) -> None:
    """By hand from the table: the root of what each question gives by itself and with the others, through k."""
    round = eleven(varied)
    within = results_of(round).plan.within
    one = sums(round)["RES"]
    assert within is not None
    rows = [(float(n), float(mean), float(sd)) for _text, n, mean, sd in one.table.rows[:-1]]
    own = sum(sd**2 / n for n, _mean, sd in rows)
    joint = sum(within * rows[a][2] * rows[b][2] / one.n for a in range(4) for b in range(4) if a != b)
    error, score = sqrt(own + joint) / 4, sum(mean for _n, mean, _sd in rows) / 4
    said = {step.rpartition(" = ")[2] for step in one.steps if step.startswith("Standard error")}
    assert [float(end.rstrip(".")) for end in said] == pytest.approx([error], abs=0.0005)
    assert any(re.search(r"= 0\.\d{4}\.$", step) for step in one.steps)
    assert one.steps[-1] == "Numbers are rounded here; they are worked out before they are."
    p, t = (score - 1) / 4, stdtrit(one.n - 1, 0.975)
    h = t * error / 4 / (p * (1 - p))
    low, high = (1 + 4 / (1 + (1 - p) / p * exp(step)) for step in (h, -h))
    assert [float(end) for end in one.interval.split(" to ")] == pytest.approx([low, high], abs=0.011)


def test_a_question_too_few_answered_is_left_out_and_that_is_said(eleven: Held, read: Read) -> None:
    round = eleven(few)
    one = sums(round)["RES"]
    assert one.used == "3 of 4 questions: one was answered by fewer than 5 people and does not count."
    assert one.sum.endswith(f"÷ 3 = {results_of(round).value('RES').mean:.2f}")
    assert len(one.table.rows) == 4
    page = words(read("1/questions/"))
    assert "Too few answers not shown" in page
    assert "3 of 4 questions" in words(part(read("1/"), '<article class="theme res">', "</article>"))


def test_few_answers_have_a_mean_and_a_reason_for_what_is_missing(eleven: Held) -> None:
    lines = {line.code: line for group in shown(eleven(few)).blocks[0].rows for line in group.items}
    assert (lines["RES2"].shown, lines["RES2"].mean, lines["RES2"].n) == (False, "", None)
    assert [(line.shown, bool(line.mean), bool(line.answers)) for line in (lines["RES3"], lines["RES4"])] == [
        (True, True, False)
    ] * 2
    assert lines["RES1"].answers


def test_fewer_than_eight_answers_borrow_the_spread_of_all_questions(eleven: Held) -> None:
    round = eleven(few)
    spread = results_of(round).plan.spread
    cells = [row[3] for row in sums(round)["RES"].table.rows]
    assert cells[1:3] == [f"{spread:.1f}*"] * 2
    assert sums(round)["RES"].note == "* Fewer than 8 answers: the spread of all questions."
    assert f"that of all questions counts in its place: {spread:.1f}." in method(round)


def test_no_mark_is_explained_where_none_stands(eleven: Held) -> None:
    assert {one.note for one in sums(eleven(varied)).values()} == {""}


@pytest.mark.parametrize(
    ("answered", "said"), [(11, "that of the questions with a distribution"), (6, "a quarter of the scale")]
)
def test_with_few_questions_shown_the_page_says_whose_spread_is_borrowed(
    answered: int, said: str, eleven: Held
) -> None:
    """Only RES and two more questions are shown: RES3 and RES4 with five and seven answers."""

    def answer(person: int, item: str) -> Any:
        return few(person, item) if item[:3] == "RES" and person < answered else "dk"

    assert f"{said} counts in its place" in method(eleven(answer))


def test_each_sum_on_the_page_is_opened_by_a_name_of_its_own(eleven: Held, read: Read) -> None:
    eleven(varied)
    names = re.findall(r"<summary>How this comes about(.*?)</summary>", read("1/questions/"))
    assert len(names) == len(set(names)) == 25


def test_the_legend_of_a_change_is_no_button_in_french(
    closed: MakeRound, eleven: Held, members: Members, amina: User, read: Read
) -> None:
    eleven(varied)
    closed(members, varied, 2)
    User.objects.filter(pk=amina.pk).update(language="fr")
    page = read("2/")
    assert "<dt>Changement</dt>" in page
    assert "<dt>Modifier</dt>" not in page


def test_questions_about_balance_are_said_to_count_highest_in_the_middle(eleven: Held) -> None:
    assert "of questions about balance the middle counts highest" in method(eleven(varied))


def test_with_fewer_than_half_of_its_questions_there_is_no_score_and_the_page_says_why(eleven: Held) -> None:
    round = eleven(lambda person, item: "dk" if item[:3] == "RES" and item != "RES1" else varied(person, item))
    group = shown(round).blocks[0].rows[0]
    assert group.arithmetic is None
    assert group.missing == "No score: at least 2 of 4 questions need 5 answers or more."


def test_every_score_can_be_found_on_the_page_of_questions(eleven: Held) -> None:
    round = eleven(varied)
    page = shown(round)
    under = {group.code for block in page.blocks for group in block.rows if group.arithmetic}
    elsewhere = {one.code for one in page.under_other_scores}
    assert under | elsewhere == set(sums(round))
    assert {"SYN", "LEAD", "INT", "OPE", "SYS"} <= elsewhere
    said = {one.code: one.questions for one in page.under_other_scores}
    assert said["LEAD"] == "Its 4 questions stand under: Inspiring leadership and trust."
    assert said["SYN"].startswith("Its 16 questions stand under: Integration of resources, partnership atmosphere")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("room", ["", "questions/", "../"])
def test_a_score_has_the_same_decimals_wherever_it_stands(
    language: str, room: str, eleven: Held, coordinator: Client, amina: User
) -> None:
    """On cards, in tables, sentences and charts: two, whatever stands before or behind the mark."""
    User.objects.filter(pk=amina.pk).update(language=language)
    round = eleven(varied)
    html = coordinator.get("/p/alpha/" if room == "../" else f"{PAGE}1/{room}").content.decode()
    page = re.sub(r"(?s)<details class=.quiet.*?</details>", " ", html)  # legends, and steps of the standard error
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", page) + re.findall(
        r'"(?:text|hovertext)": (?:"[^"]*"|\[[^]]*\])', page
    )
    source = words(results_of(round).asked.band_source.in_(language))
    said = " ".join([words(unescape(page)).replace(source, " "), *drawn])
    means = re.findall(r"(?<![\d.,])[1-5][.,]\d+", said)
    assert len(means) > 40
    assert [one for one in means if len(one) != len("3.95")] == []


def test_the_number_of_a_score_of_fifty_people_is_its_own(closed: MakeRound, alpha: Partnership) -> None:
    crowd = [factories.member(alpha, f"Person {n}") for n in range(50)]
    found = results_of(closed(crowd, varied))
    theme = found.asked.of_kind("theme")[0]
    value = found.value(theme.code)
    assert value.rho is not None
    assert together_words(found, value) == strength_words(value.rho)


def test_alpha_stands_there_from_fifty_people_with_one_decimal(
    closed: MakeRound, alpha: Partnership, read: Read
) -> None:
    crowd = [factories.member(alpha, f"Person {n}") for n in range(50)]
    closed(crowd, lambda person, item: 1 + Random(f"{person} {item}").randrange(2) + person % 4)
    page = read("1/")
    assert re.search(r"<td>0\.\d</td>\s*<td>–</td>\s*</tr>", part(page, "alpha</th>", "</table>"))
    assert "Alpha and omega say how well" in words(page)


@pytest.mark.parametrize(
    ("rho", "said"), [(0.0, "hardly (0.0)"), (0.1, "hardly (0.1)"), (0.2, "somewhat (0.2)"), (0.4, "somewhat (0.4)")]
)
def test_how_strongly_answers_go_together_is_said_in_words_and_number(rho: float, said: str) -> None:
    assert strength_words(rho) == said
    assert strength_words(0.5) == "clearly (0.5)"
    with translation.override("fr"):
        assert strength_words(0.5) == "nettement (0,5)"


def test_what_is_assumed_is_said(eleven: Held) -> None:
    round = eleven(varied)
    plan = PublicationPlan.objects.get(round=round)
    plan.content["correlations"] = {"within": 0.5, "across": 0.5, "assumed": [True, True]}
    plan.save()
    assert "Answers go together: assumed to be 0.5" in f"Answers go together: {sums(round)['RES'].together}"
    assert "fewer than 20 pairs" in method(round)


def test_a_round_of_the_older_way_has_no_sums_and_says_why(eleven: Held, read: Read) -> None:
    older(eleven(varied))
    page = words(read("1/questions/"))
    assert "worked out in an older way: its scores are means of what each person answered" in page
    assert "÷" not in page
    assert "The scores of this round are means of what each person answered" in words(read("1/"))


def test_across_the_seam_nothing_is_compared_and_that_is_said_once_on_each_page(
    closed: MakeRound, eleven: Held, read: Read, members: Members, coordinator: Client
) -> None:
    older(eleven(varied))
    closed(members, varied, 2)
    said = "Scores up to round 1 were worked out in an older way; they are shown, but not compared."
    page = words(read("2/"))
    assert said in page
    assert "Hollow" not in page
    overview = words(coordinator.get("/p/alpha/").content.decode())
    assert said in overview
    assert "rose clearly" not in overview


def older(round: Round) -> None:
    """As a round stands that was closed by method 1: no items, no correlations."""
    PublicationPlan.objects.filter(round=round).update(method=1)
    for row in Score.objects.filter(round=round, shown=True):
        row.details = {name: row.details[name] for name in ("band", "shares") if name in row.details} | {"decimals": 2}
        row.save()
