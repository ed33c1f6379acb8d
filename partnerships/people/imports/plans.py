"""What importing a file of people would do to a partnership as it stands: nothing here writes."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from partnerships.models import Membership, Organisation, Partnership, Sector, Stakeholder
from partnerships.people.imports.memberships import StayPlan, plan_first_stay, plan_stay
from partnerships.people.imports.rows import Vocabulary, Wanted, in_column, load_vocabulary, read_row

CREATE, CHANGE, SAME, REFUSE = "create", "change", "same", "refuse"


@dataclass(frozen=True)
class RowPlan:
    """What one row does; `person` is None for somebody new, `changes` are the new values by field."""

    wanted: Wanted
    state: str
    person: Stakeholder | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    stay: StayPlan | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All rows in the order of the file, and the organisations that the accepted ones bring along."""

    rows: list[RowPlan]
    new_organisations: dict[str, Sector]

    def of_state(self, state: str) -> list[RowPlan]:
        return [row for row in self.rows if row.state == state]

    @property
    def fingerprint(self) -> str:
        """The same only as long as confirming would do the same."""
        facts = [_facts(row) for row in self.rows]
        sectors = sorted((name, sector.pk) for name, sector in self.new_organisations.items())
        return hashlib.sha256(repr((facts, sectors)).encode()).hexdigest()


def _facts(row: RowPlan) -> tuple[object, ...]:
    before = [(name, str(getattr(row.person, name)), str(value)) for name, value in sorted(row.changes.items())]
    kind = row.wanted.kind.pk if row.wanted.kind else None
    return row.wanted.number, row.state, row.person.pk if row.person else None, kind, before, row.stay


@dataclass
class Standing:
    """The partnership before the import, and what the rows read so far would add."""

    day: date
    organisations: dict[str, Organisation]
    by_email: dict[str, Stakeholder]
    by_name: dict[tuple[str, str], list[Stakeholder]]
    sectors_given: dict[str, Sector] = field(default_factory=dict)
    new_organisations: dict[str, Sector] = field(default_factory=dict)
    row_of_email: dict[str, int] = field(default_factory=dict)
    rows_of_name: dict[tuple[str, str], list[tuple[int, bool]]] = field(default_factory=dict)
    row_of_person: dict[int, int] = field(default_factory=dict)


def plan_people(partnership: Partnership, rows: list[dict[str, Any]], day: date) -> Plan:
    """The plan for rows as `read_people` gives them; five queries whatever their number."""
    vocabulary = load_vocabulary()
    wanted = [_read(row, vocabulary, day) for row in rows]
    standing = _standing(partnership, day)
    for person in wanted:
        if person.organisation and person.sector:
            standing.sectors_given.setdefault(person.organisation.casefold(), person.sector)
    plans = [_plan(person, standing) for person in wanted]
    return Plan(plans, standing.new_organisations)


def _read(row: dict[str, Any], vocabulary: Vocabulary, day: date) -> Wanted:
    return read_row(row["number"], row["cells"], vocabulary, day)


def _standing(partnership: Partnership, day: date) -> Standing:
    stays = Membership.objects.select_related("organisation")
    rows = partnership.stakeholders.select_related("kind")
    people: list[Stakeholder] = [*rows.prefetch_related(Prefetch("memberships", queryset=stays, to_attr="stays"))]
    by_name: dict[tuple[str, str], list[Stakeholder]] = {}
    for person in people:
        by_name.setdefault((person.name, _organisation_of(person, day)), []).append(person)
    organisations = {row.name.casefold(): row for row in partnership.organisations.select_related("sector")}
    by_email = {person.email.casefold(): person for person in people if person.email}
    return Standing(day, organisations, by_email, by_name)


def _organisation_of(person: Stakeholder, day: date) -> str:
    """The one of the stay of that day, or else of the newest, folded; '' without any."""
    stays: list[Membership] = person.stays  # type: ignore[attr-defined]
    running = [stay for stay in stays if stay.started_on <= day and (stay.ended_on is None or stay.ended_on >= day)]
    stay = next(iter(running or stays), None)
    return stay.organisation.name.casefold() if stay and stay.organisation else ""


