"""The sentences of the history of accounts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "account.create": _("%(actor)s opened an account for %(object)s"),
    "account.update": _("%(actor)s changed their own account"),
    "account.administer": _("%(actor)s changed the account of %(object)s in the administration"),
}
