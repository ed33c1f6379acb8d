"""Addresses of meetings, attendance and decisions."""

from django.urls import path

from partnerships.meetings import views

meeting_urls = [
    path("meetings/", views.meeting_list, name="meeting-list"),
    path("meetings/add/", views.meeting_create, name="meeting-create"),
    path("meetings/<int:pk>/", views.meeting_detail, name="meeting-detail"),
    path("meetings/<int:pk>/edit/", views.meeting_update, name="meeting-update"),
    path("meetings/<int:pk>/delete/", views.meeting_delete, name="meeting-delete"),
    path("meetings/<int:pk>/attendance/", views.attendance_update, name="attendance-update"),
    path("meetings/<int:pk>/attendance/everyone/", views.attendance_everyone, name="attendance-everyone"),
    path("meetings/<int:meeting>/decisions/add/", views.decision_create, name="decision-create"),
    path("decisions/<int:pk>/delete/", views.decision_delete, name="decision-delete"),
]
