"""Addresses of the journal."""

from django.urls import path

from partnerships.journal import views

context_event_urls = [
    path("journal/", views.context_event_list, name="context-event-list"),
    path("journal/add/", views.context_event_create, name="context-event-create"),
    path("journal/<int:pk>/edit/", views.context_event_update, name="context-event-update"),
    path("journal/<int:pk>/delete/", views.context_event_delete, name="context-event-delete"),
]
