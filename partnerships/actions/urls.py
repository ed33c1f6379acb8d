"""Addresses of action items."""

from django.urls import path

from partnerships.actions import views

action_item_urls = [
    path("actions/", views.action_item_list, name="action-item-list"),
    path("actions/add/", views.action_item_create, name="action-item-create"),
    path("actions/<int:pk>/edit/", views.action_item_update, name="action-item-update"),
    path("actions/<int:pk>/done/", views.action_item_done, name="action-item-done"),
    path("actions/<int:pk>/reopen/", views.action_item_reopen, name="action-item-reopen"),
    path("actions/<int:pk>/delete/", views.action_item_delete, name="action-item-delete"),
]
