from collections.abc import Iterator
from typing import Any

from django.db import migrations


def take_away(apps: Any, schema_editor: Any) -> None:
    """The named exception to "published numbers do not change" (docs/decisions/0013).

    Of rounds closed by method 1, SD, agreement, alpha, omega, effect sizes, p and limits tell, beside the item tables,
    what those who left an item out said to the others; limits do with one decimal as well (mean 3.54, limits 3.1 and
    3.9). Where 1 to K - 1 people left an item out, they are taken away from the scores of everybody; of groups, where
    anybody did. Means stay.
    """
    plans = apps.get_model("assessments", "PublicationPlan").objects.filter(method=1).select_related("round")
    left_out = {plan.round_id: _left_out(apps, plan.round) for plan in plans}
    for plan in plans:
        few, anybody = left_out[plan.round_id]
        for row in apps.get_model("assessments", "Score").objects.filter(round=plan.round, shown=True):
            _score(row, leaks=row.construct in (anybody if row.group else few))
        for row in apps.get_model("assessments", "Gap").objects.filter(round=plan.round):
            _difference(row, leaks=row.construct in anybody)
        for row in apps.get_model("assessments", "Change").objects.filter(round=plan.round):
            _difference(row, leaks=row.construct in few | left_out.get(row.against_id, (set(), set()))[0])
        for row in apps.get_model("assessments", "Finding").objects.filter(round=plan.round):
            if row.code.startswith("goes_with"):
                row.content = _goes_with(row.content)
                row.save()


def _left_out(apps: Any, round: Any) -> tuple[set[str], set[str]]:
    """Constructs of which 1 to K - 1 people left an item out and answered another, and those of which anybody did."""
    version = apps.get_model("assessments", "InstrumentVersion").objects.get(pk=round.version_id)
    answers = apps.get_model("assessments", "Response").objects.filter(round=round).values_list("answers", flat=True)
    few, anybody = set(), set()
    people = [{code for code, value in given.items() if isinstance(value, int)} for given in answers]
    for construct, items in _constructs(version.content):
        partly = [given & items for given in people if 0 < len(given & items) < len(items)]
        missing = [sum(item not in given for given in partly) for item in items]
        if any(missing):
            anybody.add(construct)
        if any(0 < n < round.k for n in missing):
            few.add(construct)
    return few, anybody


def _constructs(content: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
    for construct in content["constructs"]:
        yield construct["code"], {item["code"] for item in content["items"] if construct["code"] in item["feeds"]}


def _score(row: Any, *, leaks: bool) -> None:
    details = row.details
    close, alpha, omega = (details.pop(name, None) for name in ("agreement", "alpha", "omega"))
    if leaks:
        row.sd = row.low = row.high = None
    else:
        if close and close.get("ad_mean") is not None:
            details["agreement"] = close | {"rough": close.get("note") == "rough"}
        if alpha and alpha.get("value") is not None:
            told = {"alpha": alpha["value"], "omega": (omega or {}).get("value")}
            details["reliability"] = told | {"negative": alpha["value"] < 0, "constant": []}
    row.save()


def _difference(row: Any, *, leaks: bool) -> None:
    """Of a change or a gap."""
    effect = row.details.pop("effect", None)
    row.details.pop("ordinal", None)
    if leaks:
        row.low = row.high = None
        for name in ("p", "p_adjusted", "omnibus_p"):
            row.details.pop(name, None)
    elif effect and effect.get("name") in ("g", "g_av"):
        row.details["effect"] = effect["value"]
    row.save()


def _goes_with(content: dict[str, Any]) -> dict[str, Any]:
    """From 30 people on, with one decimal: correlations of people's scores tell of them as well."""
    if content["order"] not in ("uncertain", "weighted"):
        return {"order": "nothing", "n": None, "predictors": [], "adjusted_r2": None, "dropped": {}}
    names, shares = ("r", "low", "high"), ("share", "share_low", "share_high")
    predictors = [
        {"code": one["code"]}
        | {name: _coarse(one[name], 1) for name in names}
        | {name: _coarse(one[name], 2) for name in shares}
        for one in content["predictors"]
    ]
    return content | {"predictors": predictors, "adjusted_r2": _coarse(content["adjusted_r2"], 2)}


def _coarse(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0008_method_two")]

    operations = [migrations.RunPython(take_away, migrations.RunPython.noop)]
