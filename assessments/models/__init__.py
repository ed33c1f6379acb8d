"""What is asked, when, of whom, and the published numbers.

The answers live in `answers`, which only modules listed in pyproject.toml may import, so they are not offered here.
"""

from assessments.models import answers as _answers  # noqa: F401  registers the tables with Django
from assessments.models import named as _named  # noqa: F401  and these
from assessments.models.instrument import Instrument, InstrumentVersion
from assessments.models.invitation import Invitation
from assessments.models.round import ImportedFile, Round, Unlinking
from assessments.models.score import Change, Finding, Gap, ItemTally, PublicationPlan, Score

__all__ = [
    "Change",
    "Finding",
    "Gap",
    "ImportedFile",
    "Instrument",
    "InstrumentVersion",
    "Invitation",
    "ItemTally",
    "PublicationPlan",
    "Round",
    "Score",
    "Unlinking",
]
