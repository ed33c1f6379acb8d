"""The published numbers of a round, for every page, chart, table and export."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assessments.disclosure.rules import ROUNDED_BELOW
from assessments.groupings import BREAKDOWNS, group_of, labels_of
from assessments.models import Change, Invitation, ItemTally, PublicationPlan, Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import Questionnaire, questionnaire
from assessments.results import method_one
from assessments.results.values import BreakdownValues, ChangeValue, PlanValue, ScoreValue, TallyValue
from partnerships.models import Partnership

OTHERS = "others"  # the column that stands for every group of an imported round that is not shown


def closed_rounds(partnership: Partnership) -> list[Round]:
    """Closed rounds, oldest first, with their versions, each read once; two queries."""
    closed = Round.objects.closed().filter(partnership=partnership).prefetch_related("version").order_by("number")
    rounds: list[Round] = list(closed)
    for round in rounds:
        round.partnership = partnership
    return rounds


def neighbours(rounds: list[Round], number: int) -> tuple[Round | None, Round | None, Round | None]:
    """The closed round of this number with the one before and the one after it; None for what is not there."""
    places = [place for place, round in enumerate(rounds) if round.number == number]
    if not places:
        return None, None, None
    place = places[0]
    return rounds[place], rounds[place - 1] if place else None, rounds[place + 1] if rounds[place + 1 :] else None


def plan_of(round: Round) -> PlanValue:
    """The publication plan of a closed round; PublicationPlan.DoesNotExist before the close."""
    row = PublicationPlan.objects.get(round=round)
    kept = {name: row.content[name] for name in ("k", "respondents", "published", "distribution_from")}
    linked = {to["against"]: (to["answered_both"], to.get("r")) for to in row.content.get("linked", [])}
    if row.method != METHOD:
        return PlanValue(**kept, method=row.method, linked=linked)
    correlations = row.content["correlations"]
    return PlanValue(
        **kept,
        within=correlations["within"],
        across=correlations["across"],
        assumed=tuple(correlations["assumed"]),
        spread=row.content["spread"],
        linked=linked,
    )


@dataclass(frozen=True)
class RoundResults:
    """Everybody's published numbers of a closed round, beside those of the round before where they compare."""

    round: Round
    asked: Questionnaire
    plan: PlanValue
    values: dict[str, ScoreValue]
    changes_since: dict[int, dict[str, ChangeValue]]  # number of the earlier round -> construct -> change
    before: Round | None = None
    before_values: dict[str, ScoreValue] = field(default_factory=dict)
    method_changed: bool = False  # between the two rounds: nothing is compared

    def value(self, construct: str) -> ScoreValue:
        return self.values.get(construct) or ScoreValue(construct, shown=False)

    @cached_property
    def changes(self) -> dict[str, ChangeValue]:
        """Construct -> change since the latest round it is compared with."""
        in_order = sorted(self.changes_since.items())
        return {code: change for _number, changes in in_order for code, change in changes.items()}


def results_of(round: Round, before: Round | None = None) -> RoundResults:
    """A closed round beside an earlier one, which counts only if it asked the same questions. Three queries."""
    scores, plan = scores_of([round, before] if before else [round]), plan_of(round)
    earlier = scores[before.pk] if before else {}
    alike = before is not None and before.version_id == round.version_id
    method_changed = plan.method == METHOD and any(value.is_method_one for value in earlier.values())
    return RoundResults(
        round=round,
        asked=questionnaire(round.version),
        plan=plan,
        values=scores[round.pk],
        changes_since=changes_of(round),
        before=before,
        before_values=earlier if alike and not method_changed else {},
        method_changed=method_changed,
    )


def scores_of(rounds: Iterable[Round], constructs: Collection[str] = ()) -> dict[int, dict[str, ScoreValue]]:
    """Everybody's scores, of these constructs or of all: round id -> code -> value; one query for any number."""
    scores: dict[int, dict[str, ScoreValue]] = {round.pk: {} for round in rounds}
    rows = Score.objects.filter(round__in=list(scores), breakdown="", group="")
    for row in rows.filter(construct__in=constructs) if constructs else rows:
        scores[row.round_id][row.construct] = _score(row)
    return scores


