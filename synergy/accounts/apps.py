"""The accounts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "synergy.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from synergy.accounts import mails
        from synergy.accounts.audit import SENTENCES
        from synergy.audit import codes

        codes.register(SENTENCES)
        mails.register()
