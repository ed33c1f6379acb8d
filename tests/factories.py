"""Rows for tests, with everything a page needs and nothing random."""

from datetime import date
from typing import Any

from partnerships.models import Membership, Organisation, Partnership, Programme, Stakeholder, StakeholderKind


def partnership(programme: Programme, name: str, slug: str, **fields: Any) -> Partnership:
    defaults: dict[str, Any] = {
        "mission": "Everybody who needs a family doctor finds one within a month.",
        "region": "Eastern Townships",
        "time_zone": "America/Toronto",
        "started_on": date(2023, 3, 1),
    }
    return Partnership.objects.create(programme=programme, name=name, slug=slug, **(defaults | fields))


def member(
    partnership: Partnership,
    name: str,
    *,
    kind: str = "clinician",
    organisation: Organisation | None = None,
    email: str | None = None,
    language: str = "en",
    since: date = date(2024, 1, 15),
) -> Stakeholder:
    person = Stakeholder.objects.create(
        partnership=partnership,
        name=name,
        email=email if email is not None else f"{name.lower().replace(' ', '.')}@{partnership.slug}.example.org",
        language=language,
        kind=StakeholderKind.objects.get(code=kind),
    )
    Membership.objects.create(stakeholder=person, organisation=organisation, started_on=since, reason="Asked to join")
    return person
