"""The ops app: health, headers, logs."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "synergy.ops"
    label = "ops"
