"""Audit entries in the admin: to read, not to touch."""

from django.contrib import admin
from django.http import HttpRequest

from synergy.audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ["at", "actor_label", "action", "object_label", "scope"]
    list_filter = ["action"]
    search_fields = ["actor_label", "object_label", "scope", "request_id"]
    ordering = ["-at"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False
