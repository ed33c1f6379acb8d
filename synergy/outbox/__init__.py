"""Mail that is to be sent and work that falls due; bodies are never stored, because links in them are keys."""

from typing import TYPE_CHECKING, Any

from synergy.outbox import jobs, kinds
from synergy.outbox.kinds import Rendered

if TYPE_CHECKING:
    from synergy.outbox.deliveries import Delivery, deliver_due
    from synergy.outbox.queues import Draft, Line, log, queue, queue_many, resend

_LAZY = {
    "Delivery": "deliveries",
    "deliver_due": "deliveries",
    "Draft": "queues",
    "Line": "queues",
    "log": "queues",
    "queue": "queues",
    "queue_many": "queues",
    "resend": "queues",
}
__all__ = [
    "Delivery",
    "Draft",
    "Line",
    "Rendered",
    "deliver_due",
    "jobs",
    "kinds",
    "log",
    "queue",
    "queue_many",
    "resend",
]


def __getattr__(name: str) -> Any:
    # Messages need the app registry, which is not ready when Django first imports this package.
    if name not in _LAZY:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"synergy.outbox.{_LAZY[name]}"), name)
