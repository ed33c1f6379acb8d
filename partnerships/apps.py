"""The partnerships room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        from partnerships.audit_codes import SENTENCES, TELLERS
        from partnerships.audit_meetings import SENTENCES as MEETINGS
        from partnerships.audit_people import SENTENCES as PEOPLE
        from partnerships.services.account_mails import KIND, account_invitation
        from partnerships.services.people_imports import discard_expired_imports
        from synergy import audit, outbox
        from synergy.ops import backups

        audit.codes.register(SENTENCES | PEOPLE | MEETINGS)
        audit.codes.register_tellers(TELLERS)
        outbox.kinds.register(KIND, account_invitation, _("invitation to an account"))
        outbox.jobs.register("people_imports", discard_expired_imports)
        backups.register_filled_at_start("partnerships_sector", "partnerships_stakeholderkind")
