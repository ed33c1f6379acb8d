"""The person’s own account, and the language switch everybody has."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from synergy.accounts import services
from synergy.accounts.forms import AccountForm, LanguageForm
from synergy.accounts.models import User

A_YEAR = 365 * 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def account_update(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = AccountForm(
        request.POST or None, initial={"name": user.name, "language": user.language, "time_zone": user.time_zone}
    )
    if request.method == "POST" and form.is_valid():
        saved = services.update_account(by=user, at=timezone.now(), **form.cleaned_data)
        with translation.override(saved.language):
            messages.success(request, _("Saved."))
        return _keep_language(redirect("account-update"), saved.language)
    return render(request, "accounts/account/update.html", {"form": form})


@login_not_required
@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    language = form.cleaned_data["language"]
    if isinstance(request.user, User):
        services.set_language(by=request.user, language=language, at=timezone.now())
    return _keep_language(HttpResponseRedirect(_safe_next(request)), language)


def _keep_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.HTTPS,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def _safe_next(request: HttpRequest) -> str:
    """The page the switch stood on, when it is one of ours."""
    page = request.POST.get("next", "")
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours else "/"


account_update.action = "account.own"  # type: ignore[attr-defined]
