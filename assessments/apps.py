"""The assessments room."""

from django.apps import AppConfig
from django.utils.translation import get_language
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
        from assessments.rounds.status_sentences import round_status_sentences
        from partnerships import happenings
        from synergy.audit import codes
        from synergy.outbox import jobs

        questionnaire.active_language = get_language
        for room in (audit, invitations, imports, comments, individuals):
            codes.register(room.SENTENCES)
        codes.register_translations(audit.TRANSLATIONS)
        happenings.register(round_status_sentences)
        mails.register()
        # In this order: the close of one round lets the next one open.
        jobs.register("rounds_closed", closing.begin_due_closes)
        jobs.register("links_wiped", unlinking.wipe_traces)
        jobs.register("rounds_opened", services.open_due_rounds)
        jobs.register("reminders", reminders.queue_due_reminders)
        jobs.register("waiting_files", drop_old_files)
        _register_due_work()
        _register_with_backups()


def _register_due_work() -> None:
    from assessments.imports import services as importing
    from assessments.rounds import closing
    from synergy.outbox import works

    works.register(
        closing.WORK,
        "assessments.closing.freezing.finish_close",
        label=_("The round is being closed"),
        done_label=_("The round is closed"),
        place=closing.page_of,
    )
    works.register(
        importing.WORK,
        "assessments.imports.services.finish_import",
        label=_("The answers are being imported"),
        done_label=_("The answers are imported"),
        place=importing.place_of,
        may_be_cancelled=True,
    )


def _register_with_backups() -> None:
    from assessments.rounds import restored
    from synergy.ops import backups

    backups.register_filled_at_start("assessments_instrument", "assessments_instrumentversion")
    backups.register_after_restore("rounds", ask=restored.doubtful_rounds)
