"""Log lines without secrets: personal links, e-mail addresses and tracebacks that quote them."""

import logging

from synergy.audit import request_id
from synergy.outbox.scrubbing import scrub


class Scrub(logging.Filter):
    """Scrubs message, arguments and traceback in place; every handler of LOGGING carries it.

    What was refused (an answer from 400 to 499) is no error of ours: one line, without a traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        record.msg, record.args = scrub(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        # Handlers that would format exc_info or the request themselves would undo the scrubbing.
        record.exc_info = None
        if record.exc_text:
            record.exc_text = scrub(record.exc_text)
        if hasattr(record, "request"):
            del record.request
        record.request_id = request_id.get() or "-"
        return True
