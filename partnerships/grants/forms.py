"""What an administrator types to give a role."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from partnerships.models import Grant
from synergy.accounts.names import NameFormField
from synergy.web.forms import StaffForm

ROLES = [
    (Grant.Role.COORDINATOR, _("Coordinator: runs the partnership, its people, meetings and rounds")),
    (Grant.Role.EVALUATOR, _("Evaluator: records observations and sees results")),
    (Grant.Role.VIEWER, _("Viewer: sees published results")),
]


class RoleForm(StaffForm, forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)


class EvaluatorForm(StaffForm, forms.Form):
    """Whose account gets the role; a new account needs a name."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("If nobody has an account with this address yet, one is opened."),
    )
    name = NameFormField(
        label=_("Name"), max_length=120, required=False, help_text=_("For a new account; otherwise left as it is.")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("For a new account, and its invitation."),
    )


class GrantForm(EvaluatorForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)

    field_order = ("email", "role", "name", "language")
