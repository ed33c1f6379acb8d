"""Asking for some of the people invited to a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PeopleFilterForm(forms.Form):
    """Which invitations to list."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, statuses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", gettext("all")), *statuses]  # type: ignore[attr-defined]
        if not statuses:
            del self.fields["status"]

    def filters(self) -> dict[str, str]:
        """Name and status to filter by; a value that does not fit filters nothing."""
        self.is_valid()
        return {"name": self.cleaned_data.get("q", ""), "status": self.cleaned_data.get("status", "")}
