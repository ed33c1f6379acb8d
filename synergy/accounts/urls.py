"""Addresses of a person’s own account; signing in is allauth's."""

from django.urls import path

from synergy.accounts import views

urlpatterns = [
    path("profile/", views.account_update, name="account-update"),
]
