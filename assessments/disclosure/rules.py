"""How many answers a number needs before it is published."""

from dataclasses import dataclass

DISTRIBUTION_FROM, COMMENTS_FROM = 8, 8
ALIKE_BELOW = 10
"""Below so many answers a group that answered an item alike leaves it out of the breakdown."""
FEWEST_SPREADS = 12
"""With fewer scored items, an item borrows the spread of those that show theirs."""
ROUNDED_BELOW = 30
"""Below so many people the score of a group has one decimal from the moment it is worked out."""


@dataclass(frozen=True)
class Rules:
    """K of the round, and the breakdowns chosen before the opening, in their order."""

    k: int
    breakdowns: tuple[str, ...] = ()

    @property
    def distribution_from(self) -> int:
        return max(DISTRIBUTION_FROM, self.k)

    @property
    def comments_from(self) -> int:
        return max(COMMENTS_FROM, self.k)
