"""The partnerships room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        from partnerships.grants.mails import KIND, account_invitation
        from partnerships.meetings.audit import SENTENCES as MEETINGS
        from partnerships.people.audit import SENTENCES as PEOPLE
        from partnerships.people.imports.services import discard_expired_imports
        from partnerships.profile.audit import SENTENCES, TRANSLATIONS
        from synergy import audit
        from synergy.ops import backups
        from synergy.outbox import jobs, kinds

        audit.codes.register(SENTENCES | PEOPLE | MEETINGS)
        audit.codes.register_translations(TRANSLATIONS)
        kinds.register(KIND, account_invitation, _("invitation to an account"))
        jobs.register("people_imports", discard_expired_imports)
        backups.register_filled_at_start("partnerships_sector", "partnerships_stakeholderkind")
