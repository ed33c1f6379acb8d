"""The history’s sentences about partnerships, and what administrators change by hand."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "partnership.create": _("%(actor)s created the partnership %(object)s"),
    "partnership.update": _("%(actor)s changed the settings of %(object)s"),
    "partnership.end": _("%(actor)s ended %(object)s on %(on)s"),
    "partnership.reopen": _("%(actor)s reopened %(object)s"),
    "admin.create": _("%(actor)s added %(object)s in the administration"),
    "admin.change": _("%(actor)s changed %(object)s in the administration"),
}
