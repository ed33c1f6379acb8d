"""Core 2 says core 1 more plainly: what kept its meaning kept its code, what did not has a new one."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from assessments.disclosure.linkage import Earlier
from assessments.disclosure.publications import publication
from assessments.disclosure.rules import Rules
from assessments.instruments.services import FOLDER
from assessments.questionnaire import Item, parse
from tests.assessments.disclosure.rounds import crowd, mixed
from tests.assessments.instruments.plain_words import FORBIDDEN, MAX_SHORT, MAX_WORDS, bilingual, sentences

CORE_1: dict[str, Any] = json.loads((FOLDER / "core_1.json").read_text(encoding="utf-8"))
CORE: dict[str, Any] = json.loads((FOLDER / "core_2.json").read_text(encoding="utf-8"))
BEFORE, NOW = parse(CORE_1), parse(CORE)
PAIRS = list(bilingual(CORE, "core_2"))
READ_PARTS = ("name", "period", "scales", "apart", "sections", "items", "open")
READ = [pair for part in READ_PARTS for pair in bilingual(CORE[part])]

KEPT = {
    "RES1": "French only: « libère du personnel » is how the network says that paid time is given",
    "ATM2": "still everybody listened to with respect; no longer names a group that some partnerships have not",
    "ATM4": "the wish to go on after meetings, said of people and not of meetings",
    "BEN1": "French only: « personnes » for « gens »",
    "BEN2": "French only: « me développer », as « grandir » is said of children",
    "ADA3": "an agreed way to review and update plans, in words that are shorter",
    "E5B": "French only: the middle of the scale is balance, as the poles are too much of either",
    "E7B": "the same five places between tasks and relationships, as options that answer the question",
    "E8A": "the same four conditions; “politics” read as party politics and “money” as pay",
    "E8B": "French only: « représentantes et représentants » for « leurs gens »",
    "D2": "French only: « quel que soit » agrees with what it speaks of",
    "I1": "French only: the same comparison without « chacun seul », which is masculine",
}
"""Items whose words changed and whose meaning did not: the reason why each kept its code."""

NEW = {
    "BEN5": ("BEN3", "BEN3 asked whether the work helps, or else whether signs say that it will; BEN5 asks for signs"),
    "I4": ("I3", "I3 was reversed, so that who agreed complained; I4 asks the same thing the other way round"),
}
"""Items with a new code: which one each replaces, and why its answers must not be joined to the older ones."""


def words_of(item: Item) -> tuple[object, ...]:
    return (item.text, item.options)


def test_every_item_whose_words_changed_says_why_it_kept_its_code() -> None:
    before = {item.code: item for item in BEFORE.items}
    changed = {item.code for item in NOW.items if item.code in before and words_of(before[item.code]) != words_of(item)}
    assert changed == set(KEPT)
    assert all(len(reason) > 20 for reason in KEPT.values())


def test_every_new_code_takes_the_place_of_one_that_is_gone() -> None:
    codes_before, codes = ({item.code for item in version.items} for version in (BEFORE, NOW))
    assert codes - codes_before == set(NEW)
    assert codes_before - codes == {gone for gone, _reason in NEW.values()}
    places = [[item.code for item in section.items] for section in NOW.sections]
    replaced = {gone: code for code, (gone, _reason) in NEW.items()}
    assert places == [[replaced.get(item.code, item.code) for item in section.items] for section in BEFORE.sections]


def test_a_kept_code_is_scored_and_counted_as_it_was() -> None:
    before = {item.code: item for item in BEFORE.items}
    for item in NOW.items:
        if item.code in before:
            assert NOW.scoring.by_code[item.code] == BEFORE.scoring.by_code[item.code]
            assert item.feeds == before[item.code].feeds
        else:
            gone = before[NEW[item.code][0]]
            assert item.feeds == tuple(item.code if code == gone.code else code for code in gone.feeds)


def test_no_item_is_read_backwards_any_more() -> None:
    assert not [item.code for item in NOW.items if item.reverse]


def test_rounds_of_both_versions_are_compared_on_the_items_that_kept_their_code() -> None:
    people = [f"p{number}" for number in range(12)]
    before, now = ([{**row, "I1": 2} for row in mixed(v.scoring, 12)] for v in (BEFORE, NOW))
    earlier = crowd(BEFORE.scoring, before, keys=people)
    first = publication(earlier, Rules(5))
    later = crowd(NOW.scoring, now, keys=people)
    (link,) = publication(later, Rules(5), [Earlier(1, earlier, first.counted)]).linkages
    assert set(link.items["BEN"]) == {"BEN1", "BEN2", "BEN4"}
    assert len(link.items["SYN"]) == 15
    assert len(link.items["ATM"]) == len(link.items["RES"]) == len(link.items["ADA"]) == 4
    assert not {"I3", "I4"} & set(link.items)


def test_the_shape_is_that_of_core_1() -> None:
    assert {key: len(value) for key, value in CORE.items() if isinstance(value, list)} == {
        key: len(value) for key, value in CORE_1.items() if isinstance(value, list)
    }
    assert (CORE["code"], CORE["instrument"], CORE["version"]) == ("core_2", CORE_1["instrument"], 2)
    placed = [code for section in CORE["sections"] for code in section["items"]]
    assert sorted(placed) == sorted(item["code"] for item in CORE["items"])
    fed = Counter(code for item in CORE["items"] for code in item["feeds"])
    assert set(fed) == {construct["code"] for construct in CORE["constructs"]}
    assert all(len(text) <= MAX_SHORT for construct in CORE["constructs"] for text in construct["short"].values())


@pytest.mark.parametrize(("place", "pair"), PAIRS, ids=[place for place, _ in PAIRS])
def test_every_text_is_set_in_both_languages(place: str, pair: dict[str, str]) -> None:
    assert set(pair) == {"en", "fr"}
    assert all(text.strip() == text and text for text in pair.values())
    assert pair["en"] != pair["fr"], "not translated"
    assert not any(re.search("'|\"|  ", text) for text in pair.values())
    assert not re.search(r"[^\u00a0]:|«[^\u00a0]|[^\u00a0]»|\s[;?!]", pair["fr"]), "Quebec spacing"
    assert "\u00a0" not in pair["en"]


@pytest.mark.parametrize("pair", [pair for _place, pair in READ], ids=[pair["en"][:40] for _place, pair in READ])
def test_respondents_read_short_plain_sentences_in_core_2(pair: dict[str, str]) -> None:
    for text in pair.values():
        assert not FORBIDDEN.search(text), text
        assert all(len(words) <= MAX_WORDS for words in sentences(text)), text


@pytest.mark.parametrize("code", ["E1B", "BEN1"])
def test_who_speaks_for_no_organisation_is_told_what_to_choose(code: str) -> None:
    section = next(section for section in NOW.sections if code in [item.code for item in section.items])
    assert "If you do not speak for an organisation, choose “Not applicable”" in section.lead.en
    assert "Si vous ne représentez pas d’organisation, choisissez «\u00a0Ne s’applique pas\u00a0»" in section.lead.fr
