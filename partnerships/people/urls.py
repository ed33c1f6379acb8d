"""Addresses of people and their memberships."""

from django.urls import path

from partnerships.people import views

stakeholder_urls = [
    path("people/", views.stakeholder_list, name="stakeholder-list"),
    path("people/add/", views.stakeholder_create, name="stakeholder-create"),
    path("people/<int:pk>/", views.stakeholder_detail, name="stakeholder-detail"),
    path("people/<int:pk>/edit/", views.stakeholder_update, name="stakeholder-update"),
    path("people/<int:pk>/undeliverable/", views.stakeholder_undeliverable, name="stakeholder-undeliverable"),
    path("people/<int:pk>/opt-out/", views.stakeholder_opt_out, name="stakeholder-opt-out"),
]
membership_urls = [
    path("people/<int:person>/memberships/add/", views.membership_create, name="membership-create"),
    path("memberships/<int:pk>/edit/", views.membership_update, name="membership-update"),
    path("memberships/<int:pk>/end/", views.membership_end, name="membership-end"),
]
