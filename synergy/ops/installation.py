"""The page of the installation, for administrators: backups, and mail that is held after a restore."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from synergy.accounts.models import User
from synergy.ops.backups import afterwards, marks
from synergy.ops.backups.afterwards import release_mail
from synergy.outbox import holds
from synergy.outbox.holds import Wish
from synergy.web.forms import StaffForm

_WISHES = [
    (Wish.SINCE, gettext_lazy("What was queued since the restore")),
    (Wish.NONE, gettext_lazy("Nothing of what waits, only what comes from now on")),
    (Wish.ALL, gettext_lazy("Everything, also what may have left before the restore")),
]


class ReleaseForm(StaffForm, forms.Form):
    wish = forms.ChoiceField(
        label=gettext_lazy("Which waiting mail may leave?"),
        choices=[(wish.value, label) for wish, label in _WISHES],
        widget=forms.RadioSelect,
        initial=Wish.SINCE.value,
        help_text=gettext_lazy("The rest stays in the message logs, from where each can be sent by hand."),
    )


@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    return _page(request, ReleaseForm())


def _page(request: HttpRequest, form: ReleaseForm) -> HttpResponse:
    hold, backup = holds.current_hold(), marks.last(marks.BACKUP)
    context = {
        "hold": hold,
        "form": form if hold else None,
        "questions": afterwards.questions(hold) if hold else [],
        "backup": backup,
        "rehearsal": marks.last(marks.REHEARSAL),
        "late": marks.is_late(backup, timezone.now()),
        "kept_days": settings.BACKUP_KEEP_DAYS,
    }
    return render(request, "ops/installation.html", context)


@require_POST
def mail_release(request: HttpRequest) -> HttpResponse:
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    assert isinstance(request.user, User)
    released = release_mail(by=request.user, at=timezone.now(), wish=Wish(form.cleaned_data["wish"]))
    if released is None:
        messages.info(request, _("Mail was not held."))
    else:
        count = released[0]
        words = ngettext("Mail leaves again: %(count)s waits.", "Mail leaves again: %(count)s wait.", count)
        messages.success(request, words % {"count": count})
    return redirect("installation")
