"""How long a version takes is worked out from its own words, in the language that is read."""

import json
from typing import Any

import pytest

from assessments.instruments.services import FOLDER
from assessments.questionnaire import CAREFUL, PRACTISED, QUICK, SLOW, Minutes, Questionnaire, parse


def version(code: str, **changes: Any) -> Questionnaire:
    return parse(json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8")) | changes)


def words(questionnaire: Questionnaire, language: str) -> int:
    return len(" ".join(questionnaire.texts_read(language)).split())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", ["core_1", "core_2"])
def test_a_version_takes_7_to_16_minutes_in_either_language(code: str, language: str) -> None:
    assert version(code).minutes_in(language) == Minutes(7, 16)


def test_the_range_is_that_of_the_formula() -> None:
    core = version("core_2")
    read, chosen = words(core, "fr"), len(core.items)
    quick, slow = read / PRACTISED + chosen * QUICK / 60, read / SLOW + chosen * CAREFUL / 60
    assert 6.5 <= quick < 7.5
    assert 15 < slow <= 16


def test_longer_texts_take_longer_in_their_language_only() -> None:
    core = version("core_2")
    wordy = version("core_2", period={"en": core.period.en, "fr": "mot " * 1000})
    assert wordy.minutes_in("en") == core.minutes_in("en")
    assert wordy.minutes_in("fr") == Minutes(11, 26)


def test_options_that_many_questions_share_are_read_once() -> None:
    texts = version("core_2").texts_read("en")
    assert texts.count("Strongly agree") == 1
    assert texts.count("I don’t know") == 1
    assert "Too formal" in texts


def test_the_shortest_range_is_still_a_range() -> None:
    only = version("core_2", sections=[], items=[], open=[], period={"en": "Hello.", "fr": "Bonjour."})
    assert only.minutes_in("en") == Minutes(1, 2)
