"""The answers of docs/where.md name files that are there, for all twenty questions."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_question_of_where_has_a_file_for_an_answer() -> None:
    page = (ROOT / "docs/where.md").read_text(encoding="utf-8")
    answers = re.findall(r"^\d+\. .+\?\n   `([^`]+)`", page, flags=re.MULTILINE)
    assert len(answers) == len(re.findall(r"^\d+\. ", page, flags=re.MULTILINE)) == 20
    assert [answer for answer in answers if not (ROOT / answer).is_file()] == []
