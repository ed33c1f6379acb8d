"""Open answers of the demonstration, and what its coordinators do with them before everybody reads them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from assessments.comments.queries import moderation_of, readable_from
from assessments.comments.services import redact_comment, release_comments
from assessments.imports.bulk_answers import GivenAnswers
from assessments.models import Round
from synergy.accounts.models import User

_COMMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "O1": (
            "The shared waiting list: nobody could have built it alone.",
            "The intake nurse, paid by three of us.",
            "Two families told us they found a doctor within weeks.",
            "We finally know what the other clinic does.",
            "One form instead of three for every newcomer.",
            "The bus line to the South clinic.",
            "Patients sit where decisions are made. That took years.",
            "When the fire came, everybody was moved within two days.",
        ),
        "O2": (
            "Shorter meetings, and the papers a week before.",
            "Pay patient partners for their time.",
            "Say more clearly who decides.",
            "More time for each other, less for reporting.",
            "Fewer working groups, each with a clear end.",
            "Ask patient partners before the agenda is set, not after.",
            "Tell all of us sooner when money runs out.",
            "Meet in the small towns too.",
        ),
    },
    "fr": {
        "O1": (
            "Le formulaire unique : personne ne l’aurait fait seul.",
            "Le service d’interprètes, payé à plusieurs.",
            "Nous connaissons enfin le travail des autres.",
            "La demande commune : chacun y a mis du sien.",
            "Les familles n’ont plus à répéter leur histoire.",
            "Un seul numéro à appeler.",
        ),
        "O2": (
            "Des rencontres plus courtes.",
            "Dire plus clairement qui décide.",
            "Mieux accueillir les nouveaux membres.",
            "Plus de place aux usagers dans les décisions.",
            "Moins de formulaires, plus de rencontres.",
            "Dire tôt ce qui va s’arrêter.",
        ),
    },
}

# Written under O2 of the newest closed round; the second one is what may be read.
TELLING = {
    "en": (
        "As the only pharmacist at the table I get the papers the evening before. Send them a week ahead.",
        "[…] I get the papers the evening before. Send them a week ahead.",
    ),
    "fr": (
        "Comme seule pharmacienne à la table, je reçois les documents la veille. Envoyez-les une semaine avant.",
        "[…] je reçois les documents la veille. Envoyez-les une semaine avant.",
    ),
}


def some_comments(random: Random, language: str) -> dict[str, str]:
    """About four people in ten answer an open question."""
    return {code: random.choice(texts) for code, texts in _COMMENTS[language].items() if random.random() < 0.4}


def with_telling(given: Sequence[GivenAnswers], language: str) -> list[GivenAnswers]:
    """The same answers, with a comment by the first who sent theirs that tells who wrote it."""
    first = next((answers for answers in given if answers.finished), None)
    telling = {"O2": TELLING[language][0]}
    return [
        replace(answers, comments={**answers.comments, **telling}) if answers is first else answers for answers in given
    ]


def without_repeats(given: Sequence[GivenAnswers]) -> list[GivenAnswers]:
    """The same answers; nobody writes in a round what somebody else has written."""
    written: set[str] = set()
    unrepeated = []
    for answers in given:
        own = {code: text for code, text in answers.comments.items() if text not in written}
        written.update(own.values())
        unrepeated.append(replace(answers, comments=own))
    return unrepeated


def look_at_comments(round: Round, by: User, *, release: bool, language: str, at: datetime) -> None:
    """Three days after the close: what tells who wrote it is taken out, and the comments are released or wait."""
    if not readable_from(round)[0]:
        return
    day = at + timedelta(days=3)
    written, kept = TELLING[language]
    for comment in moderation_of(round).comments:
        if comment.text == written:
            redact_comment(by=by, round=round, comment=comment.id, text=kept, at=day)
    if release:
        release_comments(by=by, round=round, at=day)
