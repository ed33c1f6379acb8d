"""What importing a file of people would do to a partnership as it stands: nothing here writes."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from partnerships.models import Membership, Organisation, Partnership, Sector, Stakeholder, StakeholderKind
from partnerships.people.imports.memberships import MembershipPlan, plan_first_membership, plan_membership
from partnerships.people.imports.rows import PersonRow, by_any_name, in_column, read_row

CREATE, CHANGE, SAME, REFUSE = "create", "change", "same", "refuse"


@dataclass(frozen=True)
class RowPlan:
    """What one row does; `person` is None for somebody new, `changes` are the new values by field."""

    row: PersonRow
    state: str
    person: Stakeholder | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    membership: MembershipPlan | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """All rows in the order of the file, and the organisations that the accepted ones bring along."""

    plans: list[RowPlan]
    new_organisations: dict[str, Sector]

    def of_state(self, state: str) -> list[RowPlan]:
        return [plan for plan in self.plans if plan.state == state]

    @property
    def fingerprint(self) -> str:
        """The same only as long as confirming would do the same."""
        facts = [_facts(plan) for plan in self.plans]
        sectors = sorted((name, sector.pk) for name, sector in self.new_organisations.items())
        return hashlib.sha256(repr((facts, sectors)).encode()).hexdigest()


def _facts(plan: RowPlan) -> tuple[object, ...]:
    before = [(name, str(getattr(plan.person, name)), str(value)) for name, value in sorted(plan.changes.items())]
    kind = plan.row.kind.pk if plan.row.kind else None
    return plan.row.number, plan.state, plan.person.pk if plan.person else None, kind, before, plan.membership


@dataclass
class KnownPeople:
    """The partnership before the import, and what the rows planned so far would add."""

    day: date
    organisations: dict[str, Organisation]
    by_email: dict[str, Stakeholder]
    by_name: dict[tuple[str, str], list[Stakeholder]]
    sectors_given: dict[str, Sector] = field(default_factory=dict)
    new_organisations: dict[str, Sector] = field(default_factory=dict)
    row_of_email: dict[str, int] = field(default_factory=dict)
    rows_of_name: dict[tuple[str, str], list[tuple[int, bool]]] = field(default_factory=dict)
    row_of_person: dict[int, int] = field(default_factory=dict)


def plan_people(partnership: Partnership, rows: list[dict[str, Any]], day: date) -> ImportPlan:
    """The plan for rows as `read_people` gives them; five queries whatever the number of rows."""
    kinds = by_any_name(StakeholderKind.objects.filter(active=True))
    sectors = by_any_name(Sector.objects.filter(active=True))
    people = [read_row(row["number"], row["cells"], kinds, sectors, day) for row in rows]
    known = _known_people(partnership, day)
    for row in people:
        if row.organisation and row.sector:
            known.sectors_given.setdefault(row.organisation.casefold(), row.sector)
    plans = [_plan(row, known) for row in people]
    return ImportPlan(plans, known.new_organisations)


def _known_people(partnership: Partnership, day: date) -> KnownPeople:
    memberships = Prefetch("memberships", Membership.objects.select_related("organisation"), to_attr="all_memberships")
    people: list[Stakeholder] = [*partnership.stakeholders.select_related("kind").prefetch_related(memberships)]
    by_name: dict[tuple[str, str], list[Stakeholder]] = {}
    for person in people:
        by_name.setdefault((person.name, _organisation_of(person, day)), []).append(person)
    organisations = {row.name.casefold(): row for row in partnership.organisations.select_related("sector")}
    by_email = {person.email.casefold(): person for person in people if person.email}
    return KnownPeople(day, organisations, by_email, by_name)


def _organisation_of(person: Stakeholder, day: date) -> str:
    """That of the membership of that day, or else of the newest, folded; '' without any."""
    memberships: list[Membership] = person.all_memberships  # type: ignore[attr-defined]
    running = [row for row in memberships if row.state_on(day) == "now"]
    membership = next(iter(running or memberships), None)
    return membership.organisation.name.casefold() if membership and membership.organisation else ""


def _plan(row: PersonRow, known: KnownPeople) -> RowPlan:
    problems = [*row.problems, *_organisation_problems(row, known)]
    matches = _matches(row, known)
    if len(matches) > 1:
        problems.append(in_column("name", _("several people fit this name and organisation: give the e-mail.")))
    person = matches[0] if matches else None
    earlier = _earlier_row(row, person, known)
    if earlier:
        problems.append(_("This is the same person as in row %(row)s.") % {"row": earlier})
    if person is None and row.kind is None and not any("“kind”" in problem for problem in problems):
        problems.append(in_column("kind", _("a new person needs a kind.")))
    if problems:
        return RowPlan(row, REFUSE, person, reasons=tuple(problems))
    plan = _plan_change(row, person, known.day) if person else _plan_new(row, known.day)
    if plan.state != REFUSE:
        _remember(plan, known)
    return plan


def _organisation_problems(row: PersonRow, known: KnownPeople) -> list[str]:
    if not row.organisation:
        return []
    present = known.organisations.get(row.organisation.casefold())
    if present is None:
        given = known.sectors_given.get(row.organisation.casefold())
        if given is None:
            return [in_column("organisation", _("it is not in the partnership: give its sector to add it."))]
        if row.sector and row.sector != given:
            return [in_column("sector", _("another row gives this organisation the sector %(s)s.") % {"s": given.name})]
        return []
    if present.ended_on is not None and present.ended_on <= known.day:
        return [in_column("organisation", _("it has left the partnership: take it up again on its own page."))]
    if row.sector and row.sector != present.sector:
        words = _("the organisation is listed under %(sector)s: change that on its own page.")
        return [in_column("sector", words % {"sector": present.sector.name})]
    return []


def _matches(row: PersonRow, known: KnownPeople) -> list[Stakeholder]:
    """By e-mail; else by the exact name in the organisation, where one side has no e-mail."""
    if row.email and row.email.casefold() in known.by_email:
        return [known.by_email[row.email.casefold()]]
    same = known.by_name.get((row.name, row.organisation.casefold()), [])
    return [person for person in same if not (row.email and person.email)]


def _earlier_row(row: PersonRow, person: Stakeholder | None, known: KnownPeople) -> int | None:
    if person is not None and person.pk in known.row_of_person:
        return known.row_of_person[person.pk]
    if row.email and row.email.casefold() in known.row_of_email:
        return known.row_of_email[row.email.casefold()]
    same = known.rows_of_name.get((row.name, row.organisation.casefold()), [])
    return next((number for number, has_email in same if not (row.email and has_email)), None)


def _remember(plan: RowPlan, known: KnownPeople) -> None:
    """Later rows must not describe the same person, and may use the same new organisation."""
    row = plan.row
    if row.email:
        known.row_of_email[row.email.casefold()] = row.number
    key = (row.name, row.organisation.casefold())
    known.rows_of_name.setdefault(key, []).append((row.number, bool(row.email)))
    if plan.person is not None:
        known.row_of_person[plan.person.pk] = row.number
    folded = row.organisation.casefold()
    fresh = row.organisation and folded not in known.organisations
    if fresh and folded not in {name.casefold() for name in known.new_organisations}:
        known.new_organisations[row.organisation] = known.sectors_given[folded]


def _plan_new(row: PersonRow, day: date) -> RowPlan:
    return RowPlan(row, CREATE, membership=plan_first_membership(row, day))


def _plan_change(row: PersonRow, person: Stakeholder, day: date) -> RowPlan:
    given = {"name": row.name, "email": row.email, "language": row.language, "kind": row.kind}
    changes = {name: value for name, value in given.items() if value and value != getattr(person, name)}
    if person.email and row.email.casefold() == person.email.casefold():
        changes.pop("email", None)
    membership = plan_membership(row, person.all_memberships, day)  # type: ignore[attr-defined]
    if membership is not None and membership.problem:
        return RowPlan(row, REFUSE, person, reasons=(membership.problem,))
    return RowPlan(row, CHANGE if changes or membership else SAME, person, changes, membership)
