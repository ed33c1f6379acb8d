"""Comments on screen: nobody but a coordinator before the release, nobody at all below the threshold."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from assessments.comments.services import release_comments
from assessments.models import Round
from assessments.models.answers import Comment
from partnerships.models import Partnership
from synergy.accounts.models import User
from synergy.audit.models import Entry
from tests.assessments.comments.rounds import commented

ClientOf = Callable[[User], Client]
AT = datetime(2026, 3, 4, 14, tzinfo=UTC)
ROOT = "/p/alpha/results/1/"
PAGE, MODERATE = f"{ROOT}comments/", f"{ROOT}comments/moderate/"
SENTINEL = "Comment 1"
EVERYWHERE = ["/p/alpha/", ROOT, f"{ROOT}questions/", f"{ROOT}groups/", PAGE, f"{ROOT}items.csv", f"{ROOT}scores.csv"]


def comment(text: str = SENTINEL) -> Comment:
    return Comment.objects.get(text=text)


def deed(verb: str, text: str = SENTINEL) -> str:
    return f"{ROOT}comments/{comment(text).pk}/{verb}/"


@pytest.mark.parametrize("who", ["amina", "bruno", "chen"])
def test_before_the_release_no_page_and_no_file_has_a_comment(
    who: str, round: Round, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    for path in EVERYWHERE:
        assert "Comment 1" not in client.get(path).content.decode(), path


def test_only_a_coordinator_reads_comments_that_wait(
    round: Round, amina: User, bruno: User, chen: User, ada: User, elise: User, client_of: ClientOf
) -> None:
    page = client_of(amina).get(MODERATE)
    assert SENTINEL in page.content.decode()
    assert "Take care." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    for user in (bruno, chen, ada):
        for path in (MODERATE, f"{ROOT}comments/release/", deed("hide"), deed("redact"), deed("restore")):
            answer = client_of(user).get(path)
            assert answer.status_code == 403
            assert SENTINEL not in answer.content.decode()
            assert client_of(user).post(path).status_code == 403
    for path in (PAGE, MODERATE, deed("redact")):
        assert client_of(elise).get(path).status_code == 404
    assert set(Comment.objects.values_list("state", flat=True)) == {"new"}


def test_a_coordinator_is_told_that_comments_wait_and_a_viewer_is_not(
    round: Round, amina: User, bruno: User, client_of: ClientOf
) -> None:
    assert "3 comments wait for a look" in client_of(amina).get(PAGE).content.decode()
    page = client_of(bruno).get(PAGE).content.decode()
    assert "wait for a look" not in page
    assert MODERATE not in page
    assert "There is no comment to read." in page


def test_hiding_and_changing_come_before_the_release_and_the_rest_is_read_by_everybody(
    round: Round, amina: User, bruno: User, chen: User, client_of: ClientOf
) -> None:
    client = client_of(amina)
    assert client.post(deed("hide", "Comment 0")).status_code == 302
    assert client.post(deed("redact"), {"text": "Words [name]"}).status_code == 302
    asked = client.get(f"{ROOT}comments/release/").content.decode()
    assert "2 comments, which everybody with access to the results will read." in asked
    assert client.post(f"{ROOT}comments/release/", follow=True).status_code == 200
    for user in (amina, bruno, chen):
        page = client_of(user).get(PAGE).content.decode()
        assert "Words [name]" in page
        assert "Comment 2" in page
        assert "Comment 0" not in page
        assert SENTINEL not in page


def test_a_change_of_mind_before_the_release(round: Round, amina: User, client_of: ClientOf) -> None:
    client = client_of(amina)
    client.post(deed("redact"), {"text": "Other words"})
    page = client.get(MODERATE).content.decode()
    assert "Other words" in page
    assert SENTINEL in page  # as it was written, on demand
    client.post(deed("restore"))
    assert comment().state == "new"


def test_a_released_comment_is_hidden_only_after_a_question(round: Round, amina: User, client_of: ClientOf) -> None:
    release_comments(by=amina, round=round, at=AT)
    client = client_of(amina)
    pk = comment().pk
    assert "its text will be deleted for good" in client.get(deed("hide")).content.decode()
    assert comment().state == "released"  # a GET changes nothing
    client.post(deed("hide"))
    assert SENTINEL not in client.get(MODERATE).content.decode()
    assert Comment.objects.get(pk=pk).text == ""


def test_an_empty_wording_is_answered_beside_the_field(round: Round, amina: User, client_of: ClientOf) -> None:
    answer = client_of(amina).post(deed("redact"), {"text": "  "})
    assert answer.status_code == 200
    assert comment().state == "new"


def test_the_history_never_holds_a_text(round: Round, amina: User, client_of: ClientOf) -> None:
    client = client_of(amina)
    client.post(deed("redact"), {"text": "Other words"})
    client.post(f"{ROOT}comments/release/")
    kept = str(list(Entry.objects.values_list("action", "details")))
    assert "comment.redact" in kept
    assert "Other words" not in kept
    assert SENTINEL not in kept


def test_below_the_threshold_nobody_reads_any_and_is_told_kindly(
    alpha: Partnership, vocabulary: None, amina: User, client_of: ClientOf
) -> None:
    commented(alpha, 7)
    client = client_of(amina)
    page = client.get(PAGE).content.decode()
    assert "Comments are read from 8 answers up" in page
    assert MODERATE not in page
    for path in (*EVERYWHERE, MODERATE):
        assert SENTINEL not in client.get(path).content.decode()
    assert client.get(deed("redact")).status_code == 404


def test_comments_are_escaped(alpha: Partnership, vocabulary: None, amina: User, client_of: ClientOf) -> None:
    round = commented(alpha, 8)
    Comment.objects.filter(text=SENTINEL).update(text="<script>alert(1)</script>")
    release_comments(by=amina, round=round, at=AT)
    page = client_of(amina).get(PAGE).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
