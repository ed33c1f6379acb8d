"""Messages and due work in the admin: to see what became of them; texts of mails are not kept."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from synergy.outbox import kinds
from synergy.outbox.models import Heartbeat, Message, Work
from synergy.web.admin import ReadOnlyAdmin

_FILTERS = ("state", "kind")


def _unless_discreet(message: Message, value: str) -> str:
    return gettext("not shown") if message.is_discreet else value  # type: ignore[attr-defined]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Whom a discreet message goes to can be neither read, searched, filtered nor sorted by."""

    list_display = ["queued_at", "kind", "whom", "state", "due_at", "attempts", "sent_at", "last_error"]
    list_filter = list(_FILTERS)
    search_fields = ["recipient", "scope"]
    ordering = ["-queued_at"]
    show_full_result_count = False
    fields = [
        "kind", "which", "whom", "about", "scope", "state", "queued_at", "due_at", "claimed_at", "attempts",
        "last_error", "sent_at",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Message]":
        is_discreet = Case(When(kinds.discreet(), then=Value(True)), default=Value(False))
        return super().get_queryset(request).annotate(is_discreet=is_discreet)

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        readable = queryset.filter(is_discreet=False) if search_term else queryset
        return super().get_search_results(request, readable, search_term)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.split("__")[0] in _FILTERS

    @admin.display(description=_("recipient"))
    def whom(self, message: Message) -> str:
        return _unless_discreet(message, message.recipient)

    @admin.display(description=_("key"))
    def which(self, message: Message) -> str:
        return _unless_discreet(message, message.key)

    @admin.display(description=_("about"))
    def about(self, message: Message) -> str:
        return _unless_discreet(message, message.subject_ref)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "last_at"]


@admin.register(Work)
class WorkAdmin(ReadOnlyAdmin):
    list_display = ["asked_at", "kind", "scope", "state", "due_at", "attempts", "ended_at", "last_error"]
    list_filter = ["state", "kind"]
    search_fields = ["scope"]
    ordering = ["-asked_at"]
    show_full_result_count = False
    fields = ["kind", "key", "scope", "asked_by", "state", "asked_at", "due_at", "attempts", "last_error", "ended_at"]
