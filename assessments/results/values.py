"""Published numbers as pages, files and pictures read them."""

from dataclasses import dataclass, field

from assessments.models.score import METHOD

DONT_KNOW_FROM = 0.15
"""The share of people from which many not knowing an answer is said."""


@dataclass(frozen=True)
class PublishedValue:
    """A number as it may be shown; `shown` False: too few answers, or it would reveal those of a smaller group.

    `note` "all_equal": there is no spread, so the interval assumes one more response. `in_words` stands in place of
    what a round of method 1 does not give: the mean of a score, the counts of an item.
    """

    code: str  # of the construct or item
    shown: bool
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    in_words: str = ""
    decimals: int = 2  # how many the number is read with, everywhere: one for a group of fewer than thirty


@dataclass(frozen=True)
class ScoreValue(PublishedValue):
    """A construct's number; `shares` only for the compared item: option code -> share of valid answers."""

    band: str = ""
    shares: dict[str, float] = field(default_factory=dict)
    group: str = ""
    mean_deviation: float | None = None  # how far answers lie from their mean on average, in points; everybody's only
    agreed: bool | None = None  # whether that is close enough to speak of agreement
    items: tuple[str, ...] = ()  # what the score is the mean of
    answers: tuple[int, ...] = ()  # to each of these
    rho: float | None = None  # how strongly answers to its items go together, where it has a number of its own

    @property
    def is_method_one(self) -> bool:
        """Worked out by method 1: it does not say which items it is the mean of, and nothing is compared with it."""
        return self.shown and not self.items and not self.shares


@dataclass(frozen=True)
class TallyValue(PublishedValue):
    """An item's numbers; `counts` (option value -> answers) and `sd` are None where only the mean may be shown."""

    counts: dict[str, int] | None = None
    na: int | None = None
    dk: int | None = None
    blank: int | None = None
    na_share: float | None = None
    dk_share: float | None = None


@dataclass(frozen=True)
class BreakdownValues:
    """Scores by group; a group that is not shown looks the same whether it is empty or too small."""

    code: str
    labels: dict[str, str]  # group -> name in the reader’s language, in the order in which groups are listed
    shown: frozenset[str]  # groups with numbers
    values: dict[tuple[str, str], ScoreValue]  # (group, construct) -> value; absent means not shown
    constructs: frozenset[str]  # those on which groups are compared at all
    everybody: dict[str, ScoreValue] = field(default_factory=dict)  # construct -> on the items compared here

    def value(self, group: str, construct: str) -> ScoreValue:
        return self.values.get((group, construct)) or ScoreValue(construct, shown=False, group=group)

    @property
    def shown_labels(self) -> dict[str, str]:
        return {group: label for group, label in self.labels.items() if group in self.shown}


@dataclass(frozen=True)
class ChangeValue:
    """A construct's change since an earlier round, in scale points, with its 95 % interval and verdict.

    `before` and `after` are the two scores it is the difference of, on the `items` that count in both rounds. `effect`
    is g, from ten people up; `r` says how strongly scores of people who answered both times go together, one decimal.
    """

    construct: str
    against: int  # number of the earlier round
    linked: bool
    n_linked: int | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    before: float | None = None
    after: float | None = None
    items: tuple[str, ...] = ()
    n_before: int | None = None
    n_after: int | None = None
    p: float | None = None
    p_adjusted: float | None = None
    r: float | None = None
    effect: float | None = None


@dataclass(frozen=True)
class PlanValue:
    """What was decided at the close: K, whether anything is published, and how strongly answers go together.

    `within` a theme or element, and `across` them; `assumed`: which of the two could not be worked out. None where the
    round was closed by method 1.
    """

    k: int
    respondents: int
    published: bool
    distribution_from: int
    method: int = METHOD
    within: float | None = None
    across: float | None = None
    assumed: tuple[bool, bool] = (False, False)
    spread: float | None = None  # counted for items with fewer answers than a distribution needs
    linked: dict[int, tuple[int, float | None]] = field(default_factory=dict)
    """Earlier round -> how many people answered both rounds, and how their scores go together (r, one decimal)."""
