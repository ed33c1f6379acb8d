"""The history’s sentences about files of people."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "people.import_started": _("%(actor)s read a file of %(rows)s people, to be confirmed"),
    "people.import_discarded": _("%(actor)s gave up an import of people"),
    "people.imported": _(
        "%(actor)s imported people from a file: %(created)s new, %(changed)s changed, %(left_out)s left out"
    ),
}
