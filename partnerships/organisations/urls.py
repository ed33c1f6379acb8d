"""Addresses of organisations."""

from django.urls import path

from partnerships.organisations import views

organisation_urls = [
    path("organisations/", views.organisation_list, name="organisation-list"),
    path("organisations/add/", views.organisation_create, name="organisation-create"),
    path("organisations/<int:pk>/edit/", views.organisation_update, name="organisation-update"),
    path("organisations/<int:pk>/end/", views.organisation_end, name="organisation-end"),
]
