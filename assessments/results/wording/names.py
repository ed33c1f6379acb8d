"""Names of constructs: listed in a sentence, or at the head of a row beside that of a score with the same questions."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.questionnaire import Construct, Questionnaire, Text


def listed(names: Sequence[str]) -> str:
    """“Trust, leadership and roles”: names at the head of a sentence."""
    # Translators: how a theme or an element is named inside a sentence; French may put it in guillemets.
    pattern = pgettext("name inside a sentence", "%(name)s")
    written = [pattern % {"name": name} for name in names]
    parts = [
        text if place == 0 or text != name else name[:1].lower() + name[1:]
        for place, (text, name) in enumerate(zip(written, names, strict=True))
    ]
    if len(parts) < 2:
        return "".join(parts)
    # Translators: %(several)s is one name, or several with commas between them.
    return _("%(several)s and %(last)s") % {"several": ", ".join(parts[:-1]), "last": parts[-1]}


def short_names(constructs: Sequence[Construct], codes: Sequence[str]) -> str:
    names = {construct.code: str(construct.short) for construct in constructs}
    return listed([names[code] for code in codes if code in names])


def table_name(construct: Construct, asked: Questionnaire) -> str:
    """Its name; beside it that of an earlier score that has exactly the same questions."""
    return _with_twin(str(construct.name), twin.name if (twin := asked.twin_of(construct)) else None)


def short_table_name(construct: Construct, asked: Questionnaire | None) -> str:
    return _with_twin(str(construct.short), twin.short if asked and (twin := asked.twin_of(construct)) else None)


def _with_twin(name: str, twin: Text | None) -> str:
    if twin is None:
        return name
    # Translators: two scores that come from exactly the same questions; %(other)s is the name of the other score.
    return _("%(name)s (same questions as %(other)s)") % {"name": name, "other": twin}
