"""What a newcomer finds in the demonstration: groups that see it differently, comments to read and to look at."""

import pytest
from django.utils import timezone

from assessments.comments.queries import moderation_of, released_comments
from assessments.demonstration.comments import TELLING
from assessments.demonstration.seeding import Extent, seed
from assessments.models import Gap, InstrumentVersion
from assessments.results.queries import closed_rounds

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_the_newest_round_of_the_larger_partnership_has_a_gap_and_comments_to_read(core: InstrumentVersion) -> None:
    programme, _made = seed(Extent(partnerships=1), core, timezone.now())
    newest = closed_rounds(programme.partnerships.get())[-1]
    told = Gap.objects.filter(round=newest, breakdown="kind").exclude(verdict__in=["none", "too_few"])
    assert {gap.group for gap in told} >= {"clinician", "patient_partner"}
    written, kept = TELLING["en"]
    texts = [text for question in released_comments(newest).values() for text in question]
    assert kept in texts
    assert written not in texts
    assert len(texts) > 3
    assert moderation_of(newest).waiting == 0


def test_the_newest_comments_of_the_second_partnership_wait_for_a_look(core: InstrumentVersion) -> None:
    programme, _made = seed(Extent(partnerships=2, rounds=2, members=16), core, timezone.now())
    before, newest = closed_rounds(programme.partnerships.order_by("pk")[1])
    assert moderation_of(newest).waiting > 1
    assert released_comments(newest) == {}
    assert released_comments(before)
