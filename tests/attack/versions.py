"""The questionnaires on which partnerships are simulated: the core one, and shorter ones made of its items."""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from assessments.statistics.scales import Item, Scale, Scoring

Content = dict[str, Any]
FILE = Path(__file__).parents[2] / "assessments" / "instruments" / "core_1.json"
PULSE = ["RES4", "ATM2", "BEN4", "ADA2", "E1A", "E2A", "E3A", "E4A", "E5A", "E6B", "E7A", "E8B", "E9B"]
SMALL = ["RES1", "RES2", "RES3", "RES4", "ATM1", "ATM2", "E5A", "E5B", "E7A", "E7B", "I2"]
"""Two themes, and two elements that make one process; one item of each element is a balance item, scored 1, 3, 5."""


@cache
def core() -> Content:
    content: Content = json.loads(FILE.read_text("utf-8"))
    return content


def pulse() -> Content:
    return shortened(PULSE, "pulse_1")


def small() -> Content:
    return shortened(SMALL, "small_1")


def short(items: int, seed: int) -> Content:
    """So many items, taken by chance."""
    codes = [item["code"] for item in core()["items"]]
    return shortened(Random(seed).sample(codes, items), f"short_{items}_{seed}")


def shortened(items: Collection[str], code: str) -> Content:
    """The core content with these items alone, and the constructs they feed."""
    content = core()
    kept = [item for item in content["items"] if item["code"] in items]
    fed = {construct for item in kept for construct in item["feeds"]}
    sections = [one | {"items": [code for code in one["items"] if code in items]} for one in content["sections"]]
    return content | {
        "code": code,
        "items": kept,
        "constructs": [one for one in content["constructs"] if one["code"] in fed],
        "sections": [one for one in sections if one["items"]],
    }


def scoring_of(content: Content) -> Scoring:
    """As scoring wants it, in the order of the sections; read here a second time, so that no Django is needed."""
    by_code = {item["code"]: item for item in content["items"]}
    codes = [code for section in content["sections"] for code in section["items"]]
    scales = [
        Scale(one["code"], tuple(_fed(content, one["code"])), one.get("min_answered"), one["kind"])
        for one in content["constructs"]
    ]
    return Scoring(tuple(_item(by_code[code], content["scales"]) for code in codes), tuple(scales))


def _fed(content: Content, construct: str) -> list[str]:
    return [item["code"] for item in content["items"] if construct in item["feeds"]]


def _item(raw: Mapping[str, Any], scales: Mapping[str, Any]) -> Item:
    scale = scales[raw["scale"]]
    values = [option["value"] for option in raw.get("options") or scale["options"]]
    scores = {int(value): float(score) for value, score in scale["scores"].items()} if "scores" in scale else None
    return Item(
        raw["code"], min(values), max(values), raw.get("reverse", False), scores, rated=raw["scale"] != "compared"
    )
