"""Taking named answers out of an identified round."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.queries.groupings import BREAKDOWNS, NAMES
from assessments.queries.individuals import NotNamed, individuals
from assessments.queries.instruments import questionnaire
from assessments.services.response_templates import codebook
from partnerships import access
from synergy import audit
from synergy.accounts.models import User
from synergy.web.downloads import Table


@transaction.atomic
def export_individuals(*, by: User, round: Round, at: datetime) -> list[Table]:
    """One row for each respondent, with names, and the codebook; that it was taken is recorded.

    Raises PermissionDenied with the reason: no right to it, or a round that shows no names.
    """
    access.require(by, "results.individual", round.partnership)
    try:
        people = individuals(round)
    except NotNamed as reason:
        raise PermissionDenied(str(reason)) from reason
    asked = questionnaire(round.version)
    items = [item.code for item in asked.items]
    texts = [*(section.code for section in asked.sections), *(one.code for one in asked.open_questions)]
    rows = [
        [
            one.name or _("imported, without a name"),
            *(one.about[name] for name in BREAKDOWNS),
            *(one.answers.get(code) for code in items),
            *(one.comments.get(code) for code in texts),
        ]
        for one in people
    ]
    scope = round.partnership.scope
    audit.record(by=by, action="results.individual_export", obj=round, scope=scope, at=at, rows=len(rows))
    columns = [_("name"), *(str(NAMES[name]) for name in BREAKDOWNS), *items, *texts]
    return [Table(_("Answers"), columns, rows), codebook(round)]
