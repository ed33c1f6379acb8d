"""What the pages of comments show: what was released, and before that each comment under its question."""

from dataclasses import dataclass

from assessments.comments.queries import CommentValue, Moderation, moderation_of, readable_from, released_comments
from assessments.models import Round
from assessments.questionnaire import Questionnaire
from assessments.results.links import page_url


@dataclass(frozen=True)
class CommentsPage:
    """`questions` are titles, each with what was written there, never who wrote it nor from which group.

    Comments are read from `threshold` responses on. `waiting` and `moderate_url` are for those who may moderate.
    """

    readable: bool
    threshold: int
    questions: list[tuple[str, list[str]]]
    waiting: int = 0
    moderate_url: str = ""


def comments_page(round: Round, asked: Questionnaire, *, may_moderate: bool) -> CommentsPage:
    """Only what was released; a coordinator is told how many comments wait. Four queries."""
    readable, threshold = readable_from(round)
    if not readable:
        return CommentsPage(readable, threshold, [])
    texts = released_comments(round)
    questions = [(title, texts[code]) for code, title in _titles(asked).items() if code in texts]
    if not may_moderate:
        return CommentsPage(readable, threshold, questions)
    waiting = moderation_of(round).waiting
    return CommentsPage(readable, threshold, questions, waiting, page_url(round, "result-comments-moderate"))


def moderated_questions(asked: Questionnaire, moderation: Moderation) -> list[tuple[str, list[CommentValue]]]:
    comments: dict[str, list[CommentValue]] = {}
    for comment in moderation.comments:
        comments.setdefault(comment.question, []).append(comment)
    return [(title, comments[code]) for code, title in _titles(asked).items() if code in comments]


def _titles(asked: Questionnaire) -> dict[str, str]:
    """Open questions first, then the sections under which something could be added."""
    titles = {question.code: str(question.text) for question in asked.open_questions}
    return titles | {section.code: str(section.title) for section in asked.sections}
