"""Addresses of the rooms of partnerships, in the order they are tried."""

from django.urls import URLPattern, URLResolver, include, path

from partnerships.actions.urls import action_item_urls
from partnerships.grants.urls import grant_urls, programme_grant_urls
from partnerships.journal.urls import context_event_urls
from partnerships.meetings.urls import meeting_urls
from partnerships.organisations.urls import organisation_urls
from partnerships.people.imports.urls import people_import_urls
from partnerships.people.urls import membership_urls, stakeholder_urls
from partnerships.profile.urls import home_urls, new_partnership_urls, partnership_urls, work_urls
from partnerships.programmes.urls import programme_urls

_of_a_partnership = [
    *partnership_urls,
    *grant_urls,
    *stakeholder_urls,
    *people_import_urls,
    *membership_urls,
    *organisation_urls,
    *meeting_urls,
    *action_item_urls,
    *context_event_urls,
    *work_urls,
]
urlpatterns: list[URLPattern | URLResolver] = [
    *home_urls,
    *programme_urls,
    *programme_grant_urls,
    *new_partnership_urls,
    path("p/<slug:slug>/", include(_of_a_partnership)),
]
