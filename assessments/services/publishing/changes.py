"""What changed since the round before and since the first one, over the same people or over everybody."""

from dataclasses import replace
from typing import Any

from assessments.models import Change, Round
from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring import change, comparisons, disclosure
from assessments.scoring.intervals import summarise
from assessments.services.publishing.cells import printed, telling_p
from assessments.services.publishing.plans import Plan
from assessments.services.publishing.scores import is_compared
from assessments.services.publishing.waves import Panel, Wave

FAMILIES = ("theme", "synergy", "element", "process", "level", "indicator")


def changes_of(asked: Questionnaire, panel: Panel, now: Wave, against: list[Round], plan: Plan) -> list[Change]:
    """Changes of every construct against these rounds, the most telling one first; judged within families by Holm.

    What was decided on the linked people goes into the plan. The rows come in reverse: the latest comparison last.
    """
    found: list[list[Change]] = []
    for round in against:
        before = panel.wave(round.pk)
        rows = _against(asked, panel, before, now)
        found.insert(0, rows)
        plan.content["linked"].append(_documented(panel, before, now, rows))
    return [row for rows in found for row in rows]


def _against(asked: Questionnaire, panel: Panel, before: Wave, now: Wave) -> list[Change]:
    rows: list[Change] = []
    for kind in FAMILIES:
        comparable = [one for one in asked.of_kind(kind) if _comparable(one, before, now)]
        family = {one.code: _compare(panel, before, now, one) for one in comparable}
        judged = change.judge_family({code: found for code, (found, _) in family.items()})
        rows += [_row(now.round, before.round, code, one, family[code][1]) for code, one in judged.items()]
    return rows


def _comparable(construct: Construct, before: Wave, now: Wave) -> bool:
    """Whether both means may be printed as they are; a change would otherwise tell what the plan hides."""
    if is_compared(construct):
        return False
    k = max(before.round.k, now.round.k)
    if any(one.people.gives_away(one.people.constructs[construct.code].notna(), k) for one in (before, now)):
        return False
    scores = [one.people.constructs[construct.code].to_numpy() for one in (before, now)]
    if not all(construct.code in one.decimals for one in (before, now)):
        return False
    return all(disclosure.mask(summarise(values), k, group=False).kind == "shown" for values in scores)


def _compare(panel: Panel, before: Wave, now: Wave, construct: Construct) -> tuple[change.Change, int]:
    """The change with its decimals: linked where enough answered both times and that is safe, else unlinked.

    It has no more decimals than the mean of everybody in either round: more would tell that mean.
    """
    places = min(one.decimals[construct.code] for one in (before, now))
    first, second = before.scores(construct.code), now.scores(construct.code)
    found = comparisons.compare(first, second)
    if not found.linked:
        return found, places
    if not (before.people.mixed or now.people.mixed) and panel.allows(before, now, construct.code):
        of_linked = panel.places(before, now, construct)
        if of_linked is not None:
            panel.add(before, now, construct.code)
            return found, min(places, of_linked)
    return comparisons.compare_unlinked(first.to_numpy(), second.to_numpy()), places


def _row(round: Round, against: Round, code: str, found: change.Change, most: int) -> Change:
    places = min(most, disclosure.decimals(found.n, group=False))
    low, high = disclosure.rounded(found.low, places), disclosure.rounded(found.high, places)
    if change.touches_zero(low, high):
        found = replace(found, verdict=change.POSSIBLE.get(found.verdict, found.verdict))
    return Change(
        round=round,
        against=against,
        construct=code,
        linked=found.linked,
        n_linked=found.n if found.linked else None,
        difference=disclosure.rounded(found.difference, places),
        low=low,
        high=high,
        verdict=found.verdict,
        details=_details(found, places),
    )


def _details(found: change.Change, places: int) -> dict[str, Any]:
    """Effect sizes only from the size at which a change gets a verdict."""
    details: dict[str, Any] = {
        "p_adjusted": telling_p(found.p_adjusted, places),
        "arrow": found.arrow,
        "small": found.small,
        "n_before": found.n_before,
        "n_after": found.n_after,
    }
    if found.verdict != "too_few":
        details["effect"] = printed(found.effect, places) if found.effect else None
        details["ordinal"] = printed(found.ordinal, places) if found.ordinal else None
    return details


def _documented(panel: Panel, before: Wave, now: Wave, rows: list[Change]) -> dict[str, Any]:
    linked = [row.construct for row in rows if row.linked]
    return {
        "against": before.round.number,
        "answered_both": panel.answered_both(before, now),
        "linked": linked,
        "unlinked": [row.construct for row in rows if not row.linked],
    }
