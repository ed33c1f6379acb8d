"""Meetings and context events of a demonstration partnership."""

from datetime import date, timedelta
from random import Random

from assessments.demonstration.people import add_months
from assessments.demonstration.story_shapes import Story, StoryMeeting
from partnerships.models import ActionItem, Attendance, ContextEvent, Decision, Meeting, Partnership, Stakeholder


def add_journal(partnership: Partnership, story: Story, people: list[Stakeholder], today: date, random: Random) -> None:
    """What has happened up to today, with attendance, decisions and action items."""
    for event in story.context_events:
        day = add_months(partnership.started_on, event.months) + timedelta(days=4)
        if day <= today:
            ContextEvent.objects.create(
                partnership=partnership,
                happened_on=day,
                category=event.category,
                title=event.title,
                description=event.description,
            )
    _agree_next_steps(partnership, story, today)
    for planned in story.meetings:
        day = add_months(partnership.started_on, planned.months) + timedelta(days=11)
        if day <= today:
            _meet(partnership, planned, day, people, random)


def _meet(
    partnership: Partnership, planned: StoryMeeting, day: date, people: list[Stakeholder], random: Random
) -> None:
    meeting = Meeting.objects.create(
        partnership=partnership,
        title=planned.title,
        held_on=day,
        minutes=random.choice((60, 90, 120)),
        mode=planned.mode,
        agenda=planned.agenda,
    )
    members = set(Stakeholder.objects.filter(partnership=partnership).members_on(day).values_list("pk", flat=True))
    there = [person for person in people if person.pk in members]
    statuses = random.choices(("present", "apologies", "absent"), weights=(74, 16, 10), k=len(there))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, stakeholder=person, status=status)
        for person, status in zip(there, statuses, strict=True)
    )
    Decision.objects.bulk_create(Decision(meeting=meeting, text=text) for text in planned.decisions)
    for text in planned.actions:
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
