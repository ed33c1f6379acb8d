"""Pages of an import of people: choose a file, read what it would do, confirm or give up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.models import PeopleImport
from partnerships.people.imports import services
from partnerships.people.imports.files import template_tables
from partnerships.people.imports.forms import ConfirmImportForm
from partnerships.people.imports.queries import decision_on, preview_of
from synergy.web.downloads import xlsx_response
from synergy.web.forms import errors_in_messages
from synergy.web.uploads import SheetForm, sheet_errors_on


def _import(request: PartnershipRequest, pk: int) -> PeopleImport:
    rows = PeopleImport.objects.select_related("partnership")
    return get_object_or_404(rows, partnership=request.partnership, created_by=request.user, pk=pk)


@partnership_view("people.import")
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_import(request: PartnershipRequest) -> HttpResponse:
    form = SheetForm(request, _("XLSX or CSV, at most 1,000 people and 5 MB."))
    if form.is_valid():
        with sheet_errors_on(form):
            people_import = services.start_import(
                by=request.user,
                partnership=request.partnership,
                file=form.sheet,
                filename=form.sheet.name or "",
                at=timezone.now(),
            )
            return redirect("stakeholder-import-preview", request.partnership.slug, people_import.pk)
    return render(request, "partnerships/stakeholder/import.html", {"form": form})


@partnership_view("people.import")
@require_safe
def stakeholder_import_template(request: PartnershipRequest) -> HttpResponse:
    return xlsx_response(_("people"), *template_tables())


@partnership_view("people.import")
@require_safe
def stakeholder_import_preview(request: PartnershipRequest, pk: int) -> HttpResponse:
    people_import, now = _import(request, pk), timezone.now()
    if not people_import.is_waiting(now):
        return render(
            request, "partnerships/stakeholder/import_over.html", {"people_import": people_import}, status=410
        )
    preview = preview_of(people_import, request.partnership.day(now))
    context = {"people_import": people_import, "preview": preview, "decision": decision_on(preview)}
    return render(request, "partnerships/stakeholder/import_preview.html", context)


@partnership_view("people.import")
@require_POST
def stakeholder_import_confirm(request: PartnershipRequest, pk: int) -> HttpResponse:
    people_import, form, now = _import(request, pk), ConfirmImportForm(request.POST), timezone.now()
    form.is_valid()
    seen, leave_out = form.cleaned_data.get("seen", ""), form.cleaned_data["leave_out"]
    with errors_in_messages(request, services.ImportRefused):
        numbers = services.confirm_import(
            by=request.user, people_import=people_import, seen=seen, leave_out=leave_out, at=now
        )
        words = _("Imported: %(created)s new, %(changed)s changed, %(left_out)s left out.")
        messages.success(request, words % numbers)
        return redirect("stakeholder-list", request.partnership.slug)
    return redirect("stakeholder-import-preview", request.partnership.slug, pk)


@partnership_view("people.import")
@require_POST
def stakeholder_import_discard(request: PartnershipRequest, pk: int) -> HttpResponse:
    services.discard_import(by=request.user, people_import=_import(request, pk), at=timezone.now())
    messages.success(request, _("The import was given up. Nothing was written."))
    return redirect("stakeholder-list", request.partnership.slug)
