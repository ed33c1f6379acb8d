"""Published numbers as pages, files and pictures read them."""

from dataclasses import dataclass, field

from assessments.models.score import METHOD


@dataclass(frozen=True)
class Value:
    """A construct's number as it may be shown; `shown` False: too few, or it would reveal a smaller group.

    `note` "all_equal": there is no spread, so the interval assumes one more response. `told`: words in place of a mean
    that a round of method 1 does not give. `shares` only for the compared item: option code -> share of valid answers.
    """

    construct: str
    shown: bool
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    band: str = ""
    shares: dict[str, float] = field(default_factory=dict)
    group: str = ""
    apart: float | None = None  # how far answers lie from their mean on average, in points; everybody's only
    agreed: bool | None = None  # whether that is close enough to speak of agreement
    decimals: int = 2  # how many the number is read with, everywhere: one for a group of fewer than thirty
    items: tuple[str, ...] = ()  # what the score is the mean of
    answers: tuple[int, ...] = ()  # to each of these
    own: float | None = None  # how strongly answers to its items go together, where it has a number of its own
    told: str = ""

    @property
    def is_older(self) -> bool:
        """Worked out by method 1: it does not say which items it is the mean of, and nothing is compared with it."""
        return self.shown and not self.items and not self.shares


@dataclass(frozen=True)
class Group:
    """A group of a breakdown; one that is not shown looks the same whether it is empty or too small."""

    code: str
    label: str
    shown: bool


@dataclass(frozen=True)
class Breakdown:
    code: str
    groups: tuple[Group, ...]
    values: dict[tuple[str, str], Value]  # (group, construct) -> value; absent means not shown
    constructs: frozenset[str]  # those on which groups are compared at all
    everybody: dict[str, Value] = field(default_factory=dict)  # construct -> everybody's, on the items compared here

    def value(self, group: Group, construct: str) -> Value:
        return self.values.get((group.code, construct)) or Value(construct, shown=False, group=group.code)


@dataclass(frozen=True)
class ChangeValue:
    """A construct's change since the round before, in scale points, with its 95 % interval and verdict.

    `before` and `after` are the two scores it is the difference of, on the `items` that count in both rounds.
    """

    construct: str
    against: int  # number of the earlier round
    linked: bool
    n_linked: int | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    arrow: bool
    before: float | None = None
    after: float | None = None
    items: tuple[str, ...] = ()
    r: float | None = None  # how strongly scores of people who answered both times go together, one decimal


@dataclass(frozen=True)
class TallyValue:
    """An item's numbers; `counts` (option value -> answers) and `sd` are None where only the mean may be shown.

    `told`: words in place of counts that a round of method 1 does not give.
    """

    item: str
    shown: bool
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    counts: dict[str, int] | None = None
    na: int | None = None
    dk: int | None = None
    blank: int | None = None
    na_share: float | None = None
    dk_share: float | None = None
    told: str = ""
    decimals: int = 2


@dataclass(frozen=True)
class Plan:
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
