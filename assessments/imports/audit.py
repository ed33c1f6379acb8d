"""The history’s sentences about imported answers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "round.import": _("%(actor)s imported %(rows)s responses into %(object)s"),
    "round.import_discarded": _("%(actor)s gave up importing a file into %(object)s"),
}
