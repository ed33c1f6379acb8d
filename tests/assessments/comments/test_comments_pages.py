"""Comments on screen: nobody but a coordinator before the release, nobody at all below the threshold."""

from datetime import UTC, datetime

from django.test import Client

from assessments.comments.services import release_comments
from assessments.models import Round
from assessments.models.answers import Comment
from partnerships.models import Partnership
from synergy.accounts.models import User
from synergy.audit.models import Entry
from tests.assessments.comments.rounds import commented

AT = datetime(2026, 3, 4, 14, tzinfo=UTC)
ROOT = "/p/alpha/results/1/"
PAGE, MODERATE = f"{ROOT}comments/", f"{ROOT}comments/moderate/"
SENTINEL = "Comment 1"
EVERYWHERE = ["/p/alpha/", ROOT, f"{ROOT}questions/", f"{ROOT}groups/", PAGE, f"{ROOT}items.csv", f"{ROOT}scores.csv"]


def comment(text: str = SENTINEL) -> Comment:
    return Comment.objects.get(text=text)


def deed(verb: str, text: str = SENTINEL) -> str:
    return f"{ROOT}comments/{comment(text).pk}/{verb}/"


def test_before_the_release_no_page_and_no_file_has_a_comment(round: Round, reader: Client) -> None:
    for path in EVERYWHERE:
        assert "Comment 1" not in reader.get(path).content.decode(), path


def test_only_a_coordinator_reads_comments_that_wait(
    round: Round, coordinator: Client, viewer: Client, evaluator: Client, administrator: Client, outsider: Client
) -> None:
    page = coordinator.get(MODERATE)
    assert SENTINEL in page.content.decode()
    assert "Take care." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    for browser in (viewer, evaluator, administrator):
        for path in (MODERATE, f"{ROOT}comments/release/", deed("hide"), deed("redact"), deed("restore")):
            answer = browser.get(path)
            assert answer.status_code == 403
            assert SENTINEL not in answer.content.decode()
            assert browser.post(path).status_code == 403
    for path in (PAGE, MODERATE, deed("redact")):
        assert outsider.get(path).status_code == 404
    assert set(Comment.objects.values_list("state", flat=True)) == {"new"}


def test_a_coordinator_is_told_that_comments_wait_and_a_viewer_is_not(
    round: Round, coordinator: Client, viewer: Client
) -> None:
    assert "3 comments wait for a look" in coordinator.get(PAGE).content.decode()
    page = viewer.get(PAGE).content.decode()
    assert "wait for a look" not in page
    assert MODERATE not in page
    assert "There is no comment to read." in page


def test_hiding_and_changing_come_before_the_release_and_the_rest_is_read_by_everybody(
    round: Round, coordinator: Client, viewer: Client, evaluator: Client
) -> None:
    assert coordinator.post(deed("hide", "Comment 0")).status_code == 302
    assert coordinator.post(deed("redact"), {"text": "Words [name]"}).status_code == 302
    asked = coordinator.get(f"{ROOT}comments/release/").content.decode()
    assert "2 comments, which everybody with access to the results will read." in asked
    assert coordinator.post(f"{ROOT}comments/release/", follow=True).status_code == 200
    for reader in (coordinator, viewer, evaluator):
        page = reader.get(PAGE).content.decode()
        assert "Words [name]" in page
        assert "Comment 2" in page
        assert "Comment 0" not in page
        assert SENTINEL not in page


def test_a_change_of_mind_before_the_release(round: Round, coordinator: Client) -> None:
    coordinator.post(deed("redact"), {"text": "Other words"})
    page = coordinator.get(MODERATE).content.decode()
    assert "Other words" in page
    assert SENTINEL in page  # as it was written, on demand
    coordinator.post(deed("restore"))
    assert comment().state == "new"


def test_a_released_comment_is_hidden_only_after_a_question(round: Round, coordinator: Client, amina: User) -> None:
    release_comments(by=amina, round=round, at=AT)
    pk = comment().pk
    assert "its text will be deleted for good" in coordinator.get(deed("hide")).content.decode()
    assert comment().state == "released"  # a GET changes nothing
    coordinator.post(deed("hide"))
    assert SENTINEL not in coordinator.get(MODERATE).content.decode()
    assert Comment.objects.get(pk=pk).text == ""


def test_an_empty_wording_is_answered_beside_the_field(round: Round, coordinator: Client) -> None:
    answer = coordinator.post(deed("redact"), {"text": "  "})
    assert answer.status_code == 200
    assert comment().state == "new"


def test_the_history_never_holds_a_text(round: Round, coordinator: Client) -> None:
    coordinator.post(deed("redact"), {"text": "Other words"})
    coordinator.post(f"{ROOT}comments/release/")
    kept = str(list(Entry.objects.values_list("action", "details")))
    assert "comment.redact" in kept
    assert "Other words" not in kept
    assert SENTINEL not in kept


def test_below_the_threshold_nobody_reads_any_and_is_told_kindly(alpha: Partnership, coordinator: Client) -> None:
    commented(alpha, 7)
    page = coordinator.get(PAGE).content.decode()
    assert "Comments are read from 8 answers up" in page
    assert MODERATE not in page
    for path in (*EVERYWHERE, MODERATE):
        assert SENTINEL not in coordinator.get(path).content.decode()
    assert coordinator.get(deed("redact")).status_code == 404


def test_comments_are_escaped(alpha: Partnership, coordinator: Client, amina: User) -> None:
    round = commented(alpha, 8)
    Comment.objects.filter(text=SENTINEL).update(text="<script>alert(1)</script>")
    release_comments(by=amina, round=round, at=AT)
    page = coordinator.get(PAGE).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
