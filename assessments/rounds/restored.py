"""What a restore asks a person about rounds: whether the rounds that are open again should be open."""

from django.utils.translation import gettext as _

from assessments.models import Round
from synergy.ops.backups import Restored
from synergy.web import formats


def doubtful_rounds(restored: Restored) -> list[str]:
    """A question for each round that is open as in the backup: somebody may have closed the round since then."""
    still_open = Round.objects.filter(state=Round.State.OPEN, closes_at__gt=restored.restored_at)
    return [_question(round, restored) for round in still_open.select_related("partnership").order_by("pk")]


def _question(round: Round, restored: Restored) -> str:
    words = {
        "partnership": round.partnership.name,
        "number": round.number,
        "day": formats.day(restored.taken_at, round.partnership.zone),
    }
    again = _("%(partnership)s, round %(number)s is open as on %(day)s. If it was closed since then, close it again.")
    if round.is_anonymous:
        again += " " + _("Until it closes, the links between its people and their answers are back.")
    return again % words
