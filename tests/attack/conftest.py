"""The counts of an attack, printed when it is over."""

from collections import Counter
from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Each name a test recorded, added up over all tests."""
    counts: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            counts.update(
                {name: value for name, value in getattr(report, "user_properties", []) if report.when == "call"}
            )
    if counts:
        terminalreporter.section("what the attacker looked at")
        for name, value in counts.items():
            terminalreporter.write_line(f"{value:>9,}  {name}")
