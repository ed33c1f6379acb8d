"""Words for readers without statistics: no stronger than the numbers, and a reason wherever something is missing."""

import json
from typing import Any

import pytest
from django.test import Client

from assessments.dashboards.agreements import label_words
from assessments.dashboards.companions import strength_words
from assessments.dashboards.gaps import gaps_words, power_sentence
from assessments.models import InstrumentVersion
from assessments.queries.findings import Companion, GapValue, PowerSharing
from assessments.queries.instruments import Questionnaire, parse
from assessments.services.instruments import FOLDER
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests.assessments.holding import held
from tests.assessments.test_findings_pages import ClientOf, part, words

WHY = "Too few answers, or what a single person said could be worked out."
LABELS = {"clinician": "clinician", "service": "service"}


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return parse(json.loads((FOLDER / "core_1.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("r", "low", "high", "said"),
    [
        (0.95, None, None, "too uncertain to tell"),
        (0.6, -0.05, 0.9, "too uncertain to tell"),
        (0.7, 0.1, 0.92, "tends to go with synergy"),
        (0.5, 0.3, 0.66, "clearly tends to go with synergy"),
        (-0.5, -0.7, -0.2, "tends to go against synergy"),
    ],
)
def test_a_link_is_called_clear_by_the_lower_end_of_its_interval(
    r: float, low: float | None, high: float | None, said: str
) -> None:
    assert strength_words(Companion("E1", r, low, high, r, None, None, None)) == said


def test_little_agreement_is_no_verdict_on_people() -> None:
    assert label_words("lack") == "answers lie far apart"


def gap(construct: str, verdict: str, omnibus_p: float | None, group: str = "clinician") -> GapValue:
    return GapValue("kind", group, construct, 0.8, 0.2, 1.4, verdict, 12, 14, omnibus_p, 0.04)


def test_scores_too_few_can_tell_about_are_not_counted_among_those_compared(asked: Questionnaire) -> None:
    few = [gap("ATM", "too_few", 0.001), gap("ATM", "too_few", 0.001, "service")]
    repeated = gap("SYN", "higher", 0.01)  # the questions of the themes once more
    found = gaps_words(asked, [gap("RES", "higher", 0.01), gap("BEN", "none", 0.5), repeated, *few], LABELS)
    assert "on 1 score of 2." in found.certainty
    assert gaps_words(asked, few, LABELS).certainty == ""


def test_of_two_groups_one_sentence_says_both_sides_and_of_three_each_has_its_own(asked: Questionnaire) -> None:
    both = [gap("RES", "higher", 0.01), gap("RES", "lower", 0.01, "service")]
    assert gaps_words(asked, both, LABELS).findings == [
        "Clinician, clearly higher than service: Integration of resources."
    ]
    three = gaps_words(asked, [*both, gap("RES", "none", 0.01, "academic")], LABELS | {"academic": "academic"})
    assert three.findings == [
        "Clinician, clearly higher than the others: Integration of resources.",
        "Service, clearly lower than the others: Integration of resources.",
    ]


@pytest.mark.parametrize(("n", "said"), [(9, "that is too few to tell."), (10, "so it may be chance.")])
def test_the_widest_gap_of_few_answers_is_not_put_down_to_chance(n: int, said: str) -> None:
    found = PowerSharing("clinician", "service", 1.5, -0.2, 3.1, n, 11, 0.2, clear=False)
    assert power_sentence(found, LABELS).endswith(said)


def test_a_clear_gap_in_a_process_alone_is_named_too(asked: Questionnaire) -> None:
    found = gaps_words(asked, [gap("DECI", "lower", 0.01), gap("RES", "none", 0.5)], LABELS)
    assert found.findings == ["Clinician, clearly lower than the others: Decision-making."]


def talk_of(client: Client) -> str:
    page = client.get("/p/alpha/").content.decode()
    return words(part(part(page, '<aside class="notes"', "</aside>"), "To talk about", "<details"))


def test_the_list_of_what_to_talk_about_is_short_where_little_stands_out(
    alpha: Partnership, core: InstrumentVersion, members: list[Stakeholder], amina: User, client_of: ClientOf
) -> None:
    def content(person: int, item: str) -> int:
        if item in ("E5B", "E7B"):  # the middle is best
            return 3
        return 2 - person % 2 if item == "I3" else 4 + person % 2

    def unsure(person: int, item: str) -> Any:
        return "dk" if item == "E6B" and person < 3 else content(person, item)

    held(alpha, core, members, content, 1)
    assert "Among the scores that are shown nothing stands out" in talk_of(client_of(amina))
    held(alpha, core, members, unsure, 2)
    talk = talk_of(client_of(amina))
    assert "chose “I don’t know”" in talk
    assert talk.endswith("No other score gives a reason, so the list ends here.")


def test_a_question_that_is_not_shown_says_why(
    alpha: Partnership, core: InstrumentVersion, members: list[Stakeholder], amina: User, client_of: ClientOf
) -> None:
    held(alpha, core, members, lambda person, item: "dk" if item == "E6B" and person > 2 else 4 - person % 2)
    assert WHY in client_of(amina).get("/p/alpha/results/1/questions/").content.decode()
