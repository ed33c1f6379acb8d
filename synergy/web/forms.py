"""What all staff forms share: crispy without a form tag of its own, native date inputs, refusals of services."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StaffForm:
    """Mixin, before `forms.Form` or `forms.ModelForm`, for `{% crispy form %}` inside the page's own form tag.

    The page shows parts/_error_summary.html at the top of main, with a link to every field in error.
    """

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = True
        helper.form_error_title = ""
        helper.html5_required = False
        return helper


class DateInput(forms.DateInput):
    """The browser's own date input; it speaks ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": "60", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class DateField(forms.DateField):
    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class DateTimeField(forms.DateTimeField):
    """A moment in the current time zone."""

    widget = DateTimeInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


def offer(form: forms.Form, name: str, rows: "QuerySet[Any]") -> None:
    """Gives a ModelChoiceField its rows and reads them now: one query, none while the page is rendered."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.choices = list(ModelChoiceIterator(field))


@contextmanager
def errors_on(form: forms.Form, **asked_as: str) -> Iterator[None]:
    """Turns a ValidationError raised inside into errors of the form, which is then no longer valid.

    `asked_as` names the field of the form where it differs from the field of the row.
    """
    try:
        yield
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            form.add_error(None, refusal)
            return
        for field, errors in refusal.error_dict.items():
            name = asked_as.get(field, field)
            form.add_error(name if name in form.fields else None, errors)


@contextmanager
def errors_in_messages(request: HttpRequest, *refusals: type[Exception]) -> Iterator[None]:
    """Turns a ValidationError, or one of these refusals, raised inside into a message of the next page.

    For posts without a form: the view redirects after the block, to the page that shows the message.
    """
    try:
        yield
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except refusals as refusal:
        messages.error(request, str(refusal))
