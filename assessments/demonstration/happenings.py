"""Meetings and context events of a demonstration partnership."""

from datetime import date, timedelta
from random import Random

from assessments.demonstration.people import add_months
from assessments.demonstration.stories import Gathering, Story
from partnerships.models import (
    ActionItem,
    Attendance,
    ContextEvent,
    Decision,
    Meeting,
    Partnership,
    Stakeholder,
)


def add_happenings(
    partnership: Partnership, story: Story, people: list[Stakeholder], today: date, random: Random
) -> None:
    """What has happened up to today, with attendance, decisions and action items."""
    for one in story.happenings:
        day = add_months(partnership.started_on, one.months) + timedelta(days=4)
        if day <= today:
            ContextEvent.objects.create(
                partnership=partnership,
                happened_on=day,
                category=one.category,
                title=one.title,
                description=one.description,
            )
    _agree_next_steps(partnership, story, today)
    for gathering in story.gatherings:
        day = add_months(partnership.started_on, gathering.months) + timedelta(days=11)
        if day <= today:
            _meet(partnership, gathering, day, people, random)


def _meet(partnership: Partnership, gathering: Gathering, day: date, people: list[Stakeholder], random: Random) -> None:
    meeting = Meeting.objects.create(
        partnership=partnership,
        title=gathering.title,
        held_on=day,
        minutes=random.choice((60, 90, 120)),
        mode=gathering.mode,
        agenda=gathering.agenda,
    )
    members = set(Stakeholder.objects.filter(partnership=partnership).members_on(day).values_list("pk", flat=True))
    there = [person for person in people if person.pk in members]
    statuses = random.choices(("present", "apologies", "absent"), weights=(74, 16, 10), k=len(there))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, stakeholder=person, status=status)
        for person, status in zip(there, statuses, strict=True)
    )
    Decision.objects.bulk_create(Decision(meeting=meeting, text=text) for text in gathering.decisions)
    for text in gathering.actions:
        due = day + timedelta(days=45)
        late = random.random() < 0.2
        ActionItem.objects.create(
            partnership=partnership,
            meeting=meeting,
            text=text,
            owner=random.choice(there) if there else None,
            due_on=due,
            done_on=due + timedelta(days=20 if late else -5),
        )


def _agree_next_steps(partnership: Partnership, story: Story, today: date) -> None:
    """Three open action items: one late, one due soon, one without a date."""
    owners = list(Stakeholder.objects.filter(partnership=partnership).members_on(today).order_by("pk")[:3])
    for place, (text, days) in enumerate(zip(story.next_steps, (-9, 12, None), strict=True)):
        ActionItem.objects.create(
            partnership=partnership,
            text=text,
            owner=owners[place % len(owners)] if owners else None,
            due_on=None if days is None else today + timedelta(days=days),
        )
