"""The assessments room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from assessments.audit_codes import SENTENCES, TELLERS
        from assessments.queries.happenings import round_happenings
        from assessments.services import closing, mails, reminders, rounds, unlinking, waiting_files
        from partnerships.queries import happenings
        from synergy.audit import codes
        from synergy.outbox import jobs

        codes.register(SENTENCES)
        codes.register_tellers(TELLERS)
        happenings.register(round_happenings)
        mails.register()
        # In this order: the close of one round lets the next one open.
        jobs.register("rounds_closed", closing.close_due_rounds)
        jobs.register("links_wiped", unlinking.wipe_traces)
        jobs.register("rounds_opened", rounds.open_due_rounds)
        jobs.register("reminders", reminders.queue_due_reminders)
        jobs.register("waiting_files", waiting_files.drop_old_files)
