"""Addresses of comments."""

from django.urls import path

from assessments.comments import views

_comments = "results/<int:number>/comments/"
comment_urls = [
    path(_comments, views.result_comments, name="result-comments"),
    path(f"{_comments}moderate/", views.result_comments_moderate, name="result-comments-moderate"),
    path(f"{_comments}release/", views.result_comments_release, name="result-comments-release"),
    path(f"{_comments}<uuid:pk>/hide/", views.result_comment_hide, name="result-comment-hide"),
    path(f"{_comments}<uuid:pk>/redact/", views.result_comment_redact, name="result-comment-redact"),
    path(f"{_comments}<uuid:pk>/restore/", views.result_comment_restore, name="result-comment-restore"),
]
