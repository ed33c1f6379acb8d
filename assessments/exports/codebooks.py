"""What goes with the data in a workbook: what codes mean, how each column came about, and what is hidden and why."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from assessments.exports.frames import Material, span_of
from assessments.exports.scores import Row
from assessments.exports.variables import KINDS, NO_NUMBER, Frame, Variable
from assessments.models import Round
from assessments.queries.instruments import Construct, Item, Option, Questionnaire
from assessments.queries.results import plan_of
from synergy.web.downloads import Table

CODEBOOK = (
    *("variable", "label_en", "label_fr", "type", "range", "scale", "how_computed"),
    *("items", "bands", "missing", "versions"),
)
LABELS = ("variable", "code", "label_en", "label_fr")
NOTES = ("about", "note")


def labels_table(frame: Frame) -> Table:
    """Every code in the data with its words in both languages; call it in the language of the file."""
    rows: list[Row] = [
        [one.name, code, label.en, label.fr] for one in frame.variables for code, label in one.values.items()
    ]
    return Table(_("Labels"), LABELS, rows, widths=(26, 20, 50, 50))


def codebook_table(frame: Frame, asked: Sequence[Questionnaire]) -> Table:
    """Every column, then every construct and every item of each version."""
    rows = [_of_variable(one) for one in frame.variables]
    rows += [_of_construct(one, version) for version in asked for one in version.constructs]
    rows += [_of_item(one, version) for version in asked for one in version.items]
    return Table(_("Codebook"), CODEBOOK, rows, widths=(26, 44, 44, 14, 10, 40, 60, 24, 60, 50, 18))


def notes_table(notes: Iterable[tuple[str, str]]) -> Table:
    return Table(_("Notes"), NOTES, [list(note) for note in notes], widths=(28, 110))


def _of_variable(one: Variable) -> Row:
    codes = "; ".join(one.values)
    missing = _missing_words(one) if one.is_number else ""
    versions = "; ".join(one.versions)
    return [one.name, one.label.en, one.label.fr, one.kind, one.span, codes, str(one.how), "", "", missing, versions]


def _missing_words(one: Variable) -> str:
    special = "".join(f"{code} = {value}; " for code, value in one.missing.items())
    if one.kind == "answer":
        return special + _("empty (in .sav %(code)s): no answer") % {"code": NO_NUMBER}
    return special + _("empty (in .sav %(code)s): not shown, or nothing to show") % {"code": NO_NUMBER}


def _of_construct(one: Construct, version: Questionnaire) -> Row:
    compared = any(item.scale == "compared" for item in one.items)
    items = "; ".join(item.code for item in one.items)
    kind = str(KINDS.get(one.kind, one.kind))
    scale = _options(one.items[0].options) if len({item.scale for item in one.items}) == 1 else ""
    bands = "" if compared else _bands(version)
    span = "" if compared else span_of(one)
    how = _shares_words() if compared else _half_words(one)
    return [one.code, one.name.en, one.name.fr, kind, span, scale, how, items, bands, "", version.code]


def _half_words(one: Construct) -> str:
    return _(
        "Mean of the items a person answered, if at least %(needed)s of %(items)s were answered; then the mean over"
        " the persons with a score. “Not applicable” and “I don’t know” count as not answered."
    ) % {"needed": one.scale.needed, "items": len(one.items)}


def _shares_words() -> str:
    return _("Share of each option among the valid answers; no mean is taken.")


def _of_item(one: Item, version: Questionnaire) -> Row:
    return [
        *(one.code, one.text.en, one.text.fr, _("item"), f"1–{len(one.options)}", _options(one.options)),
        *(_recoding(one, version), "; ".join(one.feeds), "", "", version.code),
    ]


def _recoding(one: Item, version: Questionnaire) -> str:
    if scores := version.scale_scores.get(one.scale):
        told = ", ".join(f"{value} → {score:g}" for value, score in scores.items())
        return _("For scores, answers count as: %(scores)s.") % {"scores": told}
    if one.reverse:
        return _("Counted backwards: the highest answer gives the lowest score.")
    return ""


def _options(options: Iterable[Option]) -> str:
    return "; ".join(f"{option.value} = {option.label}" for option in options)


def _bands(version: Questionnaire) -> str:
    told = [
        _("%(band)s: from %(low)s to under %(high)s") % {"band": band.label, "low": band.low, "high": band.high}
        for band in version.bands[:-1]
    ]
    told += [
        _("%(band)s: from %(low)s to %(high)s") % {"band": band.label, "low": band.low, "high": band.high}
        for band in version.bands[-1:]
    ]
    return f"{'; '.join(told)}. {version.band_source}"


def notes_of(found: Material) -> list[tuple[str, str]]:
    """What is hidden and why, and how numbers are to be read, in the active language; one query a round."""
    return [
        *(_of_round(round) for round in found.rounds),
        (_("Not shown"), _hidden_words()),
        (
            _("Missing codes"),
            _("In CSV and XLSX a number not shown is an empty cell beside shown = false; in .sav it is %(code)s.")
            % {"code": NO_NUMBER}
            + " "
            + _("The same holds where nobody answered: the two look alike on purpose."),
        ),
        (_("Alike"), _alike_words()),
        (_("Rounding"), _rounding_words()),
        (_("Items in three steps"), _steps_words()),
        (_("Scores"), _scores_words()),
        (_("Intervals"), _intervals_words()),
        (_("Changes"), _changes_words()),
        *((asked.code, f"{asked.name}. {asked.notes}") for asked in found.asked),
        *((_("Bands"), str(source)) for source in dict.fromkeys(str(asked.band_source) for asked in found.asked)),
        (_("Other tools"), _("These scores are not equivalent to PSAT, Loban or any other published tool.")),
    ]


def _of_round(round: Round) -> tuple[str, str]:
    plan = plan_of(round)
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
        words += " " + _("Fewer than K people answered, so nothing is published.")
    return str(round), words


def _hidden_words() -> str:
    return _(
        "A number is not shown when fewer than K people stand behind it, or when the answers of a few people could be"
        " worked out from it and what else is published: those of a small group, or of people who left an item out."
        " What is shown was decided once, when the round closed, and is the same on every page and in every file. A"
        " group in which nobody answered looks like one in which too few did."
    )


def _alike_words() -> str:
    return _(
        "When fewer than 10 people all answered alike, their mean would be everybody’s answer: instead of it, low and"
        " high say between which values it lies, and there is no standard deviation."
    )


def _rounding_words() -> str:
    return _(
        "Numbers of everybody have one decimal below 10 people and two below 30; those of a group have one below"
        " 30. From 30 people on means, SD and limits are exact, or have two decimals where few people left out as"
        " many items as nobody else; changes have at most two decimals, p three. Where few people left an item of a"
        " construct out, the items of that construct are shown in three steps without a mean, and scores that"
        " contain other scores (synergy, processes, levels) may have fewer decimals; linked changes of fewer than 30"
        " people have one. Beside a change or difference of one decimal a p of 0.1 and more is left out. Halves are"
        " rounded up. Bands go by the unrounded mean, and by the printed one where a score has fewer decimals."
    )


def _steps_words() -> str:
    return _(
        "Where few people left an item of a construct out, exact counts of its items beside its score could tell what"
        " they answered. Such items have no mean, and their answers are counted in three steps only: in the CSV of the"
        " questions, count_low is the first two options, count_mid the middle one and count_high the last two, and"
        " count_1 to count_5 are empty. When fewer than 10 people are all in one step, these are empty too. When fewer"
        " than 3 people chose another option than the middle one, nothing is given."
    )


def _scores_words() -> str:
    return _(
        "A person has a score on a construct after answering at least half of its items: the mean of those answered."
        " “Not applicable” and “I don’t know” are missing answers, never a number."
    )


def _intervals_words() -> str:
    return _(
        "95% logit-t intervals: where the mean may reasonably lie, seeing those who answered as a chance sample of"
        " those who might have."
    )


def _changes_words() -> str:
    return _(
        "Against the last closed round with the same questions. Among those who answered both times where they are"
        " enough, else among everybody, and then more cautiously. A verdict is clear only after correcting for how many"
        " things are compared (Holm)."
    )
