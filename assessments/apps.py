"""The assessments room."""

from django.apps import AppConfig
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from assessments import questionnaire
        from assessments.closing import unlinking
        from assessments.comments import audit as comments
        from assessments.imports import audit as imports
        from assessments.imports.services import drop_old_files
        from assessments.individuals import audit as individuals
        from assessments.invitations import audit as invitations
        from assessments.invitations import mails, reminders
        from assessments.rounds import audit, closing, services
        from synergy.audit import codes
        from synergy.outbox import jobs

        questionnaire.active_language = get_language
        for room in (audit, invitations, imports, comments, individuals):
            codes.register(room.SENTENCES)
        codes.register_translations(audit.TRANSLATIONS)
        mails.register()
        # In this order: the close of one round lets the next one open.
        jobs.register("rounds_closed", closing.begin_due_closes)
        jobs.register("links_wiped", unlinking.wipe_traces)
        jobs.register("rounds_opened", services.open_due_rounds)
        jobs.register("reminders", reminders.queue_due_reminders)
        jobs.register("waiting_files", drop_old_files)
        _register_with_partnerships()
        _register_due_work()
        _register_with_backups()


def _register_with_partnerships() -> None:
    from assessments.comparing import may_compare
    from assessments.rounds.news import round_news
    from partnerships.register import news, programme_link, tab

    _register_actions()
    tab(10, pgettext_lazy("tab", "Overview"), "overview", "results.view", ("overview",))
    tab(20, pgettext_lazy("tab", "Rounds"), "round-list", "round.view", ("round-", "invitation-"))
    tab(30, pgettext_lazy("tab", "Results"), "result-latest", "results.view", ("result-", "scores-"))
    news(10, round_news)
    programme_link(_("Results side by side"), "programme-results", may_compare)


def _register_actions() -> None:
    from partnerships.register import ADMINISTRATOR, COORDINATOR, PROGRAMME_EVALUATOR, ROLES_GIVEN, action

    results = _("Results are for people with a role in this partnership; administrators do not see them.")
    action("round.view", *ROLES_GIVEN, ADMINISTRATOR, PROGRAMME_EVALUATOR)
    action("round.plan", COORDINATOR)
    action("round.open", COORDINATOR)
    action("round.close", COORDINATOR)
    action("round.cancel", COORDINATOR)
    action("round.import", COORDINATOR)
    action("comment.moderate", COORDINATOR, refusal=_("Only a coordinator reads comments before they are released."))
    action("invitation.view", COORDINATOR, refusal=_("Only a coordinator sees who has been invited."))
    action("invitation.send", COORDINATOR)
    action("results.view", *ROLES_GIVEN, PROGRAMME_EVALUATOR, refusal=results)
    action("results.individual", COORDINATOR, refusal=_("Only a coordinator sees answers with names."))
    action("results.export", *ROLES_GIVEN, PROGRAMME_EVALUATOR, refusal=results)


def _register_due_work() -> None:
    from assessments.imports import services as importing
    from assessments.rounds import closing
    from synergy.outbox import works
    from synergy.outbox.works import WorkKind

    closed = (_("The round is being closed"), _("The round is closed"), closing.page_of)
    works.register(WorkKind(closing.WORK, "assessments.closing.freezing.finish_close", *closed))
    imported = (_("The answers are being imported"), _("The answers are imported"), importing.page_of)
    works.register(
        WorkKind(importing.WORK, "assessments.imports.services.finish_import", *imported, may_be_cancelled=True)
    )


def _register_with_backups() -> None:
    from assessments.rounds.news import doubtful_rounds
    from synergy.ops import backups

    backups.register_filled_at_start("assessments_instrument", "assessments_instrumentversion")
    backups.register_after_restore("rounds", ask=doubtful_rounds)
