"""Audit entries in the admin: to read, not to touch."""

from django.contrib import admin

from synergy.audit.models import Entry
from synergy.web.admin import ReadOnlyAdmin


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_label", "action", "object_label", "scope"]
    list_filter = ["action"]
    search_fields = ["actor_label", "object_label", "scope", "request_id"]
    ordering = ["-at"]
    show_full_result_count = False
