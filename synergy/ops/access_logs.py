"""Gunicorn's access log without tokens, addresses of clients, referrers or user agents."""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from synergy.outbox.scrubbing import scrub

FORMAT = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
_KEPT = frozenset("tmUsBMHDTLbp")


class AccessLogger(Logger):
    """Leaves out who asked; whatever format the host sets, the atoms that could tell are a dash."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        atoms = super().atoms(resp, req, environ, request_time)
        known = {name: value if name in _KEPT else "-" for name, value in atoms.items()}
        known["U"] = scrub(str(atoms.get("U", "-")))
        known["r"] = f"{known.get('m', '-')} {known['U']} {known.get('H', '-')}"
        return known
