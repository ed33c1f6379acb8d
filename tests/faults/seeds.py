"""Run as a process: fills the empty database of its environment, and prints as JSON what the tests have to know."""

import json
import sys
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import django


def due(members: int) -> dict[str, Any]:
    """A round everybody answered, due with the next tick, after one that is closed; and another one that is open."""
    from bench.populations import answer, answered_round, partnership_of, planned_round

    now = datetime.now(UTC)
    partnership = partnership_of(members, "due", now)
    first = answered_round(partnership, now - timedelta(days=182))
    _mails_have_left()
    _tick()
    last = planned_round(partnership, now - timedelta(days=15))
    _open(last, now - timedelta(days=15))
    answer(last, Random(2), now - timedelta(days=14))
    _write_comments(last)
    elsewhere = partnership_of(24, "elsewhere", now)
    other = planned_round(elsewhere, now - timedelta(days=1))
    _open(other, now - timedelta(days=1))
    _mails_have_left()
    return {
        "closed": first.pk,
        "due": last.pk,
        "due_links": _links(last)[:3],
        "open": other.pk,
        "links": _links(other),
        "items": _items(other),
    }


def asked(members: int) -> dict[str, Any]:
    """An open round that nobody has answered yet; the invitations wait for the ticker."""
    from bench.populations import partnership_of, planned_round

    now = datetime.now(UTC)
    round = planned_round(partnership_of(members, "asked", now), now - timedelta(hours=1))
    _open(round, now - timedelta(hours=1))
    return {"open": round.pk, "links": _links(round), "items": _items(round), "login": _login()}


def _open(round: Any, at: datetime) -> None:
    from assessments.rounds.services import open_round
    from bench.populations import coordinator

    open_round(by=coordinator(), round=round, at=at)


def _tick() -> None:
    from django.core.management import call_command

    with open("/dev/null", "w") as nowhere:
        call_command("tick", stdout=nowhere)


def _mails_have_left() -> None:
    from synergy.outbox.models import Message

    Message.objects.update(state="sent")


def _write_comments(round: Any) -> None:
    """Every third person wrote something."""
    from assessments.models.answers import SealedAnswers

    found = list(SealedAnswers.objects.filter(round=round).order_by("invitation__stakeholder")[::3])
    for place, row in enumerate(found):
        row.comments = {"S1": f"We meet too seldom, says number {place}."}
    SealedAnswers.objects.bulk_update(found, ["comments"], batch_size=500)


def _links(round: Any) -> list[str]:
    from assessments.invitations.links import token_of

    return [token_of(one) for one in round.invitations.order_by("stakeholder_id")]


def _items(round: Any) -> list[list[tuple[str, list[str]]]]:
    """By section, each item with the values it takes."""
    from assessments.questionnaire import questionnaire

    asked = questionnaire(round.version)
    return [[(item.code, sorted(item.values - {"na", "dk"})) for item in section.items] for section in asked.sections]


def _login() -> dict[str, str]:
    from assessments.demonstration.people import login

    _user, account = login("coordinator", "coordinator")
    return {"login": account["email"], "password": account["password"]}


if __name__ == "__main__":
    django.setup()
    from bench.installations import install

    install()
    sys.stdout.write(json.dumps({"due": due, "asked": asked}[sys.argv[1]](int(sys.argv[2]))))
