"""How much is measured: the sizes of issue and demonstration, and small ones to see that everything runs."""

from dataclasses import dataclass

INSIDE = ("opening", "submission", "pages")  # parts measured inside one process
PARTS = (*INSIDE, "closing", "backups")
_MANY = 100_000


@dataclass(frozen=True)
class Sizes:
    invited: int = 10_000  # members of the round that is opened, and answered
    requests: int = 144  # of each kind, one after the other; as many again by all clients together
    respondents: int = 24  # whole questionnaires, one after the other; as many again by all clients together
    clients: int = 8
    passes: int = 6  # kinds take turns, so that a busy moment of the machine meets all of them
    closed: tuple[int, ...] = (100, 1_000, 10_000, 100_000)
    closes: int = 5  # of each size and build
    closes_of_many: int = 1
    rounds: tuple[int, ...] = (6, 60)
    views: int = 15
    partnerships: int = 50  # of the demonstration that is backed up
    backups: int = 5

    def repeated(self, responses: int) -> int:
        return self.closes_of_many if responses >= _MANY else self.closes


FULL = Sizes()
QUICK = Sizes(
    invited=500,
    requests=24,
    respondents=8,
    passes=1,
    closed=(100, 300),
    closes=1,
    rounds=(2, 6),
    views=5,
    partnerships=2,
    backups=1,
)
