"""What a row of a file does to the time a person is a member: begin, move to another organisation, or correct."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from partnerships.models import Membership
from partnerships.people.imports.rows import PersonRow, in_column
from synergy.web.formats import day as day_words

BEGIN, MOVE, CORRECT = "begin", "move", "correct"


@dataclass(frozen=True)
class MembershipPlan:
    """`begin` a membership, `move` (end the present one, begin another) or `correct` the present one.

    `membership` and `ends_on` concern the present one; the rest is what holds afterwards.
    """

    act: str
    organisation: str
    started_on: date
    reason: str
    membership: int | None = None
    ends_on: date | None = None
    was_organisation: str = ""
    was_started_on: date | None = None
    was_reason: str = ""
    problem: str = ""


def plan_first_membership(row: PersonRow, day: date) -> MembershipPlan:
    return MembershipPlan(BEGIN, row.organisation, row.member_from or day, row.reason)


def plan_membership(row: PersonRow, memberships: list[Membership], day: date) -> MembershipPlan | None:
    """None when the row asks for nothing else than what is; a `problem` when it asks for what cannot be."""
    present = present_membership(memberships, day)
    if present is None:
        return _checked(plan_first_membership(row, day), memberships, None)
    name = present.organisation.name if present.organisation else ""
    if row.organisation and row.organisation.casefold() != name.casefold():
        return _move(row, present, memberships, day)
    started_on, reason = row.member_from or present.started_on, row.reason or present.reason
    if (started_on, reason) == (present.started_on, present.reason):
        return None
    return _checked(
        MembershipPlan(
            CORRECT,
            name,
            started_on,
            reason,
            membership=present.pk,
            was_organisation=name,
            was_started_on=present.started_on,
            was_reason=present.reason,
        ),
        memberships,
        present,
    )


def present_membership(memberships: list[Membership], day: date) -> Membership | None:
    """The membership of that day, or else the next one to come."""
    ahead = [row for row in memberships if row.ended_on is None or row.ended_on >= day]
    return min(ahead, key=lambda row: row.started_on, default=None)


def _move(row: PersonRow, present: Membership, memberships: list[Membership], day: date) -> MembershipPlan:
    start = row.member_from or day
    name = present.organisation.name if present.organisation else ""
    runs_on = present.ended_on is None or present.ended_on >= start
    plan = MembershipPlan(
        MOVE,
        row.organisation,
        start,
        row.reason,
        membership=present.pk,
        ends_on=start - timedelta(days=1) if runs_on else present.ended_on,
        was_organisation=name or _("for themselves"),
        was_started_on=present.started_on,
        was_reason=present.reason,
    )
    if start <= present.started_on:
        words = _("the membership for %(organisation)s began only on %(day)s: correct it on the person’s page.")
        words %= {"organisation": plan.was_organisation, "day": day_words(present.started_on)}
        return _refused(plan, in_column("member_from", words))
    return _checked(plan, memberships, present)


def _checked(plan: MembershipPlan, memberships: list[Membership], present: Membership | None) -> MembershipPlan:
    """Refused when the time overlaps another membership of the person."""
    ends_on = present.ended_on if present is not None and plan.act == CORRECT else None
    if ends_on is not None and plan.started_on > ends_on:
        return _refused(plan, in_column("member_from", _("this lies after the end of the membership.")))
    for other in memberships:
        after = ends_on is not None and other.started_on > ends_on
        before = other.ended_on is not None and other.ended_on < plan.started_on
        if other is not present and not after and not before:
            words = _("this overlaps the membership since %(day)s.") % {"day": day_words(other.started_on)}
            return _refused(plan, in_column("member_from", words))
    return plan


def _refused(plan: MembershipPlan, problem: str) -> MembershipPlan:
    return MembershipPlan(plan.act, plan.organisation, plan.started_on, plan.reason, problem=problem)
