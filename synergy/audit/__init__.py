"""Who did what to which object, kept for good and never with the values of answers."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request being answered, for audit entries and log lines."""
