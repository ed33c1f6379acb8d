"""Messages in the admin: to see what became of them; their texts are not kept."""

from django.contrib import admin
from django.http import HttpRequest

from synergy.outbox.models import Beat, Message


class _ReadOnly:
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(_ReadOnly, admin.ModelAdmin):
    list_display = ["queued_at", "kind", "recipient", "state", "due_at", "attempts", "sent_at", "last_error"]
    list_filter = ["state", "kind"]
    search_fields = ["recipient", "scope"]
    ordering = ["-queued_at"]
    show_full_result_count = False


@admin.register(Beat)
class BeatAdmin(_ReadOnly, admin.ModelAdmin):
    list_display = ["name", "last_at"]
