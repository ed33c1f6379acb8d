"""The preview of an import, shaped for the page: row by row what is created, changed or refused."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from partnerships.models import PeopleImport
from partnerships.people.imports.memberships import CORRECT, present_stay
from partnerships.people.imports.plans import CHANGE, CREATE, REFUSE, SAME, RowPlan, plan_people
from partnerships.people.imports.rows import COLUMNS
from synergy.web.formats import short_day

NOTHING = "–"


@dataclass(frozen=True)
class Cell:
    value: str
    before: str = ""


@dataclass(frozen=True)
class PreviewRow:
    number: int
    state: str
    cells: list[Cell]
    reasons: tuple[str, ...]

    @property
    def by_column(self) -> list[tuple[str, Cell]]:
        return list(zip(_columns(), self.cells, strict=True))


@dataclass(frozen=True)
class Preview:
    """What the page shows; `fingerprint` names this very preview when it is confirmed."""

    columns: list[str]
    rows: list[PreviewRow]
    new_organisations: list[str]
    created: int
    changed: int
    same: int
    refused: int
    fingerprint: str

    @property
    def accepted(self) -> int:
        """Rows that would write something."""
        return self.created + self.changed


def preview_of(people_import: PeopleImport, day: date) -> Preview:
    """What confirming would do now; five queries whatever the number of rows."""
    plan = plan_people(people_import.partnership, people_import.rows, day)
    raw = {row["number"]: row["cells"] for row in people_import.rows}
    rows = [
        PreviewRow(row.wanted.number, row.state, _cells(row, people_import, raw, day), row.reasons) for row in plan.rows
    ]
    return Preview(
        columns=_columns(),
        rows=rows,
        new_organisations=[f"{name} ({sector.name})" for name, sector in plan.new_organisations.items()],
        created=len(plan.of_state(CREATE)),
        changed=len(plan.of_state(CHANGE)),
        same=len(plan.of_state(SAME)),
        refused=len(plan.of_state(REFUSE)),
        fingerprint=plan.fingerprint,
    )


def _columns() -> list[str]:
    return [
        _("Name"),
        _("E-mail address"),
        _("Language"),
        _("Kind"),
        _("Organisation"),
        _("Sector"),
        _("Member from"),
        _("Reason"),
    ]


def _cells(row: RowPlan, people_import: PeopleImport, raw: dict[int, dict[str, str]], day: date) -> list[Cell]:
    if row.state == REFUSE:
        cells = raw[row.wanted.number]
        return [Cell(_cut(cells.get(name, ""))) for name in COLUMNS]
    wanted, languages = row.wanted, dict(settings.LANGUAGES)
    language = wanted.language or ("" if row.person else people_import.partnership.default_language)
    person: Any = row.person
    return [
        _changed(row, "name", wanted.name, person and person.name),
        _changed(row, "email", wanted.email, person and person.email),
        _changed(row, "language", languages.get(language, ""), person and languages[person.language]),
        _changed(row, "kind", wanted.kind.name if wanted.kind else "", person and person.kind.name),
        *_stay_cells(row, day),
    ]


def _changed(row: RowPlan, name: str, value: str, before: str | None) -> Cell:
    return Cell(value, before or NOTHING) if name in row.changes else Cell(before or value)


def _stay_cells(row: RowPlan, day: date) -> list[Cell]:
    """Organisation, sector, member from and reason: as they will be, and as they were where that differs."""
    stay, sector = row.stay, Cell(row.wanted.sector.name if row.wanted.sector else "")
    if stay is None:
        return _kept_cells(row, sector, day)
    since = short_day(stay.started_on)
    if row.person is None:
        return [Cell(stay.organisation), sector, Cell(since), Cell(stay.reason)]
    was_since = short_day(stay.was_started_on) if stay.was_started_on else _("not a member")
    return [
        _differing(stay.organisation, stay.was_organisation),
        sector,
        _differing(since, was_since),
        _differing(stay.reason, stay.was_reason if stay.act == CORRECT else ""),
    ]


def _kept_cells(row: RowPlan, sector: Cell, day: date) -> list[Cell]:
    kept = present_stay(getattr(row.person, "stays", []), day)
    if kept is None:
        return [Cell(""), sector, Cell(""), Cell("")]
    organisation = kept.organisation.name if kept.organisation else ""
    return [Cell(organisation), sector, Cell(short_day(kept.started_on)), Cell(kept.reason)]


def _differing(value: str, before: str) -> Cell:
    return Cell(value, before) if before and before != value else Cell(value)


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:120]}…"
