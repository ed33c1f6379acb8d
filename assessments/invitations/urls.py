"""Addresses of invitations."""

from django.urls import path

from assessments.invitations import views

_invited = "rounds/<int:number>/invitations/"
invitation_urls = [
    path(_invited, views.invitation_list, name="invitation-list"),
    path(f"{_invited}remind/", views.invitation_remind, name="invitation-remind"),
    path(f"{_invited}new/<int:stakeholder>/", views.invitation_create, name="invitation-create"),
    path(f"{_invited}<uuid:pk>/resend/", views.invitation_resend, name="invitation-resend"),
    path(f"{_invited}<uuid:pk>/revoke/", views.invitation_revoke, name="invitation-revoke"),
    path(f"{_invited}<uuid:pk>/link/", views.invitation_link, name="invitation-link"),
    path(f"{_invited}<uuid:pk>/replace-link/", views.invitation_replace_link, name="invitation-replace-link"),
    path(f"{_invited}<uuid:pk>/undeliverable/", views.invitation_undeliverable, name="invitation-undeliverable"),
]
