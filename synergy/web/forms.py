"""What all staff forms share: crispy without a form tag of its own, native date inputs."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class ManneredForm:
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
