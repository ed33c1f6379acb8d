"""The preview of an import, shaped for the page: row by row what is created, changed or refused."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import PeopleImport
from partnerships.people.imports.memberships import CORRECT, present_membership
from partnerships.people.imports.plans import CHANGE, CREATE, REFUSE, SAME, RowPlan, plan_people
from partnerships.people.imports.rows import COLUMNS
from synergy.web.formats import short_day
from synergy.web.uploads import ImportDecision

NOTHING = "–"


@dataclass(frozen=True)
class PreviewCell:
    value: str
    before: str = ""


@dataclass(frozen=True)
class PreviewRow:
    number: int
    state: str
    cells: list[PreviewCell]
    reasons: tuple[str, ...]

    @property
    def by_column(self) -> list[tuple[str, PreviewCell]]:
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

    @property
    def lead(self) -> str:
        if not self.accepted:
            refused = _("No row of this file can be imported as it is.")
            return refused if self.refused else _("The list already says everything that this file says.")
        if not self.refused:
            return _("Nothing has been written yet. Every row can be imported.")
        words = ngettext(
            "Nothing has been written yet. %(number)s row cannot be imported as it is.",
            "Nothing has been written yet. %(number)s rows cannot be imported as they are.",
            self.refused,
        )
        return words % {"number": self.refused}


def decision_on(preview: Preview) -> ImportDecision:
    """What the reader of the preview may do next."""
    good, refused = preview.accepted, preview.refused
    confirm = ngettext("Import %(number)s person", "Import %(number)s people", good) % {"number": good}
    advice, fields = _("Correct the file and choose it again.") if refused else "", {"seen": preview.fingerprint}
    if good and refused:
        advice = _(
            "Best correct the file and choose it again: then everything is imported together. Or import the good rows"
            " now; the refused ones are left out, and nothing of them is written."
        )
        words = ngettext(
            "Import the good rows (%(good)s), leave out %(number)s refused",
            "Import the good rows (%(good)s), leave out %(number)s refused",
            refused,
        )
        confirm, fields = words % {"good": good, "number": refused}, fields | {"leave_out": "on"}
    elif good:
        advice = _("All of it is written together, or nothing. Nobody gets an e-mail because of it.")
    return ImportDecision(advice, confirm if good else "", refused, fields)


def preview_of(people_import: PeopleImport, day: date) -> Preview:
    """What confirming would do now; five queries whatever the number of rows."""
    plan = plan_people(people_import.partnership, people_import.rows, day)
    raw = {row["number"]: row["cells"] for row in people_import.rows}
    return Preview(
        columns=_columns(),
        rows=[
            PreviewRow(row_plan.row.number, row_plan.state, _cells(row_plan, people_import, raw, day), row_plan.reasons)
            for row_plan in plan.plans
        ],
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


def _cells(plan: RowPlan, people_import: PeopleImport, raw: dict[int, dict[str, str]], day: date) -> list[PreviewCell]:
    if plan.state == REFUSE:
        cells = raw[plan.row.number]
        return [PreviewCell(_cut(cells.get(name, ""))) for name in COLUMNS]
    row, languages = plan.row, dict(settings.LANGUAGES)
    language = row.language or ("" if plan.person else people_import.partnership.default_language)
    person: Any = plan.person
    return [
        _changed(plan, "name", row.name, person and person.name),
        _changed(plan, "email", row.email, person and person.email),
        _changed(plan, "language", languages.get(language, ""), person and languages[person.language]),
        _changed(plan, "kind", row.kind.name if row.kind else "", person and person.kind.name),
        *_membership_cells(plan, day),
    ]


def _changed(plan: RowPlan, name: str, value: str, before: str | None) -> PreviewCell:
    return PreviewCell(value, before or NOTHING) if name in plan.changes else PreviewCell(before or value)


def _membership_cells(plan: RowPlan, day: date) -> list[PreviewCell]:
    """Organisation, sector, member from and reason: as they will be, and as they were where that differs."""
    planned, sector = plan.membership, PreviewCell(plan.row.sector.name if plan.row.sector else "")
    if planned is None:
        return _kept_cells(plan, sector, day)
    since = short_day(planned.started_on)
    if plan.person is None:
        return [PreviewCell(planned.organisation), sector, PreviewCell(since), PreviewCell(planned.reason)]
    was_since = short_day(planned.was_started_on) if planned.was_started_on else _("not a member")
    return [
        _differing(planned.organisation, planned.was_organisation),
        sector,
        _differing(since, was_since),
        _differing(planned.reason, planned.was_reason if planned.act == CORRECT else ""),
    ]


def _kept_cells(plan: RowPlan, sector: PreviewCell, day: date) -> list[PreviewCell]:
    kept = present_membership(getattr(plan.person, "all_memberships", []), day)
    if kept is None:
        return [PreviewCell(""), sector, PreviewCell(""), PreviewCell("")]
    organisation = kept.organisation.name if kept.organisation else ""
    return [PreviewCell(organisation), sector, PreviewCell(short_day(kept.started_on)), PreviewCell(kept.reason)]


def _differing(value: str, before: str) -> PreviewCell:
    return PreviewCell(value, before) if before and before != value else PreviewCell(value)


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:120]}…"
