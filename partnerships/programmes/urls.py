"""Addresses of programmes."""

from django.urls import path

from partnerships.programmes import views

programme_urls = [
    path("programmes/", views.programme_list, name="programme-list"),
    path("programmes/new/", views.programme_create, name="programme-create"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme-detail"),
    path("programmes/<slug:slug>/edit/", views.programme_update, name="programme-update"),
]
