"""The assessments room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from assessments.audit_codes import SENTENCES, TELLERS
        from assessments.queries.happenings import round_happenings
        from assessments.services import closing, importing, mails, reminders, rounds, unlinking
        from partnerships.queries import happenings
        from synergy.audit import codes
        from synergy.outbox import jobs

        codes.register(SENTENCES)
        codes.register_tellers(TELLERS)
        happenings.register(round_happenings)
        mails.register()
        # In this order: the close of one round lets the next one open.
        jobs.register("rounds_closed", closing.begin_due_closes)
        jobs.register("links_wiped", unlinking.wipe_traces)
        jobs.register("rounds_opened", rounds.open_due_rounds)
        jobs.register("reminders", reminders.queue_due_reminders)
        jobs.register("waiting_files", importing.drop_old_files)
        _register_due_work()
        _register_with_backups()


def _register_due_work() -> None:
    from assessments.services import closing, importing
    from synergy.outbox import works

    works.register(
        closing.WORK,
        "assessments.services.freezing.finish_close",
        label=_("The round is being closed"),
        done_label=_("The round is closed"),
        place=closing.place_of,
    )
    works.register(
        importing.WORK,
        "assessments.services.importing.finish_import",
        label=_("The answers are being imported"),
        done_label=_("The answers are imported"),
        place=importing.place_of,
        may_be_cancelled=True,
    )


def _register_with_backups() -> None:
    from assessments.services import restored
    from synergy.ops import backups

    backups.register_filled_at_start("assessments_instrument", "assessments_instrumentversion")
    backups.register_after_restore("rounds", ask=restored.doubtful_rounds)
