"""What the preview of a file of answers shows: what would be imported, what is refused and why, and what to do next."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.imports.files import ParsedFile
from assessments.models import ImportedFile, Round
from synergy.web.formats import sentences
from synergy.web.uploads import ImportDecision

MOST_ROWS_SHOWN = 100


def preview_context(imported: ImportedFile, parsed: ParsedFile, until: datetime) -> dict[str, Any]:
    """`rows` are refused rows, each with its reasons; `further` counts those that are left out of the page."""
    rows = [(row, list(reasons)) for row, reasons in groupby(parsed.refusals, key=lambda refusal: refusal.row)]
    return {
        "imported": imported,
        "round": imported.round,
        "until": until,
        "zone": imported.round.partnership.time_zone,
        "lead": _lead(len(parsed.responses), parsed.refused_rows),
        "rows": rows[:MOST_ROWS_SHOWN],
        "further": max(0, len(rows) - MOST_ROWS_SHOWN),
        "decision": _decision(imported.round, len(parsed.responses), parsed.refused_rows),
    }


def _lead(good: int, refused: int) -> SafeString:
    if not good and refused:
        return sentences(_("No response of this file can be imported as it is."))
    if not good:
        return sentences(_("The file holds no response."))
    words = ngettext(
        "Nothing has been imported yet. <b>%(number)s response</b> would be.",
        "Nothing has been imported yet. <b>%(number)s responses</b> would be.",
        good,
    )
    refusals = ngettext("%(number)s would be refused.", "%(number)s would be refused.", refused)
    return sentences(words % {"number": good}, refusals % {"number": refused} if refused else "")


def _decision(round: Round, good: int, refused: int) -> ImportDecision:
    if not good:
        return ImportDecision(_("Correct the file and choose it again."), "", refused, {})
    if not refused:
        opens = _("Importing opens the round.") if round.is_planned else ""
        confirm = ngettext("Import %(number)s response", "Import %(number)s responses", good) % {"number": good}
        return ImportDecision(sentences(_("All of it is imported together, or nothing."), opens), confirm, refused, {})
    words = ngettext(
        "Import the good ones (%(good)s), leave out %(number)s refused",
        "Import the good ones (%(good)s), leave out %(number)s refused",
        refused,
    )
    advice = _(
        "Best correct the file and choose it again. Or import the good responses now; the refused ones are left out."
    )
    return ImportDecision(advice, words % {"good": good, "number": refused}, refused, {})
