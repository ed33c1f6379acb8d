"""The history’s sentences about answers with names."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "results.individual_export": _("%(actor)s downloaded the answers of %(object)s with names: %(rows)s rows"),
}
