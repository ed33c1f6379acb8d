"""The outbox app: messages, their delivery, and the heartbeat of the tick."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "synergy.outbox"
    label = "outbox"
    verbose_name = _("Outbox")
