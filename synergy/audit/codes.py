"""The actions that may be recorded, each with the sentence people read."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise

Sentence = str | Promise
_sentences: dict[str, Sentence] = {}
Translation = Callable[[str], object]
_translations: dict[str, Translation] = {}


class UnknownAction(LookupError):
    """An action code that no room has registered."""


def register(sentences: Mapping[str, Sentence]) -> None:
    """Adds codes: `{"round.open": _("%(actor)s opened %(object)s")}`; other names come from the details.

    Raises ValueError when a code is registered twice with different sentences.
    """
    for code, sentence in sentences.items():
        if code in _sentences and str(_sentences[code]) != str(sentence):
            raise ValueError(f"The action {code!r} is registered twice")
        _sentences[code] = sentence


def register_translations(translations: Mapping[str, Translation]) -> None:
    """How a kept word reads in the language of the reader, by the name of the detail or the label of the model."""
    _translations.update(translations)


def translated(name: str, kept: str) -> str:
    """The kept word as the reader says it; as it was kept when no room translates it."""
    return str(_translations[name](kept)) if name in _translations else kept


def require(code: str) -> str:
    """The code itself; raises UnknownAction when nobody registered it."""
    if code not in _sentences:
        raise UnknownAction(f"The action {code!r} is not registered: add it with audit.codes.register")
    return code


class _WordsOrDash(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "–"


def sentence(code: str, words: Mapping[str, object]) -> str:
    """What happened, in the active language; a code that has left the program reads as itself."""
    known = _sentences.get(code)
    return code if known is None else str(known) % _WordsOrDash(words)
