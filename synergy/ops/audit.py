"""The sentences of the history of the installation."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "backup.make": _("%(actor)s made a backup"),
    "backup.restore": _("%(actor)s restored the backup of %(taken)s"),
    "backup.rehearse": _("%(actor)s rehearsed restoring the backup of %(taken)s"),
    "mail.release": _("%(actor)s let mail leave again: %(leave)s messages wait, %(dropped)s will not be sent"),
}
