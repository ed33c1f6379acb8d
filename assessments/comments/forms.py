"""Writing what may be read in place of a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from synergy.web.forms import StaffForm


class RedactForm(StaffForm, forms.Form):
    text = forms.CharField(
        label=_("What everybody may read"),
        help_text=_("Replace names and whatever tells who wrote it, for example by […]. Leave the meaning as it is."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
