"""Addresses of rounds, results, instruments and the survey: a table of contents, by noun."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
