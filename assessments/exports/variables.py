"""The columns of exported files: what each is called, what it holds and how it came about, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.exports.scores import ITEM, USUAL_OPTIONS, CellRow, more_counts
from assessments.models import Change
from assessments.questionnaire import Questionnaire, Text

LANGUAGES = ("en", "fr")
NO_NUMBER = -9
"""The one user-missing code of published numbers: what is hidden and what does not exist must look alike."""


def both(words: str | Promise | Text, **values: str) -> Text:
    """The words in both languages, whichever is active, with these values in them."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(str(words) % values if values else str(words))
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
    rows: list[CellRow]

    @property
    def names(self) -> list[str]:
        return [variable.name for variable in self.variables]


YES_NO = {"true": _("yes"), "false": _("no")}
KINDS = {
    "synergy": _("synergy"),
    "theme": _("theme"),
    "element": _("element"),
    "process": _("process"),
    "level": _("level"),
    "indicator": _("indicator"),
    ITEM: _("question"),
}
_NOTES = {"all_equal": _("No spread, or the mean at an end of the scale: the interval assumes one more response")}
_SHOWN = _("“No”: too few answers, or in a breakdown those of a few people could be worked out.")
_N = _("Of a score: people who answered at least one of the questions that count in it. Of a question: valid answers.")
_MEAN = _(
    "Of a score: the mean of its questions’ means, each over those who answered it. Of a group of fewer than 30"
    " people: rounded to one decimal before anything else is worked out from it."
)
_SD = _(
    "Of a question: over those who answered it (n − 1), from 8 answers. Of a score: its standard error times the root"
    " of n; the standard error comes from the spread of its questions and from how strongly answers go together."
)
_INTERVAL = _("Logit-t interval of the mean, from its standard error; not corrected for the number of comparisons.")
_CHANGE = _(
    "This score minus that of the earlier round, both on the questions that count in either, over everybody. People who"
    " answered both times make the interval narrower, and nothing else."
)
_RHO = _("Mean correlation of these questions, 0 to 0.9, one decimal; with fewer than 20 pairs it is assumed.")

