"""What all staff forms share: crispy without its own form tag, an error summary, native date inputs."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


@dataclass(frozen=True)
class Problem:
    """A line of the error summary: what is wrong, and the id of the field to go to (empty: the whole form)."""

    words: str
    target: str


class ManneredForm:
    """Mixin, before `forms.Form` or `forms.ModelForm`: `{% crispy form %}` inside the page's own form tag.

    The page shows `form.problems` at the top of main through parts/_error_summary.html.
    """

    # The summary lists every error, also those of the whole form: crispy must not print these a second time.
    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = True
        helper.form_error_title = ""
        helper.html5_required = False
        return helper

    @property
    def problems(self) -> list[Problem]:
        """Every error once, in the order of the fields, those of the whole form first."""
        return problems(self)  # type: ignore[arg-type]


def problems(form: forms.BaseForm) -> list[Problem]:
    found = [Problem(str(error), "") for error in form.non_field_errors()]
    for name in form.fields:
        if name in form.errors:
            target = _first_input(form[name])
            found += [Problem(str(error), target) for error in form.errors[name]]
    return found


def _first_input(field: forms.BoundField) -> str:
    """The id to put the focus on: of a group of radios or boxes, the first one."""
    identity = field.id_for_label or field.auto_id
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return identity


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
