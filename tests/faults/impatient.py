"""Settings of the suite: the database ends after a second what it would end after half a minute elsewhere."""

from synergy.settings import *  # noqa: F403
from synergy.settings import DATABASES

OUTBOX_PER_SECOND = 0
_options = DATABASES["default"]["OPTIONS"]
if "timeout" in _options:
    _options["timeout"] = 1
else:  # of what is said twice the last counts
    _options["options"] += " -c idle_in_transaction_session_timeout=1000 -c lock_timeout=1000"
