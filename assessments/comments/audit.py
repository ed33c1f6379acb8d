"""The history’s sentences about comments, never their words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "comment.hide": _("%(actor)s hid a comment of %(object)s"),
    "comment.redact": _("%(actor)s redacted a comment of %(object)s"),
    "comment.restore": _("%(actor)s took back a change to a comment of %(object)s"),
    "comment.release": _("%(actor)s released %(number)s comments of %(object)s"),
}
