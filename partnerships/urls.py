"""Addresses of partnerships, people, meetings and events: a table of contents, by noun."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
