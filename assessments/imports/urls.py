"""Addresses of answers given elsewhere."""

from django.urls import path

from assessments.imports import views

_import = "rounds/<int:number>/import/"
import_urls = [
    path(_import, views.round_import, name="round-import"),
    path(f"{_import}template/", views.round_import_template, name="round-import-template"),
    path(f"{_import}<int:pk>/", views.round_import_preview, name="round-import-preview"),
    path(f"{_import}<int:pk>/confirm/", views.round_import_confirm, name="round-import-confirm"),
    path(f"{_import}<int:pk>/discard/", views.round_import_discard, name="round-import-discard"),
]
