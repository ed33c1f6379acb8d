"""Words of Django and allauth that our pages show and that we say otherwise: named here, so that they are collected."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

WORDS = (
    _("Email"),
    _("Email address"),
    _("Forgot your password?"),
    _("Recovery codes"),
    _("The email address and/or password you specified are not correct."),
    _("A user is already registered with this email address."),
    _("This email address is already associated with this account."),
    _("The email address is not assigned to any user account."),
    _("Your primary email address must be verified."),
    _("Enter a valid email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("Confirmation email sent to %(email)s."),
    _("You have confirmed %(email)s."),
    _("Removed email address %(email)s."),
    _("Unable to confirm %(email)s because it is already confirmed by a different account."),
    _("Primary email address set."),
    _("Be patient, you are sending too many requests."),
    _("Too many failed login attempts. Try again later."),
    _("Authenticator code"),
)
# Quebec writes janv. and févr.
MONTHS = (pgettext_lazy("abbrev. month", "Jan."), pgettext_lazy("abbrev. month", "Feb."))
