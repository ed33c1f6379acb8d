"""Addresses of files of published scores."""

from django.urls import path

from assessments.exports import views

export_urls = [
    path("results/trends.csv", views.trend_download, name="trend-download"),
    path("results/response.csv", views.response_download, name="response-download"),
    path("results/download/", views.result_download_all, name="result-download-all"),
    path("results/<int:number>/download/", views.result_download, name="result-download"),
    path("results/<int:number>/scores.csv", views.scores_download, name="scores-download"),
    path("results/<int:number>/<slug:what>.csv", views.chart_download, name="chart-download"),
]
_programme = "programmes/<slug:slug>/results/"
programme_export_urls = [
    path(f"{_programme}scores.csv", views.programme_scores_download, name="programme-scores-download"),
    path(f"{_programme}trends.csv", views.programme_trend_download, name="programme-trend-download"),
    path(f"{_programme}icc.csv", views.programme_icc_download, name="programme-icc-download"),
]
