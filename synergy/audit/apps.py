"""The audit app: one append-only table."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "synergy.audit"
    label = "audit"
    verbose_name = _("Audit")
