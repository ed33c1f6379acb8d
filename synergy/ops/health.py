"""Is the installation well, can this process serve, does it live? Three addresses that answer whatever hangs."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from synergy.ops.examinations import examine, probes

PATIENCE = 0.7


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """All there is to know, for people and their monitoring."""
    return _examined(list(probes))


@login_not_required
@require_safe
def readiness(request: HttpRequest) -> JsonResponse:
    """Whether to send people here, for what shares requests out: mail or a ticker that stands still is no reason."""
    return _examined([name for name, probe in probes.items() if probe.ready])


@login_not_required
@require_safe
def liveness(request: HttpRequest) -> JsonResponse:
    """Whether to restart this process, for what restarts it: asks nothing, as a restart would mend nothing else."""
    return _said({"status": "ok"}, 200)


def _examined(names: list[str]) -> JsonResponse:
    answer = examine(names, timezone.now(), PATIENCE)
    status = "unwell" if answer.troubles else "ok"
    return _said({"status": status, "reasons": answer.troubles, **answer.facts}, 503 if answer.troubles else 200)


def _said(body: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response
