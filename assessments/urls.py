"""Addresses of the rooms of assessments, in the order they are tried."""

from django.urls import URLPattern, URLResolver, include, path

from assessments.comments.urls import comment_urls
from assessments.exports.urls import export_urls, programme_export_urls
from assessments.imports.urls import import_urls
from assessments.individuals.urls import individual_urls
from assessments.instruments.urls import instrument_urls
from assessments.invitations.urls import invitation_urls
from assessments.results.urls import programme_urls, result_urls
from assessments.rounds.urls import round_urls
from assessments.survey.urls import survey_urls

_of_a_partnership = [
    *result_urls, *export_urls, *individual_urls, *comment_urls, *round_urls, *import_urls, *invitation_urls,
]  # fmt: skip
urlpatterns: list[URLPattern | URLResolver] = [
    *survey_urls,
    *instrument_urls,
    *programme_urls,
    *programme_export_urls,
    path("p/<slug:slug>/", include(_of_a_partnership)),
]
