"""The history’s sentences about invitations and reminders."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "invitation.invite": _("%(actor)s invited %(name)s to %(round)s"),
    "invitation.resend": _("%(actor)s sent the invitation of %(name)s to %(round)s again"),
    "invitation.revoke": _("%(actor)s revoked the invitation of %(name)s to %(round)s"),
    "invitation.link": _("%(actor)s looked up the personal link of %(name)s to %(round)s"),
    "invitation.replace_link": _("%(actor)s replaced the personal link of %(name)s to %(round)s"),
    "reminders.queue": _("%(actor)s queued %(number)s reminders of %(object)s"),
}