def breakdown_of(round: Round, code: str) -> BreakdownValues | None:
    """One breakdown of a closed round, groups in the order of the vocabulary; None when it was not chosen.

    Groups that are not shown come from the invitations, never from the answers: whether nobody of a group answered or
    too few did looks the same. Where answers were imported, one column stands for all of them. Four queries at most.
    """
    chosen = PublicationPlan.objects.get(round=round).content["breakdowns"]
    planned = next((breakdown for breakdown in chosen if breakdown["code"] == code), None)
    if planned is None:
        return None
    names, shown = labels_of(code), frozenset(planned["shown"])
    order = {group: place for place, group in enumerate(names)}
    groups = sorted(shown | _invited_groups(round, code), key=lambda group: (order.get(group, len(order)), group))
    labels = {group: names.get(group, group) for group in groups}
    if round.collection == Round.Collection.IMPORT:
        labels[OTHERS] = _("Other groups")
    rows = list(Score.objects.filter(round=round, breakdown=code))
    values = {(row.group, row.construct): _score(row) for row in rows if row.shown and row.group}
    everybody = {row.construct: _score(row) for row in rows if row.shown and not row.group}
    return BreakdownValues(code, labels, shown, values, frozenset(row.construct for row in rows), everybody)


def _invited_groups(round: Round, code: str) -> set[str]:
    if code not in BREAKDOWNS or round.collection == Round.Collection.IMPORT:
        return set()
    invited = Invitation.objects.valid().filter(round=round).order_by().values_list(code, flat=True).distinct()
    return {group_of(round, code, str(group)) for group in invited if group}


def changes_of(round: Round) -> dict[int, dict[str, ChangeValue]]:
    """Number of the earlier round -> construct -> change: since the round before, and since the first. One query."""
    changes: dict[int, dict[str, ChangeValue]] = {}
    for row in Change.objects.filter(round=round).select_related("against").order_by("against__number", "pk"):
        changes.setdefault(row.against.number, {})[row.construct] = _change(row)
    return changes


def tallies_of(round: Round) -> dict[str, TallyValue]:
    """Everybody's item tallies by item code; one query."""
    return {row.item: _tally(row) for row in ItemTally.objects.filter(round=round, breakdown="", group="")}


def _score(row: Score) -> ScoreValue:
    details: dict[str, Any] = row.details
    agreement: dict[str, Any] = details.get("agreement", {})
    value = ScoreValue(
        **_published(row),
        code=row.construct,
        band=details.get("band") or "",
        shares=details.get("shares", {}),
        group=row.group,
        mean_deviation=agreement.get("ad_mean"),
        agreed=agreement.get("acceptable"),
        decimals=1 if row.group and (row.n or 0) < ROUNDED_BELOW else 2,
        items=tuple(details.get("items", ())),
        answers=tuple(details.get("answers", ())),
        rho=details.get("rho", {}).get("own"),
    )
    return method_one.score(row, value) if row.shown and "method" not in details else value


def _published(row: Score | ItemTally) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("shown", "n", "mean", "sd", "low", "high", "note")}


def _change(row: Change) -> ChangeValue:
    stored = ("construct", "linked", "n_linked", "difference", "low", "high", "verdict")
    details = ("n_before", "n_after", "p", "p_adjusted", "r", "effect", "before", "after")
    return ChangeValue(
        against=row.against.number,
        items=tuple(row.details.get("items", ())),
        **{name: getattr(row, name) for name in stored},
        **{name: row.details.get(name) for name in details},
    )


def _tally(row: ItemTally) -> TallyValue:
    missing: dict[str, Any] = {name: row.details.get(name) for name in ("na", "dk", "blank", "na_share", "dk_share")}
    value = TallyValue(**_published(row), code=row.item, counts=row.counts, **missing)
    return method_one.tally(row, value) if row.shown and "na" not in row.details else value
