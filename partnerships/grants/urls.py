"""Addresses of roles, in a partnership and in a programme."""

from django.urls import path

from partnerships.grants import views

grant_urls = [
    path("roles/add/", views.grant_create, name="grant-create"),
    path("roles/<int:pk>/edit/", views.grant_update, name="grant-update"),
    path("roles/<int:pk>/delete/", views.grant_delete, name="grant-delete"),
    path("roles/<int:pk>/invite/", views.grant_invite, name="grant-invite"),
]
programme_grant_urls = [
    path("programmes/<slug:slug>/evaluators/add/", views.evaluator_create, name="programme-evaluator-create"),
    path(
        "programmes/<slug:slug>/evaluators/<int:pk>/delete/", views.evaluator_delete, name="programme-evaluator-delete"
    ),
]
