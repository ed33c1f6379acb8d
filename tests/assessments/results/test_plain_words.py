"""Words for readers without statistics: no stronger than the numbers, and a reason wherever something is missing."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from assessments.models import Gap, Round
from assessments.questionnaire import Questionnaire
from assessments.results.analyses import AgreementValue, CorrelateValue, CorrelateValues
from assessments.results.groups.gaps import gaps_tile, power_sentence
from assessments.results.queries import RoundResults
from assessments.results.round.correlates import correlates_tile, link_words
from assessments.results.values import PlanValue
from assessments.results.wording.agreement import agreement_sentence, closeness_words, distance_words, far_apart
from assessments.results.wording.names import table_name
from partnerships.models import Partnership
from tests.assessments.conftest import MakeRound
from tests.assessments.results.reading import part, words
from tests.conftest import Members

LABELS = {"clinician": "clinician", "service": "service"}


@pytest.mark.parametrize(
    ("r", "low", "high", "said"),
    [
        (0.9, None, None, "too uncertain to tell"),
        (0.6, -0.1, 0.9, "too uncertain to tell"),
        (0.4, 0.0, 0.7, "too uncertain to tell"),
        (0.7, 0.1, 0.9, "tends to go with synergy"),
        (0.5, 0.3, 0.7, "clearly tends to go with synergy"),
        (-0.5, -0.7, -0.2, "tends to go against synergy"),
    ],
)
def test_a_link_is_called_clear_by_the_lower_end_of_its_interval(
    r: float, low: float | None, high: float | None, said: str
) -> None:
    assert link_words(CorrelateValue("E1", r, low, high, None, None, None)) == said


def round_of(asked: Questionnaire) -> RoundResults:
    round = Round(number=1, partnership=Partnership(slug="alpha"))
    return RoundResults(
        round, asked, PlanValue(k=5, respondents=29, published=True, distribution_from=8), {}, {}, None, {}
    )


def close_links(order: str, n: int) -> CorrelateValues:
    links = [(f"E{number}", 0.3 if number == 4 else 0.2) for number in range(1, 10)]
    return CorrelateValues(
        order, n, tuple(CorrelateValue(code, 0.6, low, 0.8, None, None, None) for code, low in links)
    )


def test_nothing_goes_with_synergy_below_thirty_people(asked: Questionnaire) -> None:
    nothing = CorrelateValues("nothing", None)
    assert correlates_tile(round_of(asked), nothing, nothing).nothing == (
        "What goes with synergy is said from 30 people on: with fewer, it would be chance."
    )
    found = correlates_tile(round_of(asked), close_links("uncertain", 30), nothing)
    assert found.sentence.startswith("How we communicate goes with synergy")
    assert [(row.r, row.interval) for row in found.blocks[0].rows][:1] == [("+0.6", "+0.2 to +0.8")]


def test_each_block_of_links_says_how_many_people_it_rests_on(asked: Questionnaire) -> None:
    processes = CorrelateValues("uncertain", 31, (CorrelateValue("COMM", 0.5, 0.1, 0.7, None, None, None),))
    found = correlates_tile(round_of(asked), close_links("uncertain", 30), processes)
    assert [block.people for block in found.blocks] == [
        f"It rests on {n} people with every one of these scores." for n in (30, 31)
    ]
    assert "among 9 comparisons" in " ".join(found.caveats), "communication has the questions of an element"


def agreed(ad: float, n: int = 20, **fields: Any) -> AgreementValue:
    known: dict[str, Any] = {"acceptable": ad <= 0.8, "label": "strong", "rwg": 0.8, "rwg_skew": 0.7}
    return AgreementValue(n=n, ad=ad, limit=0.8, r_star=0.6, rough=n < 10, **(known | fields))


@pytest.mark.parametrize(
    ("ad", "n", "said"),
    [
        (0.44, 20, "close together, 0.44 points from the mean"),
        (0.504, 20, "close together, 0.50 points from the mean"),
        (0.51, 20, "fairly close, 0.51 points from the mean"),
        (0.804, 8, "fairly close, 0.80 points from the mean"),
        (0.81, 20, "rather far apart, 0.81 points from the mean"),
    ],
)
def test_the_word_for_agreement_follows_from_the_number_beside_it(ad: float, n: int, said: str) -> None:
    for label in ("lack", "moderate", "very_strong"):  # rwg(j), which grows with the number of questions
        found = agreed(ad, n, label=label)
        assert f"{closeness_words(found)}, {distance_words(found)}" == said
        assert far_apart(found) == said.startswith("rather far apart")


@pytest.mark.parametrize(
    ("ad", "n", "said"),
    [
        (0.44, 20, "On average answers lie 0.44 points from the mean (close together)."),
        (0.61, 8, "lie about 0.61 points from the mean (fairly close); with fewer than ten people that is rough."),
        (0.81, 20, "lie 0.81 points from the mean, rather far apart: something to talk about."),
    ],
)
def test_a_distance_is_never_said_without_what_to_make_of_it(ad: float, n: int, said: str) -> None:
    assert agreement_sentence(agreed(ad, n)).endswith(said)


def test_readers_of_french_have_the_same_words_for_the_same_numbers(asked: Questionnaire) -> None:
    with translation.override("fr"):
        assert f"{closeness_words(agreed(0.6))}, {distance_words(agreed(0.6))}" == (
            "réponses assez semblables, à 0,60 point de la moyenne"
        )
        names = [table_name(one, asked) for one in asked.of_kind("process")]
        assert "Communications (mêmes questions que «\N{NO-BREAK SPACE}Une communication" in " ".join(names)
        assert (
            gaps_tile(asked, [gap("RES", "higher", None)], LABELS)
            .notes[-1]
            .startswith("–\N{NO-BREAK SPACE}: pas indiqué")
        )


def gap(construct: str, verdict: str, omnibus_p: float | None, group: str = "clinician", n: int = 12) -> Gap:
    details = {"n": n, "n_rest": 14, "omnibus_p": omnibus_p, "p_adjusted": 0.04}
    row = Gap(breakdown="kind", group=group, construct=construct, verdict=verdict, details=details)
    row.difference, row.low, row.high = 0.8, 0.2, 1.4
    return row


@pytest.mark.parametrize(("n", "said"), [(29, "+0.8 (+0.2 to +1.4)"), (30, "+0.80 (+0.20 to +1.40)")])
def test_a_gap_has_one_decimal_where_a_group_is_small(n: int, said: str, asked: Questionnaire) -> None:
    two = [gap("RES", "higher", 0.01, n=40), gap("ATM", "lower", 0.01, "service", n)]
    table = gaps_tile(asked, two, LABELS).table
    assert table is not None
    assert [row[3] for row in table.rows] == [said, said]


def test_scores_too_few_can_tell_about_are_not_counted_among_those_compared(asked: Questionnaire) -> None:
    few = [gap("ATM", "too_few", 0.001), gap("ATM", "too_few", 0.001, "service")]
    repeated = gap("SYN", "higher", 0.01)  # the questions of the themes once more
    found = gaps_tile(asked, [gap("RES", "higher", 0.01), gap("BEN", "none", 0.5), repeated, *few], LABELS)
    assert found.certainty == (
        "Taken all together, the groups differ on 1 score of 2 more than chance would give as a rule. Among so many, "
        "one in twenty may do so by chance. Scores with too few answers to tell are not counted."
    )
    assert gaps_tile(asked, few, LABELS).certainty == ""


def test_a_dash_in_a_table_of_gaps_is_explained(asked: Questionnaire) -> None:
    with_test, without = (gaps_tile(asked, [gap("RES", "higher", p)], LABELS).notes for p in (0.01, None))
    assert "a little wide, and near an end of the scale very wide" in with_test[0]
    assert len(with_test) == 1
    assert without[1].startswith("–: not given, because")


def test_of_two_groups_one_sentence_says_both_sides_and_of_three_each_has_its_own(asked: Questionnaire) -> None:
    both = [gap("RES", "higher", 0.01), gap("RES", "lower", 0.01, "service")]
    assert gaps_tile(asked, both, LABELS).sentences == [
        "Clinician, clearly higher than service: Integration of resources."
    ]
    three = gaps_tile(asked, [*both, gap("RES", "none", 0.01, "academic")], LABELS | {"academic": "academic"})
    assert three.sentences == [
        "Clinician, clearly higher than the others: Integration of resources.",
        "Service, clearly lower than the others: Integration of resources.",
    ]


@pytest.mark.parametrize(("n", "said"), [(9, "that is too few to tell."), (10, "so it may be chance.")])
def test_the_widest_gap_of_few_answers_is_not_put_down_to_chance(n: int, said: str) -> None:
    power = {"higher": "clinician", "lower": "service", "difference": 1.5, "n_higher": n, "n_lower": 11, "clear": False}
    assert power_sentence(power, LABELS).endswith(said)


def test_a_clear_gap_in_a_process_alone_is_named(asked: Questionnaire) -> None:
    found = gaps_tile(asked, [gap("DECI", "lower", 0.01), gap("RES", "none", 0.5)], LABELS)
    assert found.sentences == ["Clinician, clearly lower than the others: Decision-making."]


def talk_of(client: Client) -> str:
    page = client.get("/p/alpha/").content.decode()
    return words(part(part(page, '<aside class="notes"', "</aside>"), "To talk about", "<details"))


def test_the_list_of_what_to_talk_about_is_short_where_little_stands_out(
    closed: MakeRound, members: Members, coordinator: Client
) -> None:
    def content(person: int, item: str) -> int:
        if item in ("E5B", "E7B"):  # the middle is best
            return 3
        return 2 - person % 2 if item == "I3" else 4 + person % 2

    def unsure(person: int, item: str) -> Any:
        return "dk" if item == "E6B" and person < 3 else content(person, item)

    closed(members, content, 1)
    assert "Among the scores that are shown nothing stands out" in talk_of(coordinator)
    closed(members, unsure, 2)
    talk = talk_of(coordinator)
    assert "chose “I don’t know”" in talk
    assert talk.endswith("No other score gives a reason, so the list ends here.")


def test_a_question_that_is_not_shown_says_why(closed: MakeRound, members: Members, coordinator: Client) -> None:
    closed(members, lambda person, item: "dk" if item == "E6B" and person > 2 else 4 - person % 2)
    page = words(coordinator.get("/p/alpha/results/1/questions/").content.decode())
    assert "Too few answers not shown" in page
