"""Lists of partnerships: which ones a person sees, and the line each of them gets."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Grant, Partnership, ProgrammeEvaluator, Stakeholder
from partnerships.navigation import home_url
from partnerships.register import NEWS, PROGRAMME_EVALUATOR
from synergy.accounts.models import User
from synergy.web.formats import day as day_in_words


def visible_partnerships(user: User, search: str = "") -> "QuerySet[Partnership]":
    """Partnerships that the user may enter, running ones first; the search reads names, regions and programmes."""
    rows = Partnership.objects.visible_to(user).select_related("programme")
    for word in search.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(region__icontains=word) | Q(programme__name__icontains=word))
    return rows.order_by(F("ended_on").asc(nulls_first=True), "name", "pk")


def partnership_lines(user: User, partnerships: Iterable[Partnership], day: date) -> list[dict[str, str]]:
    """The partnerships of a page, each with the address that opens it to this user, and its news; at most 6 queries."""
    rows = list(partnerships)
    roles = _roles(user, rows)
    sentences = news([row for row in rows if row.pk in roles], day)
    sentences |= _summaries([row for row in rows if row.pk not in roles], day)
    return [
        {
            "name": row.name,
            "programme": row.programme.name,
            "region": row.region,
            "role": roles.get(row.pk, ""),
            "url": home_url(row.slug, has_role=row.pk in roles),
            "news": sentences[row.pk],
        }
        for row in rows
    ]


def _roles(user: User, rows: list[Partnership]) -> dict[int, str]:
    """{partnership id: words for the user's role there}, a role in the partnership before one in its programme."""
    granted = Grant.objects.filter(user=user, partnership__in=rows).order_by().values_list("partnership_id", "role")
    of_programmes = ProgrammeEvaluator.objects.filter(user=user).order_by()
    evaluated = of_programmes.values_list("programme_id", Value(PROGRAMME_EVALUATOR))
    kept = list(granted.union(evaluated))  # (id of a programme, PROGRAMME_EVALUATOR) or (id of a partnership, role)
    programmes = {pk for pk, role in kept if role == PROGRAMME_EVALUATOR}
    of_programme = {row.pk: _("evaluator of the programme") for row in rows if row.programme_id in programmes}
    return of_programme | {pk: str(Grant.Role(role).label) for pk, role in kept if role != PROGRAMME_EVALUATOR}


def news(partnerships: list[Partnership], day: date) -> dict[int, str]:
    """{partnership id: sentence} from the first room that has news of the partnership."""
    sentences = {row.pk: _ended(row) for row in partnerships if row.is_over(day)}
    for _place, sentences_of in NEWS:
        rest = [row for row in partnerships if row.pk not in sentences]
        if rest:
            sentences |= sentences_of(rest, day)
    return {row.pk: sentences.get(row.pk) or _("Nothing is planned yet.") for row in partnerships}


def _ended(partnership: Partnership) -> str:
    return _("Ended on %(date)s.") % {"date": day_in_words(partnership.ended_on)}


def _summaries(partnerships: list[Partnership], day: date) -> dict[int, str]:
    """For administrators without a role: whether a partnership ended, who coordinates it, how many members it has."""
    if not partnerships:
        return {}
    members = dict(
        Stakeholder.objects.members_on(day)
        .filter(partnership__in=partnerships)
        .order_by()
        .values_list("partnership_id")
        .annotate(number=Count("pk", distinct=True))
    )
    grants = Grant.objects.filter(partnership__in=partnerships, role=Grant.Role.COORDINATOR).select_related("user")
    coordinators: dict[int, list[str]] = {}
    for grant in grants:
        coordinators.setdefault(grant.partnership_id, []).append(str(grant.user))
    return {row.pk: _summary(row, day, members.get(row.pk, 0), coordinators.get(row.pk, [])) for row in partnerships}


def _summary(partnership: Partnership, day: date, members: int, coordinators: list[str]) -> str:
    if partnership.is_over(day):
        return _ended(partnership)
    people = ngettext("%(count)s member", "%(count)s members", members) % {"count": members}
    if not coordinators:
        return _("Nobody coordinates it yet. %(people)s.") % {"people": people}
    return _("Coordinated by %(names)s. %(people)s.") % {"names": ", ".join(coordinators), "people": people}
