"""Pages of programmes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import anyone_signed_in, may_administer, may_create_partnership
from partnerships.decorators import SignedInRequest, site_view
from partnerships.lists import partnership_lines, visible_partnerships
from partnerships.models import Programme
from partnerships.programmes.forms import ProgrammeForm
from partnerships.programmes.queries import programme_rows
from partnerships.programmes.services import create_programme, update_programme
from partnerships.register import PROGRAMME_LINKS
from synergy.web.forms import SearchForm, save_form
from synergy.web.pager import paginate

PAGE = 20


@site_view(anyone_signed_in)
@require_safe
def programme_list(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context = {
        "form": form,
        "page": paginate(programme_rows(request.user, form.words), request.GET, size=PAGE),
        "searched": form.words,
        "may_administer": may_administer(request.user),
    }
    return render(request, "partnerships/programme/list.html", context)


@site_view(anyone_signed_in)
@require_safe
def programme_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """404 for a programme in which the user has no partnership, like for one that does not exist."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    form = SearchForm(request.GET)
    rows = visible_partnerships(request.user, form.words).filter(programme=programme)
    page = paginate(rows, request.GET, size=PAGE)
    context = {
        "programme": programme,
        "form": form,
        "page": page,
        "partnerships": partnership_lines(request.user, page.object_list, timezone.localdate()),
        "searched": form.words,
        "may_administer": may_administer(request.user),
        "evaluators": list(programme.evaluators.select_related("user")) if may_administer(request.user) else [],
        "links": [(label, name) for label, name, check in PROGRAMME_LINKS if check(request.user, programme)],
        "may_create": may_create_partnership(request.user)
        and Programme.objects.open_to(request.user).filter(pk=programme.pk).exists(),
    }
    return render(request, "partnerships/programme/detail.html", context)


@site_view(may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_create(request: SignedInRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST or None)
    if programme := save_form(request, form, create_programme, _("The programme has been created.")):
        return redirect(programme)
    return render(request, "partnerships/programme/create.html", {"form": form})


@site_view(may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_update(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = ProgrammeForm(request.POST or None, row=programme)
    if save_form(request, form, update_programme, _("Saved."), programme=programme):
        return redirect(programme)
    return render(request, "partnerships/programme/update.html", {"form": form, "programme": programme})
