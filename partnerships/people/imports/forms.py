"""Asking for the decision after the preview of a file of people."""

from django import forms


class ConfirmImportForm(forms.Form):
    """`seen` names the preview that was read; `leave_out` is the explicit choice to import the good rows only."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False)
