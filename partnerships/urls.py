"""Addresses of partnerships, people, meetings and events: a table of contents, by noun."""

from django.urls import URLPattern, URLResolver, include, path

from partnerships.actions import views as action_items
from partnerships.grants import views as grants
from partnerships.journal import views as context_events
from partnerships.meetings import attendance_views as attendance
from partnerships.meetings import views as meetings
from partnerships.organisations import views as organisations
from partnerships.people import membership_views as memberships
from partnerships.people import views as stakeholders
from partnerships.people.imports import views as people_imports
from partnerships.profile import home, works
from partnerships.profile import views as partnerships
from partnerships.programmes import views as programmes

home_urls = [
    path("", home.home, name="home"),
]
programme_urls = [
    path("programmes/", programmes.programme_list, name="programme-list"),
    path("programmes/new/", programmes.programme_create, name="programme-create"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme-detail"),
    path("programmes/<slug:slug>/edit/", programmes.programme_update, name="programme-update"),
]
partnership_urls = [
    path("settings/", partnerships.partnership_settings, name="partnership-settings"),
    path("settings/edit/", partnerships.partnership_update, name="partnership-update"),
    path("settings/end/", partnerships.partnership_end, name="partnership-end"),
    path("settings/reopen/", partnerships.partnership_reopen, name="partnership-reopen"),
    path("history/", partnerships.partnership_history, name="partnership-history"),
]
grant_urls = [
    path("roles/add/", grants.grant_create, name="grant-create"),
    path("roles/<int:pk>/edit/", grants.grant_update, name="grant-update"),
    path("roles/<int:pk>/delete/", grants.grant_delete, name="grant-delete"),
    path("roles/<int:pk>/invite/", grants.grant_invite, name="grant-invite"),
]
organisation_urls = [
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/add/", organisations.organisation_create, name="organisation-create"),
    path("organisations/<int:pk>/edit/", organisations.organisation_update, name="organisation-update"),
    path("organisations/<int:pk>/end/", organisations.organisation_end, name="organisation-end"),
]
stakeholder_urls = [
    path("people/", stakeholders.stakeholder_list, name="stakeholder-list"),
    path("people/add/", stakeholders.stakeholder_create, name="stakeholder-create"),
    path("people/<int:pk>/", stakeholders.stakeholder_detail, name="stakeholder-detail"),
    path("people/<int:pk>/edit/", stakeholders.stakeholder_update, name="stakeholder-update"),
    path("people/<int:pk>/undeliverable/", stakeholders.stakeholder_undeliverable, name="stakeholder-undeliverable"),
    path("people/<int:pk>/opt-out/", stakeholders.stakeholder_opt_out, name="stakeholder-opt-out"),
    path("people/import/", people_imports.stakeholder_import, name="stakeholder-import"),
    path("people/import/template/", people_imports.stakeholder_import_template, name="stakeholder-import-template"),
    path("people/import/<int:pk>/", people_imports.stakeholder_import_preview, name="stakeholder-import-preview"),
    path(
        "people/import/<int:pk>/confirm/",
        people_imports.stakeholder_import_confirm,
        name="stakeholder-import-confirm",
    ),
    path(
        "people/import/<int:pk>/discard/",
        people_imports.stakeholder_import_discard,
        name="stakeholder-import-discard",
    ),
]
membership_urls = [
    path("people/<int:person>/memberships/add/", memberships.membership_create, name="membership-create"),
    path("memberships/<int:pk>/edit/", memberships.membership_update, name="membership-update"),
    path("memberships/<int:pk>/end/", memberships.membership_end, name="membership-end"),
]
meeting_urls = [
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/add/", meetings.meeting_create, name="meeting-create"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("meetings/<int:pk>/edit/", meetings.meeting_update, name="meeting-update"),
    path("meetings/<int:pk>/delete/", meetings.meeting_delete, name="meeting-delete"),
    path("meetings/<int:pk>/attendance/", attendance.attendance_update, name="attendance-update"),
    path("meetings/<int:pk>/attendance/everyone/", attendance.attendance_everyone, name="attendance-everyone"),
    path("meetings/<int:meeting>/decisions/add/", meetings.decision_create, name="decision-create"),
    path("decisions/<int:pk>/delete/", meetings.decision_delete, name="decision-delete"),
]
action_item_urls = [
    path("actions/", action_items.action_item_list, name="action-item-list"),
    path("actions/add/", action_items.action_item_create, name="action-item-create"),
    path("actions/<int:pk>/edit/", action_items.action_item_update, name="action-item-update"),
    path("actions/<int:pk>/done/", action_items.action_item_done, name="action-item-done"),
    path("actions/<int:pk>/reopen/", action_items.action_item_reopen, name="action-item-reopen"),
    path("actions/<int:pk>/delete/", action_items.action_item_delete, name="action-item-delete"),
]
context_event_urls = [
    path("journal/", context_events.context_event_list, name="context-event-list"),
    path("journal/add/", context_events.context_event_create, name="context-event-create"),
    path("journal/<int:pk>/edit/", context_events.context_event_update, name="context-event-update"),
    path("journal/<int:pk>/delete/", context_events.context_event_delete, name="context-event-delete"),
]
work_urls = [
    path("work/<uuid:pk>/", works.work_detail, name="work-detail"),
    path("work/<uuid:pk>/cancel/", works.work_cancel, name="work-cancel"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *home_urls,
    *programme_urls,
    path("partnerships/new/", partnerships.partnership_create, name="partnership-create"),
    path("p/<slug:slug>/", include([*partnership_urls, *grant_urls])),
    path("p/<slug:slug>/", include([*stakeholder_urls, *membership_urls, *organisation_urls])),
    path("p/<slug:slug>/", include([*meeting_urls, *action_item_urls, *context_event_urls, *work_urls])),
]
