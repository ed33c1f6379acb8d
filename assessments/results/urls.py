"""Addresses of published results."""

from django.urls import path

from assessments.results.groups.views import result_groups
from assessments.results.items.views import result_items
from assessments.results.overview.views import overview
from assessments.results.programmes.views import programme_results
from assessments.results.round.views import result_detail, result_latest

result_urls = [
    path("", overview, name="overview"),
    path("results/", result_latest, name="result-latest"),
    path("results/<int:number>/", result_detail, name="result-detail"),
    path("results/<int:number>/questions/", result_items, name="result-items"),
    path("results/<int:number>/groups/", result_groups, name="result-groups"),
]
programme_urls = [path("programmes/<slug:slug>/results/", programme_results, name="programme-results")]
