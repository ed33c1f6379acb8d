"""Taking named answers out of an identified round."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments.individuals.queries import Individual, NotNamed, individuals
from assessments.models import Round
from partnerships import access
from synergy.accounts.models import User
from synergy.audit import entries as audit


@transaction.atomic
def export_individuals(*, by: User, round: Round, at: datetime) -> list[Individual]:
    """Everybody who sent answers, with names, to be written to a file; that they were taken is recorded.

    Raises PermissionDenied with the reason: no right to it, or a round that shows no names.
    """
    access.require(by, "results.individual", round.partnership)
    try:
        people = individuals(round)
    except NotNamed as reason:
        raise PermissionDenied(str(reason)) from reason
    scope = round.partnership.scope
    audit.record(by=by, action="results.individual_export", obj=round, scope=scope, at=at, rows=len(people))
    return people
