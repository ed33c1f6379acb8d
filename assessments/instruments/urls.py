"""Addresses of instruments."""

from django.urls import path

from assessments.instruments import views

instrument_urls = [
    path("instruments/", views.instrument_list, name="instrument-list"),
    path("instruments/<slug:code>/", views.instrument_detail, name="instrument-detail"),
]
