"""What can be said about partnerships side by side: where they differ and what they share, never who is ahead."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Construct
from assessments.results.programmes.differences import Difference, clear_differences, comparable
from assessments.results.programmes.queries import PartnershipResults, ProgrammeResults
from assessments.results.wording.leads import BANDS
from assessments.results.wording.names import short_names

USEFUL_FROM = 10  # partnerships (STATISTICS 6)


def standing_sentences(results: ProgrammeResults, differing: Sequence[Difference]) -> tuple[str, ...]:
    """First in which themes partnerships differ clearly, then what all of them share."""
    themes = [difference.construct for difference in differing]
    return (*_differing(differing, themes), *_shared(results, themes))


def _differing(differing: Sequence[Difference], themes: Sequence[Construct]) -> list[str]:
    if not any(difference.icc.p is not None for difference in differing):
        return []
    codes = clear_differences(differing)
    if len(codes) == len(themes) == 4:
        return [_("The partnerships differ clearly in all four themes.")]
    if codes:
        words = ngettext(
            "%(themes)s differs clearly between the partnerships.",
            "%(themes)s differ clearly between the partnerships.",
            len(codes),
        )
        return [words % {"themes": short_names(themes, codes)}]
    return [_("The partnerships differ clearly in no theme: what differs between their means may be chance.")]


def _shared(results: ProgrammeResults, themes: Sequence[Construct]) -> list[str]:
    sentences = []
    for all_shown in (True, False):
        bands: dict[str, list[str]] = {}
        for theme in themes:
            band, complete = _common_band(results.alike, theme.code)
            if band and complete is all_shown:
                bands.setdefault(band, []).append(theme.code)
        sentences += [_in_all(band, bands[band], themes, all_shown) for band in BANDS if band in bands]
    return sentences


def _common_band(columns: Sequence[PartnershipResults], code: str) -> tuple[str, bool]:
    """The band in which every mean lies that is shown, or nothing; and whether all of them are shown."""
    values = [value for column in columns if (value := column.value(code))]
    means = comparable(values)
    bands = {value.band for value in means}
    return (bands.pop() if len(means) > 1 and len(bands) == 1 else ""), len(means) == len(values)


def _in_all(band: str, codes: Sequence[str], themes: Sequence[Construct], all_shown: bool) -> str:
    words = {
        ("strength", True): ngettext(
            "%(themes)s is a strength in all partnerships.",
            "%(themes)s are strengths in all partnerships.",
            len(codes),
        ),
        ("discuss", True): ngettext(
            "%(themes)s is worth discussing in all partnerships.",
            "%(themes)s are worth discussing in all partnerships.",
            len(codes),
        ),
        ("attention", True): ngettext(
            "%(themes)s needs attention in all partnerships.",
            "%(themes)s need attention in all partnerships.",
            len(codes),
        ),
        ("strength", False): ngettext(
            "%(themes)s is a strength in all partnerships that have a number for it.",
            "%(themes)s are strengths in all partnerships that have numbers for them.",
            len(codes),
        ),
        ("discuss", False): ngettext(
            "%(themes)s is worth discussing in all partnerships that have a number for it.",
            "%(themes)s are worth discussing in all partnerships that have numbers for them.",
            len(codes),
        ),
        ("attention", False): ngettext(
            "%(themes)s needs attention in all partnerships that have a number for it.",
            "%(themes)s need attention in all partnerships that have numbers for them.",
            len(codes),
        ),
    }[band, all_shown]
    return words % {"themes": short_names(themes, codes)}


def basis_sentences(results: ProgrammeResults) -> tuple[str, ...]:
    """What the comparison rests on, and what cannot be compared."""
    number = len(results.columns)
    words = ngettext(
        "%(n)s partnership, with its newest closed round, in the order of the names.",
        "%(n)s partnerships, each with its newest closed round, in the order of their names.",
        number,
    )
    sentences = [words % {"n": number}]
    others = number - len(results.alike)
    if others and results.asked:
        words = ngettext(
            "%(n)s partnership answered another questionnaire than %(name)s: it is shown, but not compared.",
            "%(n)s partnerships answered another questionnaire than %(name)s: they are shown, but not compared.",
            others,
        )
        sentences.append(words % {"n": others, "name": results.asked.name})
    return (*sentences, *_method_one(results))


def _method_one(results: ProgrammeResults) -> list[str]:
    """Only where rounds of both methods stand side by side."""
    older = [column for column in results.columns if any(value.is_method_one for value in column.values.values())]
    if not older or len(older) == len(results.columns):
        return []
    words = ngettext(
        "The newest round of %(n)s partnership was worked out in an older way: it is shown, but not compared.",
        "The newest rounds of %(n)s partnerships were worked out in an older way: they are shown, but not compared.",
        len(older),
    )
    return [words % {"n": len(older)}]


def reliance_sentence(themes: Sequence[Difference]) -> str:
    """How far one may rely on the shares of difference with so many partnerships."""
    number = max((theme.icc.groups for theme in themes), default=0)
    if number < 2:
        return _("There is nothing to compare yet: fewer than two partnerships have numbers for the same questions.")
    if number < USEFUL_FROM:
        words = ngettext(
            "With %(n)s partnership these figures are formal: they can be worked out, but say little. From ten "
            "partnerships on they become useful.",
            "With %(n)s partnerships these figures are formal: they can be worked out, but say little. From ten "
            "partnerships on they become useful.",
            number,
        )
        return words % {"n": number}
    words = ngettext(
        "They rest on the published numbers of %(n)s partnership.",
        "They rest on the published numbers of %(n)s partnerships.",
        number,
    )
    return words % {"n": number}