# name, kind, label, how it came about, range
Column = tuple[str, str, str | Promise | Text, str | Promise, str]
OF_ROUNDS: tuple[Column, ...] = (
    ("partnership", "text", _("Partnership"), "", ""),
    ("round", "whole", _("Round"), "", "1–"),
    ("closed_on", "date", _("Closed on"), "", ""),
    ("instrument", "text", _("Questionnaire"), "", ""),
    ("instrument_version", "whole", _("Version of the questionnaire"), "", "1–"),
    ("invited", "whole", _("People invited"), _("Empty where answers were imported."), "0–"),
    ("answered", "whole", _("People who answered"), "", "0–"),
    ("breakdown", "text", _("Breakdown"), _("Empty: everybody together."), ""),
    (
        "group",
        "text",
        _("Group (code)"),
        _("“everybody”: everybody, on the questions on which groups are compared."),
        "",
    ),
    ("group_name", "text", _("Group"), "", ""),
)
OF_CONSTRUCTS: tuple[Column, ...] = (
    ("kind", "text", _("Kind of construct"), _("“item”: a question by itself."), ""),
    ("construct", "text", _("Construct"), _("Of a question: its code."), ""),
    ("name_en", "text", _("Name of the construct in English"), _("Of a question: its words."), ""),
    ("name_fr", "text", _("Name of the construct in French"), _("Of a question: its words."), ""),
)
STATISTICS: tuple[Column, ...] = (
    ("shown", "flag", _("Number shown"), _SHOWN, ""),
    ("n", "whole", _("People behind the number"), _N, "0–"),
    ("mean", "number", _("Mean"), _MEAN, ""),
    ("sd", "number", _("Standard deviation"), _SD, "0–"),
    ("low", "number", _("Lower end of the 95% interval"), _INTERVAL, ""),
    ("high", "number", _("Upper end of the 95% interval"), _INTERVAL, ""),
    ("note", "text", _("Note"), "", ""),
    ("band", "text", _("Band"), _("The band that holds the mean."), ""),
)
_SHARE = _("Share of the valid answers to the compared item.")
SHARES: tuple[Column, ...] = (
    ("share_less", "number", _("Share “less than separately” (antagony)"), _SHARE, "0–1"),
    ("share_same", "number", _("Share “the same as separately” (additive)"), _SHARE, "0–1"),
    ("share_more", "number", _("Share “more than separately” (synergy)"), _SHARE, "0–1"),
)
CHANGES: tuple[Column, ...] = (
    ("change_since_round", "whole", _("Change since round"), _("Never across two methods."), "1–"),
    ("change_linked", "flag", _("Change: some people answered both times"), "", ""),
    ("change", "number", _("Change of the mean"), _CHANGE, "-4–4"),
    ("change_low", "number", _("Lower end of the change’s 95% interval"), _CHANGE, "-4–4"),
    ("change_high", "number", _("Upper end of the change’s 95% interval"), _CHANGE, "-4–4"),
    ("verdict", "text", _("Verdict on the change"), _("Corrected for the number of comparisons (Holm)."), ""),
)
METHODS: tuple[Column, ...] = (
    (
        *("method", "whole", _("Method of the scores")),
        *(_("2: mean of the questions’ means. 1: mean of people’s own means, in rounds closed earlier."), "1–2"),
    ),
    ("rho_within", "number", _("How strongly answers go together: within a theme or element"), _RHO, "0–0.9"),
    ("rho_across", "number", _("How strongly answers go together: across themes and elements"), _RHO, "0–0.9"),
    (
        *("sd_assumed", "number", _("Standard deviation assumed for questions with fewer than 8 answers")),
        *(_("Root mean square over the questions of the round, one decimal."), "0–"),
    ),
)
_BOTH = _("On the questions that count in both rounds.")
RESTS_ON: tuple[Column, ...] = (
    ("items", "text", _("Questions the score is the mean of"), _("Those with K answers and more."), ""),
    ("answers", "text", _("Answers to each of these questions"), _("In the order of the questions."), ""),
    (
        *("rho", "number", _("How strongly answers to its own questions go together")),
        *(
            _("From 50 people; it then takes the place of the two numbers of the round. One decimal, 0 to 0.9."),
            "0–0.9",
        ),
    ),
    ("change_before", "number", _("Change: score of the earlier round"), _BOTH, ""),
    ("change_after", "number", _("Change: score of this round"), _BOTH, ""),
    ("change_items", "text", _("Change: questions it rests on"), _BOTH, ""),
    ("change_n_before", "whole", _("Change: people in the earlier round"), _BOTH, "0–"),
    ("change_n_after", "whole", _("Change: people in this round"), _BOTH, "0–"),
    ("change_both", "whole", _("Change: people who answered both times"), _BOTH, "0–"),
    (
        *("change_r", "number", _("Change: how strongly their scores of both rounds go together")),
        *(_("Mean correlation over the themes, 0 to 0.9, one decimal; 0 for fewer than 5 people."), "0–0.9"),
    ),
    ("change_p", "number", _("Change: p"), _("t-test for partly the same people (Derrick et al. 2017)."), "0–1"),
    ("change_p_holm", "number", _("Change: p, corrected"), _("Holm, within constructs of one kind."), "0–1"),
    (
        *("in_words", "text", _("In words")),
        *(_("Of a round closed by method 1: what was said in place of a mean or of counts."), ""),
    ),
)
MISSING: tuple[Column, ...] = (
    ("na", "whole", _("Answers “not applicable”"), "", "0–"),
    ("dk", "whole", _("Answers “I don’t know”"), "", "0–"),
    ("blank", "whole", _("Left blank"), "", "0–"),
)
LONG: tuple[Column, ...] = (
    *(*OF_ROUNDS, *OF_CONSTRUCTS, *STATISTICS, *SHARES, *CHANGES, *METHODS, *RESTS_ON),
    ("feeds", "text", _("Constructs in which a question counts"), "", ""),
    *MISSING,
)
OF_ITEMS: tuple[Column, ...] = (*STATISTICS[:-1], RESTS_ON[-1], *MISSING)


def counts(asked: Iterable[Questionnaire]) -> list[Column]:
    """How many chose each option, named by its value, for the options of all these versions."""
    names = [*(f"count_{value}" for value in USUAL_OPTIONS), *more_counts(asked)]
    how = _("From 8 answers, as they were given: backwards questions are not turned round here.")
    return [
        (name, "whole", both(_("Answers with option %(value)s"), value=name.removeprefix("count_")), how, "0–")
        for name in names
    ]


def named(words: Mapping[str, str | Promise]) -> dict[str, Text]:
    return {code: both(word) for code, word in words.items()}


def fixed_values() -> dict[str, dict[str, Text]]:
    """What codes mean in the columns whose codes are the same in every questionnaire."""
    return {
        "shown": named(YES_NO),
        "change_linked": named(YES_NO),
        "kind": named(KINDS),
        "note": named(_NOTES),
        "verdict": named({verdict.value: verdict.label for verdict in Change.Verdict}),
    }
