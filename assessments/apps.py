"""The assessments room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from assessments.audit_codes import SENTENCES
        from synergy.audit import codes

        codes.register(SENTENCES)
