"""Addresses of imports of people."""

from django.urls import path

from partnerships.people.imports import views

people_import_urls = [
    path("people/import/", views.stakeholder_import, name="stakeholder-import"),
    path("people/import/template/", views.stakeholder_import_template, name="stakeholder-import-template"),
    path("people/import/<int:pk>/", views.stakeholder_import_preview, name="stakeholder-import-preview"),
    path(
        "people/import/<int:pk>/confirm/",
        views.stakeholder_import_confirm,
        name="stakeholder-import-confirm",
    ),
    path(
        "people/import/<int:pk>/discard/",
        views.stakeholder_import_discard,
        name="stakeholder-import-discard",
    ),
]
