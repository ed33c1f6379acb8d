"""The administration of partnerships: rows are searched and mended, never deleted, and no answer is shown."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db.models import Model, URLField
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse

from partnerships.histories import record
from partnerships.models import (
    ActionItem,
    Attendance,
    ContextEvent,
    Decision,
    Goal,
    Grant,
    Meeting,
    Membership,
    Organisation,
    Partnership,
    Programme,
    Sector,
    Stakeholder,
    StakeholderKind,
)


def note(request: HttpRequest, row: Model, created: bool, fields: list[str]) -> None:
    if created:
        record(request.user, "admin.create", row)
    elif fields:
        record(request.user, "admin.change", row, fields=fields)


class KeptAdmin(admin.ModelAdmin):
    """Rows end, they are not deleted; every change stands in the history like one made on the site."""

    list_per_page = 50
    view_on_site: Any = False  # pages of a partnership are for people with a role in it
    show_full_result_count = False
    kept: ClassVar[list[str]] = []  # fields that stay as they are once the row is made

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*(self.kept if obj else []), *self.readonly_fields]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note(request, obj, not change, form.changed_data)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            note(request, row, True, [])
        for row, fields in formset.changed_objects:
            note(request, row, False, list(fields))


class KeptInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = True


class GrantInline(KeptInline):
    """Roles are changed and taken on the settings page, which keeps the last coordinator and tells the person."""

    model = Grant
    autocomplete_fields = ["user"]
    show_change_link = False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class GoalInline(KeptInline):
    model = Goal
    can_delete = True
    show_change_link = False


class MembershipInline(KeptInline):
    model = Membership
    autocomplete_fields = ["organisation"]


class AttendanceInline(KeptInline):
    model = Attendance
    autocomplete_fields = ["stakeholder"]
    show_change_link = False


class DecisionInline(KeptInline):
    model = Decision
    show_change_link = False


class ActionItemInline(KeptInline):
    model = ActionItem
    autocomplete_fields = ["owner"]
    exclude = ["partnership"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(KeptAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    readonly_fields = ["demonstration"]
    kept = ["slug"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["name"]}


@admin.register(Partnership)
class PartnershipAdmin(KeptAdmin):
    list_display = ["name", "programme", "region", "mandate", "k", "started_on", "ended_on"]
    list_filter = ["programme", "mandate", "default_language"]
    list_select_related = ["programme"]
    search_fields = ["name", "slug", "region"]
    autocomplete_fields = ["programme"]
    inlines = [GoalInline, GrantInline]
    kept = ["slug"]

    def view_on_site(self, obj: Partnership) -> str:
        return reverse("partnership-settings", args=[obj.slug])

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["name"]}


@admin.register(Organisation)
class OrganisationAdmin(KeptAdmin):
    list_display = ["name", "partnership", "sector", "ended_on"]
    list_filter = ["sector"]
    list_select_related = ["partnership", "sector"]
    search_fields = ["name", "partnership__name"]
    autocomplete_fields = ["partnership", "sector"]
    formfield_overrides = {URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https"}}
    kept = ["partnership"]


@admin.register(Stakeholder)
class StakeholderAdmin(KeptAdmin):
    list_display = ["name", "email", "partnership", "kind", "language", "undeliverable", "opted_out"]
    list_filter = ["kind", "language", "undeliverable", "opted_out"]
    list_select_related = ["partnership", "kind"]
    search_fields = ["name", "email", "partnership__name"]
    autocomplete_fields = ["partnership", "kind"]
    inlines = [MembershipInline]
    kept = ["partnership"]


@admin.register(Membership)
class MembershipAdmin(KeptAdmin):
    list_display = ["stakeholder", "organisation", "started_on", "ended_on"]
    list_filter = ["started_on", "ended_on"]
    list_select_related = ["stakeholder", "organisation"]
    search_fields = ["stakeholder__name", "stakeholder__email", "organisation__name", "stakeholder__partnership__name"]
    autocomplete_fields = ["stakeholder", "organisation"]
    kept = ["stakeholder"]


@admin.register(Meeting)
class MeetingAdmin(KeptAdmin):
    list_display = ["title", "partnership", "held_on", "mode"]
    list_filter = ["mode", "held_on"]
    list_select_related = ["partnership"]
    search_fields = ["title", "partnership__name"]
    autocomplete_fields = ["partnership"]
    date_hierarchy = "held_on"
    inlines = [AttendanceInline, DecisionInline, ActionItemInline]
    kept = ["partnership"]


@admin.register(ContextEvent)
class ContextEventAdmin(KeptAdmin):
    list_display = ["title", "partnership", "category", "happened_on"]
    list_filter = ["category", "happened_on"]
    list_select_related = ["partnership"]
    search_fields = ["title", "partnership__name"]
    autocomplete_fields = ["partnership"]
    date_hierarchy = "happened_on"
    kept = ["partnership"]


@admin.register(StakeholderKind, Sector)
class TermAdmin(KeptAdmin):
    """A code stays once made: answers already given carry it. What is no longer wanted is not offered any more."""

    list_display = ["code", "name_en", "name_fr", "position", "active"]
    list_filter = ["active"]
    list_editable = ["position", "active"]
    search_fields = ["code", "name_en", "name_fr"]
    kept = ["code"]
