"""The sentences of this room's history: rounds and invitations, never what anybody answered."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Round

SENTENCES: dict[str, str | Promise] = {
    "round.plan": _("%(actor)s planned %(object)s"),
    "round.update": _("%(actor)s changed %(object)s: %(fields)s"),
    "round.cancel": _("%(actor)s cancelled %(object)s"),
    "round.open": _("%(actor)s opened %(object)s: %(invited)s people invited"),
    "round.close": _("%(actor)s closed %(object)s: %(submitted)s of %(invited)s answered"),
    "round.unlinked": _("%(actor)s deleted the links between people and answers of %(object)s for good"),
    "round.import": _("%(actor)s imported %(rows)s responses into %(object)s"),
    "round.import_discarded": _("%(actor)s gave up importing a file into %(object)s"),
    "comment.hide": _("%(actor)s hid a comment of %(object)s"),
    "comment.redact": _("%(actor)s redacted a comment of %(object)s"),
    "comment.restore": _("%(actor)s took back a change to a comment of %(object)s"),
    "comment.release": _("%(actor)s released %(number)s comments of %(object)s"),
    "results.individual_export": _("%(actor)s downloaded the answers of %(object)s with names: %(rows)s rows"),
    "invitation.invite": _("%(actor)s invited %(name)s to %(round)s"),
    "invitation.resend": _("%(actor)s sent the invitation of %(name)s to %(round)s again"),
    "invitation.revoke": _("%(actor)s revoked the invitation of %(name)s to %(round)s"),
    "invitation.link": _("%(actor)s looked up the personal link of %(name)s to %(round)s"),
    "invitation.replace_link": _("%(actor)s replaced the personal link of %(name)s to %(round)s"),
    "reminders.queue": _("%(actor)s queued %(number)s reminders of %(object)s"),
}


def round_words(kept: str) -> str:
    """“Round 3” for whoever reads it, whatever the language of the person who acted."""
    number = re.search(r"\d+", kept)
    return gettext("Round %(number)s") % {"number": number.group()} if number else kept


def field_words(kept: str) -> str:
    known = {field.name: field.verbose_name for field in Round._meta.fields}
    return str(known.get(kept, kept))


TELLERS = {"assessments.round": round_words, "round": round_words, "fields": field_words}
