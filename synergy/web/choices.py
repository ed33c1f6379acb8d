"""Choices from the database, fetched before a template asks for them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator


def offer(form: forms.Form, name: str, rows: "QuerySet[Any]") -> None:
    """Gives a ModelChoiceField its rows and reads them now: one query, none while the page is rendered."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.choices = list(ModelChoiceIterator(field))
