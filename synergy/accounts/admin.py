"""Accounts in the administration: who may sign in and who administers; secrets of the second factor stay hidden."""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from synergy.accounts.models import User
from synergy.audit import entries as audit

# The login of the site asks for the second factor; the admin's own would not.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = _("Synergy administration")
admin.site.index_title = _("What is kept")
# Rights come from roles in partnerships and the administrator flag, not from groups; addresses and second factors are
# their owner's business (an Authenticator holds its secret).
admin.site.unregister([Group, EmailAddress, Authenticator])


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "language", "time_zone"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = NewUserForm
    list_display = ["email", "name", "language", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "language"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Preferences"), {"fields": ["language", "time_zone"]}),
        (_("Access"), {"fields": ["is_active", "is_staff"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "language", "time_zone", "usable_password", "password1", "password2"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What a person did stays theirs: an account is closed by taking “may sign in” away."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """An address that has been used to sign in is changed by its owner, who proves that it is theirs."""
        used = isinstance(obj, User) and obj.last_login is not None
        return [*super().get_readonly_fields(request, obj), *(["email"] if used else [])]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        obj.email = obj.email.strip().lower()
        obj.is_superuser = obj.is_staff
        super().save_model(request, obj, form, change)
        if not change:
            audit.record(by=request.user, action="account.create", obj=obj)
        elif form.changed_data:
            audit.record(by=request.user, action="account.administer", obj=obj, fields=form.changed_data)
