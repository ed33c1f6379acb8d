"""Pages of an import of answers: choose a file, read what it would do, confirm or give up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.imports import services
from assessments.imports.previews import preview_context
from assessments.imports.templates import template_tables
from assessments.loading import find_round
from assessments.models import ImportedFile
from partnerships.decorators import PartnershipRequest, partnership_view
from synergy.web.downloads import xlsx_response
from synergy.web.forms import errors_in_messages
from synergy.web.sheets import MOST_BYTES
from synergy.web.uploads import SheetForm, sheet_errors_on


def _imported(request: PartnershipRequest, number: int, pk: int) -> ImportedFile:
    round = find_round(request, number)
    imported = get_object_or_404(ImportedFile, round=round, pk=pk)
    imported.round = round
    return imported


@partnership_view("round.import")
@require_http_methods(["GET", "HEAD", "POST"])
def round_import(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    form = SheetForm(request, _("XLSX or CSV, one row for each respondent, at most 20,000 rows and 5 MB."))
    if form.is_valid():
        with sheet_errors_on(form, services.NotImported):
            content, name = form.sheet.read(MOST_BYTES + 1), form.sheet.name or ""
            at = timezone.now()
            imported = services.start_import(by=request.user, round=round, content=content, name=name, at=at)
            return redirect("round-import-preview", request.partnership.slug, number, imported.pk)
    context = {"round": round, "form": form, "obstacle": services.obstacle_to_import(round)}
    return render(request, "assessments/round/import.html", context)


@partnership_view("round.import")
@require_safe
def round_import_template(request: PartnershipRequest, number: int) -> HttpResponse:
    return xlsx_response(_("answers"), *template_tables(find_round(request, number)))


@partnership_view("round.import")
@never_cache
@require_safe
def round_import_preview(request: PartnershipRequest, number: int, pk: int) -> HttpResponse:
    imported = _imported(request, number, pk)
    kept = services.read_again(by=request.user, imported=imported, at=timezone.now())
    if kept is None:
        context = {"round": imported.round, "imported": imported}
        return render(request, "assessments/round/import_over.html", context, status=410)
    return render(request, "assessments/round/import_preview.html", preview_context(imported, *kept))


@partnership_view("round.import")
@require_POST
def round_import_confirm(request: PartnershipRequest, number: int, pk: int) -> HttpResponse:
    with errors_in_messages(request, services.NotImported):
        work = services.confirm_import(by=request.user, imported=_imported(request, number, pk), at=timezone.now())
        return redirect("work-detail", request.partnership.slug, work.pk)
    return redirect("round-import-preview", request.partnership.slug, number, pk)


@partnership_view("round.import")
@require_POST
def round_import_discard(request: PartnershipRequest, number: int, pk: int) -> HttpResponse:
    with errors_in_messages(request, services.NotImported):
        services.discard_import(by=request.user, imported=_imported(request, number, pk), at=timezone.now())
        messages.success(request, _("The import was given up, and the file is deleted. Nothing was imported."))
    return redirect("round-detail", request.partnership.slug, number)
