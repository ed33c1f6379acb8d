"""Who did what to which object, kept for good and never with the values of answers."""

from typing import TYPE_CHECKING, Any

from synergy.audit import codes

if TYPE_CHECKING:
    from synergy.audit.entries import HistoryLine, history, lines, record

__all__ = ["HistoryLine", "codes", "history", "lines", "record"]


def __getattr__(name: str) -> Any:
    # The entries need the app registry, which is not ready when Django first imports this package.
    if name not in __all__:
        raise AttributeError(name)
    from synergy.audit import entries

    return getattr(entries, name)
