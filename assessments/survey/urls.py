"""Addresses of the stakeholder's room, all behind the personal link but the one that stops mail."""

from django.urls import URLPattern, path

from assessments.survey import about, autosave, endings, languages, opt_outs, review, sections, welcome

survey_urls: list[URLPattern] = [
    path("r/out/<str:token>/", opt_outs.opt_out, name="survey-opt-out"),
    path("r/<str:token>/", welcome.welcome, name="survey-welcome"),
    path("r/<str:token>/start/", welcome.start_answering, name="survey-start"),
    path("r/<str:token>/privacy/", welcome.privacy, name="survey-privacy"),
    path("r/<str:token>/s/<int:number>/", sections.section, name="survey-section"),
    path("r/<str:token>/answer/", autosave.answer, name="survey-answer"),
    path("r/<str:token>/open/", sections.open_questions, name="survey-open"),
    path("r/<str:token>/about/", about.about, name="survey-about"),
    path("r/<str:token>/review/", review.review, name="survey-review"),
    path("r/<str:token>/send/", review.send, name="survey-send"),
    path("r/<str:token>/thanks/", endings.thanks, name="survey-thanks"),
    path("r/<str:token>/reopen/", endings.reopen_answers, name="survey-reopen"),
    path("r/<str:token>/delete/", endings.delete, name="survey-delete"),
    path("r/<str:token>/clear/", endings.clear, name="survey-clear"),
    path("r/<str:token>/language/", languages.language, name="survey-language"),
]
