"""Addresses of rounds."""

from django.urls import path

from assessments.rounds import views

round_urls = [
    path("rounds/", views.round_list, name="round-list"),
    path("rounds/new/", views.round_create, name="round-create"),
    path("rounds/<int:number>/", views.round_detail, name="round-detail"),
    path("rounds/<int:number>/edit/", views.round_update, name="round-update"),
    path("rounds/<int:number>/open/", views.round_open, name="round-open"),
    path("rounds/<int:number>/close/", views.round_close, name="round-close"),
    path("rounds/<int:number>/cancel/", views.round_cancel, name="round-cancel"),
    path("rounds/<int:number>/set-back/", views.round_set_back, name="round-set-back"),
    path("rounds/<int:number>/messages/", views.round_messages, name="round-messages"),
]
