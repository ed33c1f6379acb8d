"""`manage.py check_tick`: the health check of the process that ticks; exit code 0 or 1, and one sentence."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from synergy.ops.examinations import examine, probes

_PATIENCE = 10.0


class Command(BaseCommand):
    help = "Is the tick beating, does what is due leave? Exit code 0 when all is well, 1 with the reason otherwise."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        names = [name for name, probe in probes.items() if probe.ticker]
        answer = examine(names, timezone.now(), _PATIENCE)
        if answer.troubles:
            raise CommandError(". ".join(answer.troubles) + ".")
        if "tick_age_seconds" not in answer.facts:
            # To /health/ a fresh installation is well; here a ticker was started, and should have ticked by now.
            raise CommandError("The tick has never run: start manage.py tick --loop.")
        self.stdout.write(f"The tick ran {answer.facts['tick_age_seconds']} seconds ago; no mail is overdue.")
