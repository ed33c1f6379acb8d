"""The published core 1 questionnaire keeps the shape, the plain words and the two languages it promises."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.assessments.instruments.plain_words import FORBIDDEN, MAX_SHORT, MAX_WORDS, bilingual, sentences

PATH = Path(__file__).parents[3] / "assessments" / "instruments" / "core_1.json"
CORE: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
ITEMS: dict[str, dict[str, Any]] = {item["code"]: item for item in CORE["items"]}
CONSTRUCTS: dict[str, dict[str, Any]] = {construct["code"]: construct for construct in CORE["constructs"]}

THEMES = ["RES", "ATM", "BEN", "ADA"]
ELEMENTS = {
    "E1": ["CONT", "SYS"],
    "E2": ["RESO", "OPE"],
    "E3": ["LEAD", "INT"],
    "E4": ["COMM", "INT"],
    "E5": ["ADMI", "OPE"],
    "E6": ["LEAD", "INT"],
    "E7": ["ADMI", "OPE"],
    "E8": ["CONT", "SYS"],
    "E9": ["ADMI", "OPE"],
}
PAIRS = list(bilingual(CORE))
READ_BY_RESPONDENTS = [
    *bilingual(CORE["name"], "name"),
    *bilingual(CORE["period"], "period"),
    *bilingual(CORE["scales"], "scales"),
    *bilingual(CORE["apart"], "apart"),
    *bilingual(CORE["sections"], "sections"),
    *bilingual(CORE["items"], "items"),
    *bilingual(CORE["open"], "open"),
]


def test_counts_are_those_of_the_specification() -> None:
    kinds = Counter("theme" if code[:3] in THEMES else code[0] for code in ITEMS)
    assert kinds == {"theme": 16, "E": 18, "D": 2, "I": 3}
    assert [question["code"] for question in CORE["open"]] == ["O1", "O2"]
    assert CORE["minutes"] == 9


def test_codes_are_unique() -> None:
    codes = [entry["code"] for part in ("items", "open", "constructs", "sections") for entry in CORE[part]]
    repeated = {code for code, times in Counter(codes).items() if times > 1}
    assert repeated == {"I1", "I2", "I3"}, "only an indicator shares its code with its single item"
    assert len(ITEMS) == len(CORE["items"])


def test_every_item_stands_in_exactly_one_section() -> None:
    placed = [code for section in CORE["sections"] for code in section["items"]]
    assert sorted(placed) == sorted(ITEMS)


def test_sections_fit_a_page_each() -> None:
    assert 6 <= len(CORE["sections"]) <= 8
    assert all(3 <= len(section["items"]) <= 9 for section in CORE["sections"])


def test_indicators_come_last_and_every_other_section_mixes_constructs() -> None:
    assert set(CORE["sections"][-1]["items"]) == {"I1", "I2", "I3"}
    for section in CORE["sections"][:-1]:
        assert len({ITEMS[code]["feeds"][0] for code in section["items"]}) >= 3, section["code"]


def test_every_item_feeds_what_the_specification_says() -> None:
    for code, item in ITEMS.items():
        if code[:3] in THEMES:
            expected = [code[:3], "SYN"]
        elif code[0] == "E":
            expected = [code[:2], *ELEMENTS[code[:2]]]
        else:
            expected = ["DECI", "OPE"] if code[0] == "D" else [code]
        assert item["feeds"] == expected, code


def test_every_construct_is_fed_and_every_feed_is_a_construct() -> None:
    fed = Counter(code for item in CORE["items"] for code in item["feeds"])
    assert set(fed) == set(CONSTRUCTS)
    assert fed["SYN"] == 16
    assert {fed[theme] for theme in THEMES} == {4}
    assert {fed[element] for element in ELEMENTS} == {2}


def test_constructs_have_the_kinds_and_levels_of_the_contract() -> None:
    kinds = Counter(construct["kind"] for construct in CONSTRUCTS.values())
    assert kinds == {
        "theme": 4,
        "synergy": 1,
        "element": 9,
        "process": 6,
        "level": 3,
        "indicator": 3,
    }
    levels = {code: construct["level"] for code, construct in CONSTRUCTS.items() if "level" in construct}
    assert levels == {
        "LEAD": "INT",
        "COMM": "INT",
        "DECI": "OPE",
        "ADMI": "OPE",
        "RESO": "OPE",
        "CONT": "SYS",
    }
    for item in CORE["items"]:
        for process in set(item["feeds"]) & set(levels):
            assert levels[process] in item["feeds"], f"{item['code']} feeds a process but not its level"


def test_short_names_fit_a_chart_label() -> None:
    for construct in CONSTRUCTS.values():
        assert all(len(text) <= MAX_SHORT for text in construct["short"].values()), construct["code"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_names_tell_the_constructs_of_a_kind_apart(language: str) -> None:
    for part in ("name", "short"):
        names = [(construct["kind"], construct[part][language]) for construct in CONSTRUCTS.values()]
        assert len(set(names)) == len(names)


def test_option_values_and_scores_are_those_of_the_scales() -> None:
    values = {kind: [option["value"] for option in scale["options"]] for kind, scale in CORE["scales"].items()}
    assert values == {
        "agree": [1, 2, 3, 4, 5],
        "balance": [1, 2, 3, 4, 5],
        "compared": [1, 2, 3],
    }
    assert all(scale["kind"] == name for name, scale in CORE["scales"].items())
    assert CORE["scales"]["balance"]["scores"] == {
        "1": 1,
        "2": 3,
        "3": 5,
        "4": 3,
        "5": 1,
    }
    assert [option["code"] for option in CORE["scales"]["compared"]["options"]] == [
        "antagony",
        "additive",
        "synergy",
    ]
    assert [option["value"] for option in CORE["apart"]] == ["dk", "na"]


def test_only_the_named_items_leave_the_agree_scale() -> None:
    other = {code: item["scale"] for code, item in ITEMS.items() if item["scale"] != "agree"}
    assert other == {"E5B": "balance", "E7B": "balance", "I1": "compared"}
    assert [code for code, item in ITEMS.items() if item["reverse"]] == ["I3"]


def test_balance_items_word_their_own_poles() -> None:
    default = CORE["scales"]["balance"]["options"]
    for code in ("E5B", "E7B"):
        own = ITEMS[code]["options"]
        assert [option["value"] for option in own] == [option["value"] for option in default]
        assert all(own[pole]["label"] != default[pole]["label"] for pole in (0, 1, 3, 4))


def test_bands_touch_without_gap_and_name_their_source() -> None:
    ranges = [(band["code"], band["low"], band["high"]) for band in CORE["bands"]["ranges"]]
    assert ranges == [("attention", 1, 3), ("discuss", 3, 4), ("strength", 4, 5)]
    for text in CORE["bands"]["source"].values():
        assert {"Wilder", "PSAT", "Loban"} <= set(re.findall(r"\w+", text))


@pytest.mark.parametrize(("place", "pair"), PAIRS, ids=[place for place, _ in PAIRS])
def test_every_text_exists_in_both_languages(place: str, pair: dict[str, str]) -> None:
    assert set(pair) == {"en", "fr"}
    assert all(text.strip() == text and text for text in pair.values())
    assert pair["en"] != pair["fr"], "not translated"


@pytest.mark.parametrize(
    ("place", "pair"),
    READ_BY_RESPONDENTS,
    ids=[place for place, _ in READ_BY_RESPONDENTS],
)
def test_respondents_read_short_plain_sentences(place: str, pair: dict[str, str]) -> None:
    for text in pair.values():
        assert not FORBIDDEN.search(text), text
        assert all(len(words) <= MAX_WORDS for words in sentences(text)), text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_two_items_say_the_same(language: str) -> None:
    texts = [item["text"][language] for item in CORE["items"]]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("place", "pair"), PAIRS, ids=[place for place, _ in PAIRS])
def test_typography_is_that_of_each_language(place: str, pair: dict[str, str]) -> None:
    for text in pair.values():
        assert not re.search("'|\"|  ", text)
    assert not re.search(r"[^\u00a0]:|«[^\u00a0]|[^\u00a0]»|\s[;?!]", pair["fr"]), "Quebec spacing"
    assert "\u00a0" not in pair["en"]
