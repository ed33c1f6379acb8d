"""What goes with the data in a workbook: what codes mean, how each column came about, and what is hidden and why."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from assessments.exports.frames import Material, span_of
from assessments.exports.methods import words_of_method
from assessments.exports.scores import ITEM, CellRow
from assessments.exports.variables import KINDS, NO_NUMBER, Frame, Variable
from assessments.models import Round
from assessments.models.score import METHOD
from assessments.questionnaire import Construct, Item, Option, Questionnaire
from assessments.results.queries import plan_of
from assessments.results.values import PlanValue
from synergy.web.downloads import DownloadTable
from synergy.web.formats import number

CODEBOOK = (
    *("variable", "label_en", "label_fr", "type", "range", "scale", "how_computed"),
    *("items", "bands", "missing", "versions"),
)
LABELS = ("variable", "code", "label_en", "label_fr")
NOTES = ("about", "note")


def labels_table(frame: Frame) -> DownloadTable:
    """Every code in the data with its words in both languages; call it in the language of the file."""
    rows: list[CellRow] = [
        [variable.name, code, label.en, label.fr]
        for variable in frame.variables
        for code, label in variable.values.items()
    ]
    return DownloadTable(_("Labels"), LABELS, rows, widths=(26, 20, 50, 50))


def codebook_table(frame: Frame, asked: Sequence[Questionnaire]) -> DownloadTable:
    """Every column, then every construct and every item of each version."""
    rows = [_of_variable(variable) for variable in frame.variables]
    rows += [_of_construct(construct, version) for version in asked for construct in version.constructs]
    rows += [_of_item(item, version) for version in asked for item in version.items]
    return DownloadTable(_("Codebook"), CODEBOOK, rows, widths=(26, 44, 44, 14, 10, 40, 60, 24, 60, 50, 18))


def notes_table(notes: Iterable[tuple[str, str]]) -> DownloadTable:
    return DownloadTable(_("Notes"), NOTES, [list(note) for note in notes], widths=(28, 110))


def _of_variable(variable: Variable) -> CellRow:
    codes = "; ".join(variable.values)
    missing = _missing_words(variable) if variable.is_number else ""
    versions = "; ".join(variable.versions)
    return [
        variable.name,
        variable.label.en,
        variable.label.fr,
        variable.kind,
        variable.span,
        codes,
        str(variable.how),
        "",
        "",
        missing,
        versions,
    ]


def _missing_words(variable: Variable) -> str:
    special = "".join(f"{code} = {value}; " for code, value in variable.missing.items())
    if variable.kind == "answer":
        return special + _("empty (in .sav %(code)s): no answer") % {"code": NO_NUMBER}
    return special + _("empty (in .sav %(code)s): not shown, or nothing to show") % {"code": NO_NUMBER}


def _of_construct(construct: Construct, version: Questionnaire) -> CellRow:
    items = "; ".join(item.code for item in construct.items)
    kind = str(KINDS.get(construct.kind, construct.kind))
    scale = _options(construct.items[0].options) if len({item.scale for item in construct.items}) == 1 else ""
    bands = "" if construct.is_compared else _bands(version)
    span = "" if construct.is_compared else span_of(construct)
    shares = _("Share of each option among the valid answers; no mean is taken.")
    how = shares if construct.is_compared else _mean_words(construct)
    return [
        construct.code,
        construct.name.en,
        construct.name.fr,
        kind,
        span,
        scale,
        how,
        items,
        bands,
        "",
        version.code,
    ]


def _mean_words(construct: Construct) -> str:
    return _(
        "Mean of its questions’ means, each over those who answered it; shown when at least %(needed)s of %(items)s"
        " questions have K answers. “Not applicable” and “I don’t know” are no answers."
    ) % {"needed": construct.scale.needed, "items": len(construct.items)}


def _of_item(item: Item, version: Questionnaire) -> CellRow:
    return [
        *(item.code, item.text.en, item.text.fr, str(KINDS[ITEM]), f"1–{len(item.options)}", _options(item.options)),
        *(_recoding(item, version), "; ".join(item.feeds), "", "", version.code),
    ]


def _recoding(item: Item, version: Questionnaire) -> str:
    if scores := version.scale_scores.get(item.scale):
        pieces = ", ".join(f"{value} → {score:g}" for value, score in scores.items())
        return _("For scores, answers count as: %(scores)s.") % {"scores": pieces}
    if item.reverse:
        return _("Counted backwards: the highest answer gives the lowest score.")
    return ""


def _options(options: Iterable[Option]) -> str:
    return "; ".join(f"{option.value} = {option.label}" for option in options)


def _bands(version: Questionnaire) -> str:
    pieces = [
        _("%(band)s: from %(low)s to under %(high)s") % {"band": band.label, "low": band.low, "high": band.high}
        for band in version.bands[:-1]
    ]
    pieces += [
        _("%(band)s: from %(low)s to %(high)s") % {"band": band.label, "low": band.low, "high": band.high}
        for band in version.bands[-1:]
    ]
    return f"{'; '.join(pieces)}. {version.band_source}"


def notes_of(material: Material) -> list[tuple[str, str]]:
    """What is hidden and why, and how numbers are to be read, in the active language; one query a round."""
    plans = {round: plan_of(round) for round in material.rounds}
    older = any(plan.method != METHOD for plan in plans.values())
    return [
        *((str(round), _round_words(round, plan)) for round, plan in plans.items()),
        *words_of_method(older=older),
        *((asked.code, f"{asked.name}. {asked.notes}") for asked in material.asked),
        *((_("Bands"), str(source)) for source in dict.fromkeys(str(asked.band_source) for asked in material.asked)),
        (_("Other tools"), _("These scores are not equivalent to PSAT, Loban or any other published tool.")),
    ]


def _round_words(round: Round, plan: PlanValue) -> str:
    words = _(
        "%(answered)s people answered. A number rests on at least K = %(k)s people; how answers to an item are spread"
        " is shown from %(spread)s answers. Confidentiality: %(mode)s. Questionnaire: %(version)s."
    ) % {
        "answered": plan.respondents,
        "k": plan.k,
        "spread": plan.distribution_from,
        "mode": round.get_mode_display(),
        "version": round.version.code,
    }
    if not plan.published:
        return words + " " + _("Fewer than K people answered, so nothing is published.")
    return f"{words} {_together_words(plan)}".strip()


def _together_words(plan: PlanValue) -> str:
    """How strongly answers go together; nothing of a round of method 1."""
    if plan.within is None or plan.across is None:
        return ""
    words = _("How strongly answers go together: %(within)s within a theme or element, %(across)s across them") % {
        "within": number(plan.within, 1),
        "across": number(plan.across, 1),
    }
    if any(plan.assumed):
        words += " " + _("(assumed where fewer than 20 pairs of questions could be looked at)")
    return f"{words}."
