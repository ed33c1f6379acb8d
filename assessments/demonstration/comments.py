"""Open answers of the demonstration."""

from random import Random

_COMMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "O1": (
            "The shared waiting list: nobody could have built it alone.",
            "The intake nurse, paid by three of us.",
            "Two families told us they found a doctor within weeks.",
            "We finally know what the other clinic does.",
        ),
        "O2": (
            "Shorter meetings, and the papers a week before.",
            "Pay patient partners for their time.",
            "Say more clearly who decides.",
            "More time for each other, less for reporting.",
        ),
    },
    "fr": {
        "O1": (
            "Le formulaire unique : personne ne l’aurait fait seul.",
            "Le service d’interprètes, payé à plusieurs.",
            "Nous connaissons enfin le travail des autres.",
        ),
        "O2": (
            "Des rencontres plus courtes.",
            "Dire plus clairement qui décide.",
            "Mieux accueillir les nouveaux membres.",
        ),
    },
}


def some_comments(random: Random, language: str) -> dict[str, str]:
    """About four people in ten answer an open question."""
    return {code: random.choice(texts) for code, texts in _COMMENTS[language].items() if random.random() < 0.4}
