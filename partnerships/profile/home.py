"""The first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.access import anyone_signed_in, may_create_partnership
from partnerships.decorators import SignedInRequest, site_view
from partnerships.lists import partnership_lines, visible_partnerships
from partnerships.programmes.queries import visible_programmes
from synergy.web.forms import SearchForm
from synergy.web.pages import paginate

PAGE = 20


@site_view(anyone_signed_in)
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    page = paginate(visible_partnerships(request.user, form.words), request.GET, size=PAGE)
    context = {
        "form": form,
        "page": page,
        "partnerships": partnership_lines(request.user, page.object_list, timezone.localdate()),
        "programmes": list(visible_programmes(request.user)[:PAGE]) if request.user.is_administrator else [],
        "searched": form.words,
        "may_create": may_create_partnership(request.user),
    }
    return render(request, "partnerships/home/index.html", context)
