"""The id of the request being answered, for audit entries and log lines."""

from contextvars import ContextVar

current_id: ContextVar[str] = ContextVar("request_id", default="")
