"""The columns of exported files: what each is called, what it holds and how it came about, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.exports.scores import Cell, Row
from assessments.models import Change
from assessments.queries.instruments import Text

LANGUAGES = ("en", "fr")
NO_NUMBER = -9
"""The one user-missing code of published numbers: what is hidden and what does not exist must look alike."""


def both(words: str | Promise) -> Text:
    """The words in both languages, whichever is active."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(str(words))
    return Text(*said)


NOTHING = Text("", "")


@dataclass(frozen=True)
class Variable:
    """A column; `kind` is text, date, flag, whole, number or answer (an option, or one of the `missing` words).

    `values` names the codes of a text, flag or answer. `missing` gives words in the data their user-missing code.
    """

    name: str
    kind: str
    label: Text
    how: Text = NOTHING
    span: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    versions: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.kind in ("flag", "whole", "number", "answer")


@dataclass(frozen=True)
class Frame:
    """What stands in one file: columns, and rows with one cell a column."""

    variables: tuple[Variable, ...]
    rows: list[Row]

    @property
    def names(self) -> list[str]:
        return [variable.name for variable in self.variables]

    def records(self) -> list[dict[str, Cell]]:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


YES_NO = {"true": _("yes"), "false": _("no")}
KINDS = {
    "synergy": _("synergy"),
    "theme": _("theme"),
    "element": _("element"),
    "process": _("process"),
    "level": _("level"),
    "indicator": _("indicator"),
}
_ALIKE = {"alike": _("All answered alike: low and high bound the mean, which is not given")}
_HALF = _(
    "Each person’s score is the mean of the items answered, if at least half of them were; this is over the persons"
    " with a score."
)
_CHANGE = _("Among those who answered both times where they are enough, else among everybody.")

# name, kind, label, how it came about, range
_Column = tuple[str, str, Promise, str | Promise, str]
OF_ROUNDS: tuple[_Column, ...] = (
    ("partnership", "text", _("Partnership"), "", ""),
    ("round", "whole", _("Round"), "", "1–"),
    ("closed_on", "date", _("Closed on"), "", ""),
    ("instrument", "text", _("Questionnaire"), "", ""),
    ("instrument_version", "whole", _("Version of the questionnaire"), "", "1–"),
    ("invited", "whole", _("People invited"), _("Empty where answers were imported."), "0–"),
    ("answered", "whole", _("People who answered"), "", "0–"),
    ("breakdown", "text", _("Breakdown"), _("Empty: everybody together."), ""),
    ("group", "text", _("Group (code)"), "", ""),
    ("group_name", "text", _("Group"), "", ""),
)
OF_CONSTRUCTS: tuple[_Column, ...] = (
    ("kind", "text", _("Kind of construct"), "", ""),
    ("construct", "text", _("Construct"), "", ""),
    ("name_en", "text", _("Name of the construct in English"), "", ""),
    ("name_fr", "text", _("Name of the construct in French"), "", ""),
)
STATISTICS: tuple[_Column, ...] = (
    ("shown", "flag", _("Number shown"), _("“No”: too few answers, or those of a few people could be worked out."), ""),
    ("n", "whole", _("Persons with a score"), _HALF, "0–"),
    ("mean", "number", _("Mean"), _HALF, ""),
    ("sd", "number", _("Standard deviation"), _HALF, "0–"),
    ("low", "number", _("Lower end of the 95% interval"), _("Logit-t interval of the mean."), ""),
    ("high", "number", _("Upper end of the 95% interval"), _("Logit-t interval of the mean."), ""),
    ("note", "text", _("Note"), "", ""),
    ("band", "text", _("Band"), _("The band that holds the mean."), ""),
)
_SHARE = _("Share of the valid answers to the compared item.")
SHARES: tuple[_Column, ...] = (
    ("share_less", "number", _("Share “less than separately” (antagony)"), _SHARE, "0–1"),
    ("share_same", "number", _("Share “the same as separately” (additive)"), _SHARE, "0–1"),
    ("share_more", "number", _("Share “more than separately” (synergy)"), _SHARE, "0–1"),
)
CHANGES: tuple[_Column, ...] = (
    ("change_since_round", "whole", _("Change since round"), "", "1–"),
    ("change_linked", "flag", _("Change among those who answered both times"), "", ""),
    ("change", "number", _("Change of the mean"), _CHANGE, "-4–4"),
    ("change_low", "number", _("Lower end of the change’s 95% interval"), _CHANGE, "-4–4"),
    ("change_high", "number", _("Upper end of the change’s 95% interval"), _CHANGE, "-4–4"),
    ("verdict", "text", _("Verdict on the change"), _("Corrected for the number of comparisons (Holm)."), ""),
)


def named(words: Mapping[str, str | Promise]) -> dict[str, Text]:
    return {code: both(word) for code, word in words.items()}


def fixed_values() -> dict[str, dict[str, Text]]:
    """What codes mean in the columns whose codes are the same in every questionnaire."""
    return {
        "shown": named(YES_NO),
        "change_linked": named(YES_NO),
        "kind": named(KINDS),
        "note": named(_ALIKE),
        "verdict": named({verdict.value: verdict.label for verdict in Change.Verdict}),
    }
