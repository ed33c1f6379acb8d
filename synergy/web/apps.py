"""The web app: its template tags need one."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "synergy.web"
    label = "web"
