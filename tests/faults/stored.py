"""What a round has stored: what people were told is, counts while it is being closed, and checksums once it is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.copies import Installation
from tests.faults.people import Person

PUBLISHED = ("score", "itemtally", "change", "gap", "finding", "publicationplan")
_OWN = {"id", "response_id", "plan_id"}  # drawn at random or counted up: they differ from close to close


@dataclass(frozen=True)
class Stored:
    """Numbers of rows of a round, and its state."""

    state: str
    sealed: int
    responses: int
    comments: int
    published: int
    closes_told: int  # entries of the history that say that it was closed


def stored(installation: Installation, round: int) -> Stored:
    of = f"WHERE round_id = {round}"
    [row] = installation.rows(f"SELECT state FROM assessments_round WHERE id = {round}")
    return Stored(
        state=row["state"],
        sealed=installation.number(f"assessments_sealedanswers {of}"),
        responses=installation.number(f"assessments_response {of}"),
        comments=installation.number(f"assessments_comment {of}"),
        published=sum(installation.number(f"assessments_{table} {of}") for table in PUBLISHED),
        closes_told=installation.number(f"audit_entry WHERE action = 'round.close' AND object_id = '{round}'"),
    )


def assert_stored_is_acknowledged(installation: Installation, people: Sequence[Person]) -> None:
    """Everything somebody was told is stored, once; nothing is half there."""
    sealed = {row["invitation_id"]: row for row in installation.rows("SELECT * FROM assessments_sealedanswers")}
    assert len(sealed) == installation.number("assessments_sealedanswers")
    invitations = {row["link_digest"]: row for row in installation.rows("SELECT * FROM assessments_invitation")}
    for row in invitations.values():
        assert (row["started_on"] is not None) == (row["id"] in sealed)
        assert row["submitted_on"] is None or row["id"] in sealed
    for person in people:
        row = invitations[hashlib.sha256(person.token.encode()).hexdigest()]
        kept = sealed[row["id"]]["answers"] if row["id"] in sealed else {}
        assert {code: kept.get(code) for code in person.told_saved} == person.told_saved
        assert row["submitted_on"] is not None or not person.told_thanks


def checksums(installation: Installation, round: int) -> dict[str, str]:
    """Of each multiset: answers, comments, names, invitations, and every published table. Without keys and times."""
    of = f"WHERE round_id = {round}"
    tables = {name: f"SELECT * FROM assessments_{name} {of}" for name in PUBLISHED}
    tables["answers"] = f"SELECT * FROM assessments_response {of}"
    tables["comments"] = f"SELECT * FROM assessments_comment {of}"
    tables["names"] = (
        "SELECT named.*, response.answers FROM assessments_namedresponse named"
        f" JOIN assessments_response response ON response.id = named.response_id {of}"
    )
    tables["invitations"] = f"SELECT * FROM assessments_invitation {of}"
    tables["round"] = f"SELECT state, invited, started, submitted FROM assessments_round WHERE id = {round}"
    return {name: _sum(installation.rows(sql)) for name, sql in tables.items()}


def _sum(rows: list[dict[str, Any]]) -> str:
    lines = sorted(json.dumps(_kept(row), sort_keys=True, default=str) for row in rows)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"{len(lines)} rows {digest[:16]}"


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    return {
        # SQLite has no truth values
        name: int(value) if isinstance(value, bool) else value
        for name, value in row.items()
        if name not in _OWN and not name.endswith("_at")
    }
