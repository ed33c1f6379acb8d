"""Instruments and rounds in the admin: to look at, not to touch. Invitations and answers are not there at all."""

from django.contrib import admin

from assessments.models import InstrumentVersion, Round
from synergy.web.admin import ReadOnlyAdmin


@admin.register(InstrumentVersion)
class InstrumentVersionAdmin(ReadOnlyAdmin):
    list_display = ("code", "instrument", "number", "published_at")
    list_filter = ("instrument",)
    list_select_related = ("instrument",)
    search_fields = ("code",)
    fields = ("code", "instrument", "number", "published_at", "digest")


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    list_display = ("partnership", "number", "state", "mode", "collection", "k", "opens_at", "closes_at")
    list_filter = ("state", "mode", "collection")
    list_select_related = ("partnership",)
    search_fields = ("partnership__name", "partnership__slug")
    date_hierarchy = "opens_at"
    ordering = ("-opens_at",)
    fields = (
        ("partnership", "number", "version"),
        ("state", "mode", "collection"),
        ("k", "breakdowns"),
        ("opens_at", "closes_at", "opens_by_itself"),
        ("opened_at", "closed_at"),
        ("invited", "started", "submitted"),
    )
