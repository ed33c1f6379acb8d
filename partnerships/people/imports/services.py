"""Importing people: read a file, show what it would do, and do it, all or nothing, once that is confirmed."""

from datetime import datetime, timedelta
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.models import Membership, Organisation, Partnership, PeopleImport, Stakeholder
from partnerships.people.imports.files import read_people
from partnerships.people.imports.memberships import CORRECT, MOVE
from partnerships.people.imports.plans import CHANGE, CREATE, REFUSE, ImportPlan, RowPlan, plan_people
from synergy.accounts.models import User
from synergy.audit import entries as audit

KEPT = timedelta(hours=24)


class ImportRefused(Exception):
    """Nothing was written; the text says why, in the reader's language."""


class ImportOver(ImportRefused):
    """This import is already confirmed, given up or too old."""


def start_import(*, by: User, partnership: Partnership, file: IO[bytes], filename: str, at: datetime) -> PeopleImport:
    """Reads the file and keeps its rows for a day; no person is written. Raises SheetError."""
    access.require(by, "people.import", partnership)
    rows, unused = read_people(file, filename)  # outside the transaction: a large file takes its time
    with transaction.atomic():
        PeopleImport.objects.expired(at).delete()
        people_import = PeopleImport.objects.create(
            partnership=partnership,
            created_by=by,
            created_at=at,
            expires_at=at + KEPT,
            filename=filename[:200],
            rows=rows,
            unused=unused,
        )
        scope = partnership.scope
        audit.record(by=by, action="people.import_started", obj=None, scope=scope, at=at, rows=len(rows))
    return people_import


def confirm_import(
    *, by: User, people_import: PeopleImport, seen: str, leave_out: bool = False, at: datetime
) -> dict[str, int]:
    """Writes what the preview with the fingerprint `seen` showed, in one transaction; with `leave_out`, without the
    refused rows. Says how many people were `created`, `changed` and `left_out`.

    Raises ImportOver, or ImportRefused when the data have changed since, or when refused rows are not left out.
    """
    access.require(by, "people.import", people_import.partnership)
    try:
        with transaction.atomic():
            return _confirm(by, people_import, seen, leave_out, at)
    except IntegrityError as race:
        raise ImportRefused(_changed_since()) from race


def _confirm(by: User, people_import: PeopleImport, seen: str, leave_out: bool, at: datetime) -> dict[str, int]:
    partnership = Partnership.objects.select_for_update(of=("self",)).get(pk=people_import.partnership_id)
    row = PeopleImport.objects.select_for_update(of=("self",)).filter(pk=people_import.pk).first()
    if row is None or not row.is_waiting(at):
        raise ImportOver(
            _("This import is over: it was confirmed, given up, or kept for a day. Choose the file again.")
        )
    plan = plan_people(partnership, row.rows, partnership.day(at))
    if plan.fingerprint != seen:
        raise ImportRefused(_changed_since())
    refused = plan.of_state(REFUSE)
    if refused and not leave_out:
        raise ImportRefused(_("Some rows are refused: correct the file, or choose to leave them out."))
    _write(partnership, plan)
    row.state, row.rows = PeopleImport.State.APPLIED, []
    row.save(update_fields=["state", "rows"])
    numbers = {"created": len(plan.of_state(CREATE)), "changed": len(plan.of_state(CHANGE)), "left_out": len(refused)}
    audit.record(by=by, action="people.imported", obj=None, scope=partnership.scope, at=at, **numbers)
    return numbers


def _changed_since() -> str:
    return _("Nothing was imported: people or organisations have changed since this preview. Here is a new one.")


@transaction.atomic
def discard_import(*, by: User, people_import: PeopleImport, at: datetime) -> None:
    """Gives the import up; its rows go at once."""
    access.require(by, "people.import", people_import.partnership)
    scope = people_import.partnership.scope
    people_import.delete()
    audit.record(by=by, action="people.import_discarded", obj=None, scope=scope, at=at)


def discard_expired_imports(at: datetime) -> int:
    """Deletes the rows nobody confirmed in time: a job of the tick. Returns how many imports went."""
    return PeopleImport.objects.expired(at).delete()[0]


def _write(partnership: Partnership, plan: ImportPlan) -> None:
    organisations = _organisations(partnership, plan)
    people = _create_people(partnership, plan.of_state(CREATE))
    changed = [(row_plan, row_plan.person) for row_plan in plan.of_state(CHANGE) if row_plan.person is not None]
    _change_people([(row_plan, person) for row_plan, person in changed if row_plan.changes])
    _write_memberships(people + changed, organisations)


def _organisations(partnership: Partnership, plan: ImportPlan) -> dict[str, Organisation]:
    Organisation.objects.bulk_create(
        Organisation(partnership=partnership, name=name, sector=sector)
        for name, sector in plan.new_organisations.items()
    )
    return {row.name.casefold(): row for row in partnership.organisations.all()}


def _create_people(partnership: Partnership, plans: list[RowPlan]) -> list[tuple[RowPlan, Stakeholder]]:
    people = [
        Stakeholder(
            partnership=partnership,
            name=plan.row.name,
            email=plan.row.email,
            language=plan.row.language or partnership.default_language,
            kind=plan.row.kind,
        )
        for plan in plans
    ]
    return list(zip(plans, Stakeholder.objects.bulk_create(people), strict=True))


def _change_people(pairs: list[tuple[RowPlan, Stakeholder]]) -> None:
    for plan, person in pairs:
        for name, value in plan.changes.items():
            setattr(person, name, value)
        if "email" in plan.changes:
            person.undeliverable = False
    people = [person for _plan, person in pairs]
    Stakeholder.objects.bulk_update(people, ["name", "email", "language", "kind", "undeliverable"])


def _write_memberships(pairs: list[tuple[RowPlan, Stakeholder]], organisations: dict[str, Organisation]) -> None:
    begun: list[Membership] = []
    for plan, person in pairs:
        planned = plan.membership
        if planned is None:
            continue
        values: dict[str, Any] = {"started_on": planned.started_on, "reason": planned.reason}
        present = Membership.objects.filter(pk=planned.membership or 0)
        if planned.act == CORRECT:
            present.update(**values)
            continue
        if planned.act == MOVE:
            present.update(ended_on=planned.ends_on)
        organisation = organisations[planned.organisation.casefold()] if planned.organisation else None
        begun.append(Membership(stakeholder=person, organisation=organisation, **values))
    Membership.objects.bulk_create(begun)
