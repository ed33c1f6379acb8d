"""The history’s sentences about rounds, and the words of what they name."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Round

SENTENCES: dict[str, str | Promise] = {
    "round.plan": _("%(actor)s planned %(object)s"),
    "round.update": _("%(actor)s changed %(object)s: %(fields)s"),
    "round.cancel": _("%(actor)s cancelled %(object)s"),
    "round.cancel_open": _("%(actor)s cancelled %(object)s while it was open (%(reason)s)"),
    "round.set_back": _("%(actor)s set %(object)s back to planned"),
    "round.open": _("%(actor)s opened %(object)s: %(invited)s people invited"),
    "round.close": _("%(actor)s closed %(object)s: %(submitted)s of %(invited)s answered"),
    "round.unlinked": _("%(actor)s deleted the links between people and answers of %(object)s for good"),
}

_FORMER_FIELDS = {"message": _("since last time")}  # entries written before it was asked in both languages


def round_words(kept: str) -> str:
    """“Round 3” for whoever reads it, whatever the language of the person who acted."""
    number = re.search(r"\d+", kept)
    return gettext("Round %(number)s") % {"number": number.group()} if number else kept


def field_words(kept: str) -> str:
    known = {field.name: field.verbose_name for field in Round._meta.fields} | _FORMER_FIELDS
    return str(known.get(kept, kept))


TRANSLATIONS = {"assessments.round": round_words, "round": round_words, "fields": field_words}
