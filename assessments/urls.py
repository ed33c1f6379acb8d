"""Addresses of rounds, results, instruments and the survey: a table of contents, by noun."""

from django.urls import URLPattern, URLResolver, include, path

from assessments.dashboards import comments, downloads, exports
from assessments.dashboards import views as dashboards
from assessments.dashboards.programmes import views as programmes
from assessments.survey.urls import survey_urls
from assessments.views import imports, individuals, instruments, invitations, rounds

round_urls = [
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/new/", rounds.round_create, name="round-create"),
    path("rounds/<int:number>/", rounds.round_detail, name="round-detail"),
    path("rounds/<int:number>/edit/", rounds.round_update, name="round-update"),
    path("rounds/<int:number>/open/", rounds.round_open, name="round-open"),
    path("rounds/<int:number>/close/", rounds.round_close, name="round-close"),
    path("rounds/<int:number>/cancel/", rounds.round_cancel, name="round-cancel"),
    path("rounds/<int:number>/messages/", rounds.round_messages, name="round-messages"),
]
_import = "rounds/<int:number>/import/"
import_urls = [
    path(_import, imports.round_import, name="round-import"),
    path(f"{_import}template/", imports.round_import_template, name="round-import-template"),
    path(f"{_import}<int:pk>/", imports.round_import_preview, name="round-import-preview"),
    path(f"{_import}<int:pk>/confirm/", imports.round_import_confirm, name="round-import-confirm"),
    path(f"{_import}<int:pk>/discard/", imports.round_import_discard, name="round-import-discard"),
]
_invited = "rounds/<int:number>/invitations/"
invitation_urls = [
    path(_invited, invitations.invitation_list, name="invitation-list"),
    path(f"{_invited}new/<int:stakeholder>/", invitations.invitation_create, name="invitation-create"),
    path(f"{_invited}<uuid:pk>/resend/", invitations.invitation_resend, name="invitation-resend"),
    path(f"{_invited}<uuid:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path(f"{_invited}<uuid:pk>/link/", invitations.invitation_link, name="invitation-link"),
    path(f"{_invited}<uuid:pk>/replace-link/", invitations.invitation_replace_link, name="invitation-replace-link"),
    path(f"{_invited}<uuid:pk>/undeliverable/", invitations.invitation_undeliverable, name="invitation-undeliverable"),
]
_results = "results/<int:number>/"
dashboard_urls = [
    path("", dashboards.overview, name="overview"),
    path("results/", dashboards.result_latest, name="result-latest"),
    path("results/trends.csv", downloads.trend_download, name="trend-download"),
    path("results/response.csv", downloads.response_download, name="response-download"),
    path("results/download/", exports.result_download_all, name="result-download-all"),
    path(_results, dashboards.result_detail, name="result-detail"),
    path(f"{_results}questions/", dashboards.result_items, name="result-items"),
    path(f"{_results}groups/", dashboards.result_groups, name="result-groups"),
    path(f"{_results}download/", exports.result_download, name="result-download"),
    path(f"{_results}individual/", individuals.result_individual, name="result-individual"),
    path(f"{_results}individual/export/", individuals.result_individual_export, name="result-individual-export"),
    path(f"{_results}scores.csv", downloads.scores_download, name="scores-download"),
    path(f"{_results}<slug:what>.csv", downloads.chart_download, name="chart-download"),
]
_comments = f"{_results}comments/"
comment_urls = [
    path(_comments, comments.result_comments, name="result-comments"),
    path(f"{_comments}moderate/", comments.result_comments_moderate, name="result-comments-moderate"),
    path(f"{_comments}release/", comments.result_comments_release, name="result-comments-release"),
    path(f"{_comments}<uuid:pk>/hide/", comments.result_comment_hide, name="result-comment-hide"),
    path(f"{_comments}<uuid:pk>/redact/", comments.result_comment_redact, name="result-comment-redact"),
    path(f"{_comments}<uuid:pk>/restore/", comments.result_comment_restore, name="result-comment-restore"),
]
_programme = "programmes/<slug:slug>/results/"
programme_urls = [
    path(_programme, programmes.programme_results, name="programme-results"),
    path(f"{_programme}scores.csv", programmes.programme_scores_download, name="programme-scores-download"),
    path(f"{_programme}trends.csv", programmes.programme_trend_download, name="programme-trend-download"),
    path(f"{_programme}icc.csv", programmes.programme_icc_download, name="programme-icc-download"),
]
instrument_urls = [
    path("instruments/", instruments.instrument_list, name="instrument-list"),
    path("instruments/<slug:code>/", instruments.instrument_detail, name="instrument-detail"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *survey_urls,
    *instrument_urls,
    *programme_urls,
    path("p/<slug:slug>/", include([*dashboard_urls, *comment_urls, *round_urls, *import_urls, *invitation_urls])),
]
