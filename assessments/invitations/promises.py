"""What respondents are promised before they start, word for word, in both languages: no other module words it."""

from dataclasses import dataclass

from django.utils import translation

from assessments.models import Round
from synergy.web import formats

Words = dict[str, str]

SMALL_ROUND = 10  # with fewer people invited, respondents are told that only a few can take part

# Not in the translation catalogue: these sentences are agreed as they stand, and change only on purpose.
_TEXTS: dict[str, Words] = {
    Round.Mode.CONFIDENTIAL: {
        "en": (
            "Your answers are confidential: they are stored under a code so that change over time can be "
            "measured. Coordinators never see individual answers; results appear only for groups of {k} or more. "
            "The system’s operators could technically trace the code."
        ),
        "fr": (
            "Vos réponses sont confidentielles\u00a0: elles sont conservées sous un code, pour que l’on puisse mesurer "
            "l’évolution dans le temps. "
            "Les responsables de la coordination ne voient jamais les réponses d’une personne; "
            "les résultats ne paraissent que pour des groupes de {k} personnes ou plus. "
            "Les personnes qui exploitent le système pourraient, techniquement, retrouver, à partir du code, "
            "la personne qui a répondu."
        ),
    },
    Round.Mode.ANONYMOUS: {
        "en": (
            "Your answers will be anonymous: when the survey closes on {date}, the link between you and your answers "
            "is permanently deleted. Backup copies made before that are erased within 30 days. After that nobody, "
            "including the system’s operators, can tell who gave which answer, unless your own words identify you. "
            "You cannot withdraw your answers after {date}."
        ),
        "fr": (
            "Vos réponses seront anonymes\u00a0: quand le sondage se terminera, le {date}, le lien entre vous et vos "
            "réponses sera supprimé pour toujours. "
            "Les copies de sauvegarde faites avant cette date sont effacées dans les 30 jours. Ensuite, personne, "
            "pas même les personnes qui exploitent le système, ne pourra dire qui a donné quelle réponse, "
            "à moins que vos propres mots ne vous identifient. "
            "Vous ne pourrez plus retirer vos réponses après le {date}."
        ),
    },
    Round.Mode.IDENTIFIED: {
        "en": "Your answers are not confidential: coordinators can see your name with your answers.",
        "fr": (
            "Vos réponses ne sont pas confidentielles\u00a0: "
            "les responsables de la coordination peuvent voir votre nom avec vos réponses."
        ),
    },
}

_SENTENCES: dict[str, Words] = {
    Round.Mode.CONFIDENTIAL: {
        "en": (
            "Your answers are confidential: nobody in the partnership sees them; "
            "results appear only for groups of {k} or more."
        ),
        "fr": (
            "Vos réponses sont confidentielles\u00a0: personne dans le partenariat ne les voit; "
            "les résultats ne paraissent que pour des groupes de {k} personnes ou plus."
        ),
    },
    Round.Mode.ANONYMOUS: {
        "en": (
            "Your answers will be anonymous: when the survey closes on {date}, "
            "the link between you and your answers is permanently deleted."
        ),
        "fr": (
            "Vos réponses seront anonymes\u00a0: quand le sondage se terminera, le {date}, "
            "le lien entre vous et vos réponses sera supprimé pour toujours."
        ),
    },
    Round.Mode.IDENTIFIED: _TEXTS[Round.Mode.IDENTIFIED],
}

_COMMENTS: Words = {
    "en": "Take care not to identify yourself in comments.",
    "fr": "Dans vos commentaires, évitez d’écrire ce qui permettrait de vous reconnaître.",
}

_ALIKE: Words = {
    "en": "A question is shown as it was answered: if everybody gives the same answer, everybody’s answer is known.",
    "fr": (
        "Les réponses à une question sont montrées telles quelles\u00a0: si tout le monde donne la même réponse, "
        "la réponse de chaque personne est connue."
    ),
}

_UNSENT_TOO: Words = {
    "en": (
        "Answers that you do not send count too, if you have answered at least half of the questions that make up "
        "the scores (“I don’t know” and “not applicable” are left out); you can delete them until the survey closes."
    ),
    "fr": (
        "Les réponses que vous n’envoyez pas comptent aussi si vous avez répondu à au moins la moitié des questions "
        "qui servent aux scores (sans compter « Je ne sais pas » et « Sans objet »); vous pouvez les supprimer "
        "jusqu’à la fin du sondage."
    ),
}

_FEW: Words = {
    "en": "Only a small number of people can take part: {invited} are invited.",
    "fr": "Peu de personnes peuvent prendre part à ce sondage\u00a0: {invited} sont invitées.",
}


@dataclass(frozen=True)
class RespondentPromise:
    """The promise word for word (`text`) and in one sentence for mails (`sentence`); `notes` follow the text."""

    text: str
    sentence: str
    notes: tuple[str, ...]


def promise_of(round: Round, language: str, invited: int | None = None) -> RespondentPromise:
    """What this round promises, in this language; `invited`, where known, adds the warning that few take part."""
    return _promise(round, round.mode, language, invited)


def promises_by_mode(round: Round, language: str) -> dict[str, RespondentPromise]:
    """What this round would promise in each mode, the usual one first."""
    return {mode: _promise(round, mode, language) for mode in Round.Mode.values}


def _promise(round: Round, mode: str, language: str, invited: int | None = None) -> RespondentPromise:
    words = {"k": str(round.k), "date": closing_day(round, language), "invited": str(invited)}
    unnamed = [] if mode == Round.Mode.IDENTIFIED else [_COMMENTS, _ALIKE]
    unsent = f" {_fill(_UNSENT_TOO, language, words)}" if round.counts_unsent and round.is_by_links else ""
    few = [_FEW] if invited is not None and invited < SMALL_ROUND else []
    return RespondentPromise(
        text=_fill(_TEXTS[mode], language, words) + unsent,
        sentence=_fill(_SENTENCES[mode], language, words) + unsent,
        notes=tuple(_fill(note, language, words) for note in (*unnamed, *few)),
    )


def closing_day(round: Round, language: str) -> str:
    """The day the round closes, in the partnership’s time zone and the words of this language."""
    with translation.override(language):
        return formats.day(round.closes_at, round.partnership.zone)


def _fill(words: Words, language: str, values: Words) -> str:
    text = words["fr" if language.startswith("fr") else "en"]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
