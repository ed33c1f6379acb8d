"""Closed rounds in which people wrote comments."""

from datetime import UTC, datetime, timedelta

from assessments.imports.bulk_answers import GivenAnswers, seal_answers
from assessments.instruments.services import publish_instruments
from assessments.models import InstrumentVersion, Round
from assessments.rounds.closing import close_round
from partnerships.models import Partnership
from tests.factories import open_round

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)


def commented(partnership: Partnership, responses: int, k: int = 5, number: int = 1) -> Round:
    """A closed round; the first three respondents wrote something."""
    publish_instruments(at=AT)
    core = InstrumentVersion.objects.get(code="core_1")
    round = open_round(partnership, core, number, collection="import", k=k)
    words = {n: {"O1": f"Comment {n}"} for n in range(3)}
    given = [GivenAnswers(answers={"RES1": 4}, about={}, comments=words.get(n, {})) for n in range(responses)]
    seal_answers(round=round, given=given, at=AT)
    return close_round(by=None, round=round, at=AT + timedelta(days=1))
