"""The history’s sentences about programmes."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "programme.create": _("%(actor)s created the programme %(object)s"),
    "programme.update": _("%(actor)s changed the programme %(object)s"),
}
