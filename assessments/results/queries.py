"""The door: every page, chart, table and export reads the published numbers of a round here and nowhere else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments.disclosure.rules import ROUNDED_BELOW
from assessments.groupings import BREAKDOWNS, group_of, labels_of
from assessments.models import Change, Invitation, ItemTally, PublicationPlan, Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import Questionnaire, questionnaire
from assessments.results import method_one
from assessments.results.values import Breakdown, ChangeValue, Group, Plan, TallyValue, Value
from partnerships.models import Partnership

OTHERS = "others"  # the column that stands for every group of an imported round that is not shown


def closed_rounds(partnership: Partnership) -> list[Round]:
    """Closed rounds, oldest first, with their versions, each read once; two queries."""
    found = Round.objects.closed().filter(partnership=partnership).prefetch_related("version").order_by("number")
    rounds: list[Round] = list(found)
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


def plan_of(round: Round) -> Plan:
    """The publication plan of a closed round; PublicationPlan.DoesNotExist before the close."""
    row = PublicationPlan.objects.get(round=round)
    kept = {name: row.content[name] for name in ("k", "respondents", "published", "distribution_from")}
    if row.method != METHOD:
        return Plan(**kept, method=row.method)
    told = row.content["correlations"]
    return Plan(
        **kept,
        within=told["within"],
        across=told["across"],
        assumed=tuple(told["assumed"]),
        spread=row.content["spread"],
    )


@dataclass(frozen=True)
class RoundResults:
    """Everybody's published numbers of a closed round, beside those of the round before where they compare."""

    round: Round
    asked: Questionnaire
    plan: Plan
    values: dict[str, Value]
    changes: dict[str, ChangeValue]
    before: Round | None = None
    before_values: dict[str, Value] = field(default_factory=dict)
    seam: bool = False  # between the two rounds lies a change of method: nothing is compared

    def value(self, construct: str) -> Value:
        return self.values.get(construct) or Value(construct, shown=False)


def results_of(round: Round, before: Round | None = None) -> RoundResults:
    """A closed round beside an earlier one, which counts only if it asked the same questions. Three queries."""
    found, plan = scores_of([one for one in (round, before) if one]), plan_of(round)
    earlier = found[before.pk] if before else {}
    alike = before is not None and before.version_id == round.version_id
    seam = plan.method == METHOD and any(value.is_older for value in earlier.values())
    return RoundResults(
        round=round,
        asked=questionnaire(round.version),
        plan=plan,
        values=found[round.pk],
        changes=changes_of(round),
        before=before,
        before_values=earlier if alike and not seam else {},
        seam=seam,
    )


def scores_of(rounds: Iterable[Round], constructs: Collection[str] = ()) -> dict[int, dict[str, Value]]:
    """Everybody's scores, of these constructs or of all: round id -> code -> value; one query for any number."""
    found: dict[int, dict[str, Value]] = {round.pk: {} for round in rounds}
    rows = Score.objects.filter(round__in=list(found), breakdown="", group="")
    for row in rows.filter(construct__in=constructs) if constructs else rows:
        found[row.round_id][row.construct] = _value(row)
    return found


def breakdown_of(round: Round, code: str) -> Breakdown | None:
    """One breakdown of a closed round, groups in the order of the vocabulary; None when it was not chosen.

    Groups that are not shown come from the invitations, never from the answers: whether nobody of a group answered or
    too few did looks the same. Where answers were imported, one column stands for all of them. Four queries at most.
    """
    chosen = PublicationPlan.objects.get(round=round).content["breakdowns"]
    listed = next((one for one in chosen if one["code"] == code), None)
    if listed is None:
        return None
    labels = labels_of(code)
    shown, known = set(listed["shown"]), set(listed["shown"]) | _invited_groups(round, code)
    order = sorted(known, key=lambda group: (list(labels).index(group) if group in labels else len(labels), group))
    groups = [Group(group, labels.get(group, group), group in shown) for group in order]
    if round.collection == Round.Collection.IMPORT:
        groups.append(Group(OTHERS, _("Other groups"), shown=False))
    rows = list(Score.objects.filter(round=round, breakdown=code))
    values = {(row.group, row.construct): _value(row) for row in rows if row.shown and row.group}
    everybody = {row.construct: _value(row) for row in rows if row.shown and not row.group}
    return Breakdown(code, tuple(groups), values, frozenset(row.construct for row in rows), everybody)


def _invited_groups(round: Round, code: str) -> set[str]:
    if code not in BREAKDOWNS or round.collection == Round.Collection.IMPORT:
        return set()
    found = Invitation.objects.valid().filter(round=round).order_by().values_list(code, flat=True).distinct()
    return {group_of(round, code, str(group)) for group in found if group}


def changes_of(round: Round) -> dict[str, ChangeValue]:
    """Changes since the round before by construct; empty for the first round. One query."""
    rows = Change.objects.filter(round=round).select_related("against").order_by("against__number")
    return {row.construct: _change(row) for row in rows}  # those since the first round come first and are replaced


def tallies_of(round: Round) -> dict[str, TallyValue]:
    """Everybody's item tallies by item code; one query."""
    return {row.item: _tally(row) for row in ItemTally.objects.filter(round=round, breakdown="", group="")}


def _value(row: Score) -> Value:
    details: dict[str, Any] = row.details
    if row.shown and "method" not in details:
        return method_one.value(row)
    agreement: dict[str, Any] = details.get("agreement", {})
    return Value(
        construct=row.construct,
        shown=row.shown,
        n=row.n,
        mean=row.mean,
        sd=row.sd,
        low=row.low,
        high=row.high,
        note=row.note,
        band=details.get("band") or "",
        shares=details.get("shares", {}),
        group=row.group,
        apart=agreement.get("ad_mean"),
        agreed=agreement.get("acceptable"),
        decimals=1 if row.group and (row.n or 0) < ROUNDED_BELOW else 2,
        items=tuple(details.get("items", ())),
        answers=tuple(details.get("answers", ())),
        own=details.get("rho", {}).get("own"),
    )


def _change(row: Change) -> ChangeValue:
    return ChangeValue(
        construct=row.construct,
        against=row.against.number,
        linked=row.linked,
        n_linked=row.n_linked,
        difference=row.difference,
        low=row.low,
        high=row.high,
        verdict=row.verdict,
        arrow=row.details.get("arrow", False),
        before=row.details.get("before"),
        after=row.details.get("after"),
        items=tuple(row.details.get("items", ())),
        r=row.details.get("r"),
    )


def _tally(row: ItemTally) -> TallyValue:
    details: dict[str, Any] = row.details
    if row.shown and "na" not in details:
        return method_one.tally(row)
    missing: dict[str, Any] = {name: details.get(name) for name in ("na", "dk", "blank", "na_share", "dk_share")}
    return TallyValue(row.item, row.shown, row.n, row.mean, row.sd, row.low, row.high, row.note, row.counts, **missing)
