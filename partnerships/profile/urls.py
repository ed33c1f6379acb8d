"""Addresses of the first page, of partnerships themselves, and of work under way."""

from django.urls import path

from partnerships.profile import views

home_urls = [
    path("", views.home, name="home"),
]
new_partnership_urls = [
    path("partnerships/new/", views.partnership_create, name="partnership-create"),
]
partnership_urls = [
    path("settings/", views.partnership_settings, name="partnership-settings"),
    path("settings/edit/", views.partnership_update, name="partnership-update"),
    path("settings/end/", views.partnership_end, name="partnership-end"),
    path("settings/reopen/", views.partnership_reopen, name="partnership-reopen"),
    path("history/", views.partnership_history, name="partnership-history"),
]
work_urls = [
    path("work/<uuid:pk>/", views.work_detail, name="work-detail"),
    path("work/<uuid:pk>/cancel/", views.work_cancel, name="work-cancel"),
]
