"""What all staff forms share: crispy without a form tag of its own, native date inputs, services and refusals."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

Saved = TypeVar("Saved")


class StaffForm(forms.Form):
    """For `{% crispy form %}` inside the page's own form tag; `asked_as` names fields that differ from the row's.

    The page shows parts/_error_summary.html at the top of main, with a link to every field in error.
    """

    asked_as: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, row: Model | None = None, **kwargs: Any) -> None:
        """The values of the row, where one is to be changed, stand in the fields that have its names."""
        own = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)} if row else {}
        super().__init__(*args, **kwargs | {"initial": own | kwargs.get("initial", {})})

    def values(self) -> dict[str, Any]:
        """What the service takes that saves a valid form."""
        return self.cleaned_data

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


def save_form(
    request: Any, form: StaffForm, service: Callable[..., Saved], success: str = "", **subject: Any
) -> Saved | None:
    """What the service makes of a form that was sent, with a message of success; None when the page asks (again).

    The service is called with who asks (`by`), the clock (`at`), the subject and the values of the form. A
    ValidationError of the service becomes errors of the form.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        saved = service(by=request.user, at=timezone.now(), **subject, **form.values())
    except ValidationError as refusal:
        _add_errors(form, refusal)
        return None
    if success:
        messages.success(request, success)
    return saved


def _add_errors(form: StaffForm, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        name = form.asked_as.get(field, field)
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
