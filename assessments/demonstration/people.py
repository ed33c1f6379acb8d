"""The accounts and people of the demonstration: named after what they do, never after anybody."""

import base64
from datetime import date, datetime
from random import Random

from django.utils.crypto import salted_hmac

from assessments.demonstration.story_shapes import Story
from partnerships.models import Grant, Organisation, Partnership, Sector, Stakeholder, StakeholderKind
from partnerships.organisations.services import create_organisation
from partnerships.people.services import create_stakeholder, end_membership
from synergy.accounts.models import User

_REASONS = {
    "en": ("Speaks for their organisation", "Asked by the partners", "Knows the region", "Lived experience"),
    "fr": ("Parle au nom de son organisation", "À la demande des partenaires", "Connaît la région", "Expérience vécue"),
}


def login(name: str, role: str, language: str = "en") -> tuple[User, dict[str, str]]:
    """The demonstration account of this name, made at first use, with its `email`, `password` and `role`.

    The password follows from SECRET_KEY.
    """
    email = f"{name}@demo.example"
    secret = base64.b32encode(salted_hmac("synergy.demonstration", email, algorithm="sha256").digest()).decode().lower()
    password = "-".join((secret[:4], secret[4:8], secret[8:12]))
    user = User.objects.filter(email=email).first()
    if user is None:
        administers = role == "administrator"
        user = User.objects.create_user(
            email=email,
            password=password,
            name=_LABELS[language][role],
            language=language,
            is_staff=administers,
            is_superuser=administers,
        )
    elif not user.check_password(password):  # SECRET_KEY has changed since
        user.set_password(password)
        user.save(update_fields=["password"])
    return user, {"email": email, "password": password, "role": role}


_LABELS = {
    "en": {
        "administrator": "Demonstration administrator",
        "coordinator": "Demonstration coordinator",
        "evaluator": "Demonstration evaluator",
        "viewer": "Demonstration viewer",
        "programme evaluator": "Demonstration evaluator of the programme",
    },
    "fr": {"coordinator": "Coordination (démonstration)"},
}


def grant(user: User, partnership: Partnership, role: str) -> None:
    Grant.objects.get_or_create(user=user, partnership=partnership, defaults={"role": role})


def add_people(
    *, by: User, partnership: Partnership, story: Story, members: int | None, months: int, random: Random, at: datetime
) -> list[Stakeholder]:
    """Organisations, and as many people as asked; about one in six joins later, one in eight leaves before the end."""
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    kinds = {kind.code: kind for kind in StakeholderKind.objects.all()}
    houses = [
        create_organisation(by=by, partnership=partnership, name=name, sector=sectors[sector], at=at)
        for name, sector in story.organisations
    ]
    everybody = []
    for number, kind in enumerate(_kinds(story, members or story.members), start=1):
        joined = random.randrange(6, max(7, months - 5)) if number % 6 == 0 and months > 12 else 0
        everybody.append(
            _add_person(by, partnership, story, kinds[kind], number, houses, _day(partnership, joined), at)
        )
        if number % 8 == 0 and months > 18:
            _leave(by, everybody[-1], _day(partnership, random.randrange(joined + 8, months + 4)), at)
    return everybody


def _kinds(story: Story, members: int) -> list[str]:
    """Kinds in the story's proportions, mixed so that any number of people holds some of each."""
    pattern = [kind for kind, count in story.kinds for _ in range(count)]
    step = next(step for step in (7, 5, 3, 1) if len(pattern) % step)
    mixed = [pattern[place * step % len(pattern)] for place in range(len(pattern))]
    return [mixed[place % len(mixed)] for place in range(members)]


def _add_person(
    by: User,
    partnership: Partnership,
    story: Story,
    kind: StakeholderKind,
    number: int,
    houses: list[Organisation],
    since: date,
    at: datetime,
) -> Stakeholder:
    other = "fr" if story.language == "en" else "en"
    language = other if number % 7 == 0 else story.language
    word = kind.name_in(story.language).capitalize()
    return create_stakeholder(
        by=by,
        partnership=partnership,
        name=f"{word} {number} ({'démo' if story.language == 'fr' else 'demo'})",
        email=f"person{number}@{partnership.slug.split('-')[0]}.example.org",
        kind=kind,
        language=language,
        organisation=houses[number % len(houses)],
        started_on=since,
        reason=_REASONS[story.language][number % 4],
        at=at,
    )


def _leave(by: User, person: Stakeholder, day: date, at: datetime) -> None:
    membership = person.memberships.get()
    if day > membership.started_on:
        end_membership(by=by, membership=membership, day=day, at=at)


def _day(partnership: Partnership, months: int) -> date:
    """So many months after the partnership began."""
    return add_months(partnership.started_on, months)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, never after the 28th."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, 28))
