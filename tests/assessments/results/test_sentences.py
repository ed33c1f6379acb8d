"""The sentences: every verdict and band in words, and nothing claimed that the numbers do not carry."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from assessments.models import Round
from assessments.questionnaire import Questionnaire
from assessments.results.queries import RoundResults
from assessments.results.values import PlanValue, ScoreValue
from assessments.results.wording.changes import change_sentences
from assessments.results.wording.charts import elements_title, profile_sentence, shares_sentence
from assessments.results.wording.leads import certainty_sentences, precision_sentence, standing_sentences
from assessments.results.wording.responses import answered_words, response_sentence
from partnerships.models import Partnership
from tests.assessments.results.scored import change, value

THEMES = ("RES", "ATM", "BEN", "ADA")
MEANS = {"strength": 4.3, "discuss": 3.5, "attention": 2.4}


def a_round(number: int, invited: int = 18, submitted: int = 16, **fields: Any) -> Round:
    return Round(
        number=number,
        partnership=Partnership(slug="alpha", time_zone="America/Toronto"),
        version_id=1,
        k=5,
        invited=invited,
        submitted=submitted,
        closed_at=datetime(2026, 4, 30, 21, tzinfo=UTC),
        **fields,
    )


def results(
    asked: Questionnaire, values: Mapping[str, ScoreValue], changes: Mapping[str, str] | None = None, **fields: Any
) -> RoundResults:
    now, before = a_round(6, **fields.pop("now", {})), fields.pop("before", a_round(5))
    plan = PlanValue(k=5, respondents=now.submitted or 0, published=True, distribution_from=8, within=0.4, across=0.2)
    moved = {code: change(code, verdict) for code, verdict in (changes or {}).items()}
    return RoundResults(now, asked, plan, dict(values), {5: moved}, before, {}, **fields)


def by_band(asked: Questionnaire, *bands: str) -> RoundResults:
    return results(asked, {code: value(code, MEANS[band]) for code, band in zip(THEMES, bands, strict=True)})


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (("strength",) * 4, ("All four themes are strengths.",)),
        (("discuss",) * 4, ("All four themes are worth discussing.",)),
        (("attention",) * 4, ("All four themes need attention.",)),
        (
            ("discuss", "strength", "discuss", "discuss"),
            ("Partnership atmosphere is a strength.", "The other three themes are worth discussing."),
        ),
        (
            ("attention", "attention", "discuss", "discuss"),
            (
                "Perceived benefits and capacity for adaptation are worth discussing.",
                "The other two themes need attention.",
            ),
        ),
        (
            ("strength", "discuss", "discuss", "attention"),
            (
                "Integration of resources is a strength.",
                "Partnership atmosphere and perceived benefits are worth discussing.",
                "Capacity for adaptation needs attention.",
            ),
        ),
    ],
)
def test_where_we_are_is_said_by_band(asked: Questionnaire, bands: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert standing_sentences(by_band(asked, *bands)) == said


def test_themes_without_a_mean_are_told_apart(asked: Questionnaire) -> None:
    values = {"RES": value("RES", 3.5), "ATM": value("ATM", 5.0, note="all_equal")}
    assert standing_sentences(results(asked, values)) == (
        "Partnership atmosphere is a strength.",
        "Integration of resources is worth discussing.",
        "Perceived benefits and capacity for adaptation: not shown, because too few answered.",
    )


def test_with_fewer_than_ten_answers_the_standing_is_called_a_first_impression(asked: Questionnaire) -> None:
    hedge = "With so few answers, take this as a first impression."
    few = {code: value(code, 2.4, n=9) for code in THEMES}
    assert standing_sentences(results(asked, few)) == ("All four themes need attention.", hedge)
    assert hedge not in standing_sentences(results(asked, few | {"RES": value("RES", 2.4, n=10)}))
    nothing = {code: ScoreValue(code, shown=False) for code in THEMES}
    assert hedge not in standing_sentences(results(asked, nothing))


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ("none none none none", ("None of the four themes changed clearly since round 5.",)),
        (
            "none none none too_few",
            (
                "Integration of resources, partnership atmosphere and perceived benefits show no clear change since "
                "round 5.",
                "Capacity for adaptation: it cannot be told whether anything changed.",
            ),
        ),
        (
            "rise none hidden too_few",
            (
                "Integration of resources rose clearly since round 5.",
                "Partnership atmosphere shows no clear change since round 5.",
                "Perceived benefits and capacity for adaptation: it cannot be told whether anything changed.",
            ),
        ),
        (
            "too_few too_few too_few too_few",
            ("Too few people answered to tell whether anything changed since round 5.",),
        ),
        (
            "none none none rise",
            ("Capacity for adaptation rose clearly since round 5.", "None of the four themes clearly fell."),
        ),
        ("fall none none none", ("Integration of resources fell clearly since round 5.",)),
        (
            "none possible_rise none none",
            ("Partnership atmosphere may have risen since round 5.", "None of the four themes clearly fell."),
        ),
        ("none possible_fall none none", ("Partnership atmosphere may have fallen since round 5.",)),
        (
            "rise rise none fall",
            (
                "Integration of resources and partnership atmosphere rose clearly since round 5.",
                "Capacity for adaptation fell clearly since round 5.",
            ),
        ),
    ],
)
def test_what_changed_is_said_as_the_verdicts_carry_it(
    asked: Questionnaire, verdicts: str, said: tuple[str, ...]
) -> None:
    values = {code: value(code, 3.5) for code in THEMES}
    changes = {code: verdict for code, verdict in zip(THEMES, verdicts.split(), strict=True) if verdict != "hidden"}
    assert change_sentences(results(asked, values, changes)) == said


def test_an_earlier_round_of_too_few_people_is_named(asked: Questionnaire) -> None:
    found = results(asked, {}, dict.fromkeys(THEMES, "too_few"), before=a_round(5, submitted=8))
    assert change_sentences(found) == ("Too few people answered round 5 to tell whether anything has changed since.",)


def test_where_there_is_no_comparison_the_sentences_say_why(asked: Questionnaire) -> None:
    assert "first round" in change_sentences(results(asked, {}, before=None))[0]
    other = a_round(5)
    other.version_id = 2
    assert "asked other questions" in change_sentences(results(asked, {}, before=other))[0]
    assert "Too few people answered to compare with round 5." in change_sentences(results(asked, {}))


@pytest.mark.parametrize(
    ("n", "sd", "amount"),
    [
        (7, 0.7, "a theme may well move by up to about a whole point by chance alone"),
        (10, 0.75, "three quarters of a point"),
        (10, 1.1, "about one point"),
        (16, 0.7, "half a point"),
        (60, 0.6, "a quarter of a point"),
        (400, 0.6, "a tenth of a point"),
    ],
)
def test_how_small_a_change_so_many_answers_can_show(asked: Questionnaire, n: int, sd: float, amount: str) -> None:
    found = precision_sentence([value(code, 3.5, n=n, sd=sd) for code in THEMES])
    assert amount in found
    assert f"With {n} answers" in found


def test_who_answered_both_times_is_told_and_the_change_stays_that_of_everybody(asked: Questionnaire) -> None:
    found = results(asked, {code: value(code, 3.5) for code in THEMES})
    moved = {code: change(code, "none", linked=True, n_linked=12, r=0.4) for code in THEMES}
    said = certainty_sentences(replace(found, changes_since={5: moved}))
    assert said[1] == "12 of them had answered round 5 too, which makes it easier to tell what changed."
    assert said[2].startswith("With 16 answers, a theme may well move by up to about half a point")


@pytest.mark.parametrize("r", [0.0, None])
def test_people_whose_scores_do_not_go_together_are_not_said_to_make_it_easier(
    asked: Questionnaire, r: float | None
) -> None:
    found = results(asked, {code: value(code, 3.5) for code in THEMES})
    moved = {code: change(code, "none", linked=True, n_linked=12, r=r) for code in THEMES}
    said = certainty_sentences(replace(found, changes_since={5: moved}))
    assert said[1] == "12 of them had answered round 5 too."


def test_no_change_is_told_across_the_older_way_of_working_out_scores(asked: Questionnaire) -> None:
    found = results(asked, {code: value(code, 3.5) for code in THEMES}, method_changed=True)
    assert change_sentences(found) == (
        "Scores up to round 5 were worked out in an older way; they are shown, but not compared.",
    )


def test_few_answers_out_of_many_invited_are_a_warning(asked: Questionnaire) -> None:
    said = certainty_sentences(results(asked, {}, now={"invited": 40, "submitted": 16}))
    assert said[0] == "16 of 40 invited members answered."
    assert "Fewer than half" in said[-1]
    assert "Fewer than half" not in " ".join(certainty_sentences(results(asked, {})))


def test_imported_rounds_have_nobody_invited(asked: Questionnaire) -> None:
    round = a_round(6, collection=Round.Collection.IMPORT)
    assert response_sentence(round) == "16 people answered."
    assert answered_words(15, round) == "15 answered"
    assert answered_words(15, a_round(6)) == "15 of 18 answered"


def test_titles_name_elements_only_when_they_stand_apart(asked: Questionnaire) -> None:
    codes = [one.code for one in asked.of_kind("element")]
    near = {code: value(code, 3.6 + place / 50) for place, code in enumerate(codes)}
    assert elements_title(results(asked, near)) == "The nine elements of working together"
    apart = near | {"E9": value("E9", 2.5)}
    assert elements_title(results(asked, apart)) == "Evaluation stands clearly below the other elements"
    few = {code: ScoreValue(code, True, n=7, mean=one.mean, sd=one.sd) for code, one in apart.items()}
    assert elements_title(results(asked, few)) == "The nine elements of working together"


def test_the_profile_says_its_ends_and_clear_moves(asked: Questionnaire) -> None:
    elements = asked.of_kind("element")
    values = {one.code: value(one.code, 3.5 + place / 10) for place, one in enumerate(elements)}
    said = profile_sentence(results(asked, values, {"E6": "fall", "E2": "possible_rise"}), elements)
    assert said == "Highest mean: Evaluation, 4.30. Lowest: Shared mission, 3.50. Trust fell clearly."


def test_a_move_of_the_same_answers_is_named_once(asked: Questionnaire) -> None:
    """RESO has the questions of E2; ADMI those of several elements."""
    processes = asked.of_kind("process")
    values = {one.code: value(one.code, 3.5) for one in processes}
    both = results(asked, values, {"E2": "rise", "RESO": "rise", "ADMI": "rise"})
    assert "Administration rose clearly." in profile_sentence(both, processes)
    assert "Balanced participation rose clearly." in profile_sentence(both, asked.of_kind("element"))
    alone = results(asked, values, {"E2": "possible_rise", "RESO": "rise"})
    assert "Resource management rose clearly." in profile_sentence(alone, processes)


def test_shares_are_said_in_plain_words() -> None:
    shares = {"antagony": 0.1875, "additive": 0.25, "synergy": 0.5625}
    said = shares_sentence(ScoreValue("I1", True, n=16, shares=shares))
    assert said == ("Of 16 answers, 56% say the result is more than separate efforts, 25% about the same, 19% less.")
    assert shares_sentence(ScoreValue("I1", shown=False)) == ""