def _plan(wanted: Wanted, standing: Standing) -> RowPlan:
    problems = [*wanted.problems, *_organisation_problems(wanted, standing)]
    found = _matches(wanted, standing)
    if len(found) > 1:
        problems.append(in_column("name", _("several people fit this name and organisation: give the e-mail.")))
    person = found[0] if found else None
    earlier = _earlier_row(wanted, person, standing)
    if earlier:
        problems.append(_("This is the same person as in row %(row)s.") % {"row": earlier})
    if person is None and wanted.kind is None and not any("“kind”" in problem for problem in problems):
        problems.append(in_column("kind", _("a new person needs a kind.")))
    if problems:
        return RowPlan(wanted, REFUSE, person, reasons=tuple(problems))
    plan = _plan_change(wanted, person, standing.day) if person else _plan_new(wanted, standing.day)
    if plan.state != REFUSE:
        _remember(plan, standing)
    return plan


def _organisation_problems(wanted: Wanted, standing: Standing) -> list[str]:
    if not wanted.organisation:
        return []
    known = standing.organisations.get(wanted.organisation.casefold())
    if known is None:
        given = standing.sectors_given.get(wanted.organisation.casefold())
        if given is None:
            return [in_column("organisation", _("it is not in the partnership: give its sector to add it."))]
        if wanted.sector and wanted.sector != given:
            return [in_column("sector", _("another row gives this organisation the sector %(s)s.") % {"s": given.name})]
        return []
    if known.ended_on is not None and known.ended_on <= standing.day:
        return [in_column("organisation", _("it has left the partnership: take it up again on its own page."))]
    if wanted.sector and wanted.sector != known.sector:
        words = _("the organisation is listed under %(sector)s: change that on its own page.")
        return [in_column("sector", words % {"sector": known.sector.name})]
    return []


def _matches(wanted: Wanted, standing: Standing) -> list[Stakeholder]:
    """By e-mail; else by the exact name in the organisation, where one side has no e-mail."""
    if wanted.email and wanted.email.casefold() in standing.by_email:
        return [standing.by_email[wanted.email.casefold()]]
    same = standing.by_name.get((wanted.name, wanted.organisation.casefold()), [])
    return [person for person in same if not (wanted.email and person.email)]


def _earlier_row(wanted: Wanted, person: Stakeholder | None, standing: Standing) -> int | None:
    if person is not None and person.pk in standing.row_of_person:
        return standing.row_of_person[person.pk]
    if wanted.email and wanted.email.casefold() in standing.row_of_email:
        return standing.row_of_email[wanted.email.casefold()]
    same = standing.rows_of_name.get((wanted.name, wanted.organisation.casefold()), [])
    return next((number for number, has_email in same if not (wanted.email and has_email)), None)


def _remember(plan: RowPlan, standing: Standing) -> None:
    """Later rows must not describe the same person, and may use the same new organisation."""
    wanted = plan.wanted
    if wanted.email:
        standing.row_of_email[wanted.email.casefold()] = wanted.number
    key = (wanted.name, wanted.organisation.casefold())
    standing.rows_of_name.setdefault(key, []).append((wanted.number, bool(wanted.email)))
    if plan.person is not None:
        standing.row_of_person[plan.person.pk] = wanted.number
    folded = wanted.organisation.casefold()
    fresh = wanted.organisation and folded not in standing.organisations
    if fresh and folded not in {name.casefold() for name in standing.new_organisations}:
        standing.new_organisations[wanted.organisation] = standing.sectors_given[folded]


def _plan_new(wanted: Wanted, day: date) -> RowPlan:
    return RowPlan(wanted, CREATE, stay=plan_first_stay(wanted, day))


def _plan_change(wanted: Wanted, person: Stakeholder, day: date) -> RowPlan:
    given = {"name": wanted.name, "email": wanted.email, "language": wanted.language, "kind": wanted.kind}
    changes = {name: value for name, value in given.items() if value and value != getattr(person, name)}
    if person.email and wanted.email.casefold() == person.email.casefold():
        changes.pop("email", None)
    stay = plan_stay(wanted, person.stays, day)  # type: ignore[attr-defined]
    if stay is not None and stay.problem:
        return RowPlan(wanted, REFUSE, person, reasons=(stay.problem,))
    return RowPlan(wanted, CHANGE if changes or stay else SAME, person, changes, stay)
