"""Comments: nobody below the threshold, a coordinator first, then everybody, and no original is kept."""

import pytest
from django.core.exceptions import PermissionDenied

from assessments.comments.queries import moderation_of, released_comments
from assessments.comments.services import (
    NotModerated,
    hide_comment,
    redact_comment,
    release_comments,
    restore_comment,
)
from assessments.models import PublicationPlan, Round
from assessments.models.answers import Comment
from partnerships.models import Partnership
from synergy.accounts.models import User
from synergy.audit.models import Entry
from tests.assessments.comments.rounds import AT, commented


def of(text: str) -> Comment:
    return Comment.objects.get(text=text)


@pytest.mark.parametrize(("responses", "k", "readable"), [(7, 5, False), (8, 5, True), (9, 10, False), (10, 10, True)])
def test_comments_are_read_from_eight_responses_or_k(
    responses: int, k: int, readable: bool, alpha: Partnership, amina: User
) -> None:
    """What counts is how many answered, not how many wrote something."""
    round = commented(alpha, responses, k)
    assert PublicationPlan.objects.get(round=round).content["comments_from"] == max(8, k)
    found = moderation_of(round)
    assert (found.readable, len(found.comments)) == (readable, 3 if readable else 0)
    if not readable:
        with pytest.raises(NotModerated, match="Too few"):
            release_comments(by=amina, round=round, at=AT)
        assert released_comments(round) == {}


def test_nothing_is_read_before_the_release(round: Round, amina: User) -> None:
    assert released_comments(round) == {}
    assert moderation_of(round).waiting == 3
    assert release_comments(by=amina, round=round, at=AT) == 3
    assert sorted(released_comments(round)["O1"]) == ["Comment 0", "Comment 1", "Comment 2"]
    assert release_comments(by=amina, round=round, at=AT) == 0


def test_hidden_texts_and_redacted_originals_are_gone_after_the_release(round: Round, amina: User) -> None:
    hide_comment(by=amina, round=round, comment=of("Comment 0").pk, at=AT)
    redact_comment(by=amina, round=round, comment=of("Comment 1").pk, text=" Comment [a name] ", at=AT)
    waiting = {one.original: one.text for one in moderation_of(round).comments if one.state == "redacted"}
    assert waiting == {"Comment 1": "Comment [a name]"}
    assert release_comments(by=amina, round=round, at=AT) == 2
    assert sorted(released_comments(round)["O1"]) == ["Comment 2", "Comment [a name]"]
    kept = set(Comment.objects.values_list("text", "redacted", "state"))
    assert kept == {("", "", "hidden"), ("Comment [a name]", "", "released"), ("Comment 2", "", "released")}
    with pytest.raises(NotModerated, match="deleted"):
        restore_comment(by=amina, round=round, comment=Comment.objects.get(state="hidden").pk, at=AT)


def test_a_coordinator_can_change_their_mind_before_the_release(round: Round, amina: User) -> None:
    row = of("Comment 0")
    hide_comment(by=amina, round=round, comment=row.pk, at=AT)
    restore_comment(by=amina, round=round, comment=row.pk, at=AT)
    assert release_comments(by=amina, round=round, at=AT) == 3


def test_a_released_comment_can_only_be_hidden_for_good(round: Round, amina: User) -> None:
    row = of("Comment 0")
    release_comments(by=amina, round=round, at=AT)
    with pytest.raises(NotModerated, match="released"):
        redact_comment(by=amina, round=round, comment=row.pk, text="other words", at=AT)
    hide_comment(by=amina, round=round, comment=row.pk, at=AT)
    row.refresh_from_db()
    assert (row.text, row.state) == ("", "hidden")


def test_an_empty_redaction_and_a_comment_of_another_round_are_refused(
    round: Round, amina: User, alpha: Partnership
) -> None:
    with pytest.raises(NotModerated, match="hide the comment"):
        redact_comment(by=amina, round=round, comment=of("Comment 0").pk, text=" ", at=AT)
    other = commented(alpha, 8, number=2)
    row = Comment.objects.filter(round=other).first()
    assert row is not None
    with pytest.raises(NotModerated, match="no such comment"):
        hide_comment(by=amina, round=round, comment=row.pk, at=AT)


@pytest.mark.parametrize("who", ["bruno", "chen", "ada", "elise"])
def test_only_a_coordinator_moderates(round: Round, who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        release_comments(by=user, round=round, at=AT)
    with pytest.raises(PermissionDenied):
        hide_comment(by=user, round=round, comment=of("Comment 0").pk, at=AT)


def test_the_trail_says_that_a_comment_was_hidden_and_never_which(round: Round, amina: User) -> None:
    row = of("Comment 0")
    hide_comment(by=amina, round=round, comment=row.pk, at=AT)
    release_comments(by=amina, round=round, at=AT)
    entries = Entry.objects.filter(action__startswith="comment.")
    assert [entry.action for entry in entries.order_by("pk")] == ["comment.hide", "comment.release"]
    assert str(row.pk) not in str([entry.details for entry in entries])
