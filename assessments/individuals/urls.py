"""Addresses of answers with names."""

from django.urls import path

from assessments.individuals import views

individual_urls = [
    path("results/<int:number>/individual/", views.result_individual, name="result-individual"),
    path("results/<int:number>/individual/export/", views.result_individual_export, name="result-individual-export"),
]
