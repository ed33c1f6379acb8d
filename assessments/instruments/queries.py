"""An instrument version laid out for reading: every item in both languages with what it feeds."""

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct, Item, Option, Questionnaire, Section

Feeds = list[tuple[Construct, str]]
"""Constructs an item counts towards, each with the colour of a theme, or nothing."""


def sections_with_feeds(asked: Questionnaire) -> list[tuple[Section, list[tuple[Item, Feeds]]]]:
    return [(section, [(item, _feeds(asked, item)) for item in section.items]) for section in asked.sections]


def _feeds(asked: Questionnaire, item: Item) -> Feeds:
    constructs = [construct for code in item.feeds if (construct := asked.construct(code))]
    return [(construct, construct.role if construct.kind == "theme" else "") for construct in constructs]


def items_by_scale(asked: Questionnaire) -> list[tuple[tuple[Option, ...], list[str]]]:
    """The options of each scale, and which items use it."""
    codes: dict[tuple[Option, ...], list[str]] = {}
    for item in asked.items:
        codes.setdefault(item.options, []).append(item.code)
    return list(codes.items())


def constructs_by_kind(asked: Questionnaire) -> list[tuple[str, tuple[Construct, ...]]]:
    """What each kind is called, and its constructs."""
    kinds = {
        "theme": _("Synergy themes"),
        "synergy": _("All themes together"),
        "element": _("Elements"),
        "process": _("Enabling processes"),
        "level": _("Levels"),
        "indicator": _("Indicators"),
    }
    return [(title, constructs) for kind, title in kinds.items() if (constructs := asked.of_kind(kind))]
