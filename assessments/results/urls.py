"""Addresses of published results."""

from django.urls import path

from assessments.results import views

result_urls = [
    path("", views.overview, name="overview"),
    path("results/", views.result_latest, name="result-latest"),
    path("results/<int:number>/", views.result_detail, name="result-detail"),
    path("results/<int:number>/questions/", views.result_items, name="result-items"),
    path("results/<int:number>/groups/", views.result_groups, name="result-groups"),
]
programme_urls = [path("programmes/<slug:slug>/results/", views.programme_results, name="programme-results")]
