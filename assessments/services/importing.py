"""Taking answers given elsewhere, on paper or in an earlier tool, into a round."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import ImportedFile, Round
from assessments.services.response_files import Reading, Refusal, read_responses
from assessments.services.rounds import open_round
from assessments.services.sealing import NotSealed, seal_answers
from assessments.services.waiting_files import drop_file, keep_file, waiting_file
from partnerships import access
from synergy import audit
from synergy.accounts.models import User


class NotImported(Exception):
    """Why nothing was imported; `refusals` names rows and columns where those are the reason."""

    def __init__(self, message: str, refusals: list[Refusal] | None = None) -> None:
        super().__init__(message)
        self.refusals = refusals or []


@dataclass(frozen=True)
class Imported:
    responses: int
    refused: int


def check_responses(*, by: User | None, round: Round, content: bytes, name: str, at: datetime) -> Reading:
    """Read a file and remember that somebody has seen what it would do; stores no answer.

    Raises SheetError for a file that cannot be read, NotImported when the round takes no import.
    """
    _require(by, round)
    reading = read_responses(round, BytesIO(content), name)
    ImportedFile.objects.get_or_create(round=round, digest=_digest(content))
    return reading


def import_responses(*, by: User | None, round: Round, content: bytes, name: str, at: datetime) -> Imported:
    """Seal a file's responses into the round; `by=None` is the command line.

    A file with refused responses is imported without them only after `check_responses` has been run on the very same
    file. Raises SheetError for a file that cannot be read, NotImported (nothing stored) otherwise.
    """
    _require(by, round)
    reading = read_responses(round, BytesIO(content), name)
    with transaction.atomic():
        seen, _new = ImportedFile.objects.select_for_update().get_or_create(round=round, digest=_digest(content))
        if seen.rows is not None:
            raise NotImported(_already())
        if reading.refusals and _new:
            words = _("Some responses are refused: look at them with a dry run, then import the rest.")
            raise NotImported(words, reading.refusals)
        _store(by, round, reading, at)
        seen.rows = len(reading.given)
        seen.save(update_fields=["rows"])
    return Imported(len(reading.given), reading.refused_rows)


def start_import(*, by: User, round: Round, content: bytes, name: str, at: datetime) -> ImportedFile:
    """Check a file and keep it for a day, until it is confirmed or given up; no answer enters the database.

    Raises SheetError for a file that cannot be read, NotImported when the round takes no import or has it already.
    """
    check_responses(by=by, round=round, content=content, name=name, at=at)
    imported = ImportedFile.objects.get(round=round, digest=_digest(content))
    if imported.rows is not None:
        raise NotImported(_already())
    keep_file(imported=imported, by=by, content=content, name=name, at=at)
    return imported


def read_again(*, by: User, imported: ImportedFile, at: datetime) -> tuple[Reading, datetime] | None:
    """What the kept file would do, and until when it is kept; None when it is not kept any more. Writes nothing."""
    waiting = waiting_file(imported, by, at)
    if waiting is None:
        return None
    return read_responses(imported.round, BytesIO(waiting.content), waiting.name), waiting.until


def confirm_import(*, by: User, imported: ImportedFile, at: datetime) -> Imported:
    """Import the kept file and delete it. Raises NotImported and SheetError; it is kept then."""
    waiting = waiting_file(imported, by, at)
    if waiting is None:
        raise NotImported(_("This file is no longer kept: it was imported, given up, or a day has passed."))
    done = import_responses(by=by, round=imported.round, content=waiting.content, name=waiting.name, at=at)
    drop_file(imported, by)
    return done


def discard_import(*, by: User, imported: ImportedFile, at: datetime) -> None:
    """Give the file up; it is deleted at once."""
    partnership = imported.round.partnership
    access.require(by, "round.import", partnership)
    drop_file(imported, by)
    audit.record(by=by, action="round.import_discarded", obj=imported.round, scope=partnership.scope, at=at)


def obstacle_to_import(round: Round) -> str:
    """Why this round takes no answers from a file; empty when it does."""
    if round.is_open or (round.is_planned and round.collection == Round.Collection.IMPORT):
        return ""
    return _("Answers can be imported while a round is open, or into a planned round made for imports.")


def _store(by: User | None, round: Round, reading: Reading, at: datetime) -> None:
    if not reading.given:
        raise NotImported(_("The file holds no response that could be imported."), reading.refusals)
    try:
        if round.is_planned:
            open_round(by=by, round=round, at=at)
        rows = seal_answers(round=round, given=reading.given, at=at)
    except ValidationError as error:
        raise NotImported(" ".join(error.messages)) from error
    except NotSealed as error:
        raise NotImported(str(error)) from error
    audit.record(by=by, action="round.import", obj=round, scope=round.partnership.scope, at=at, rows=rows)


def _require(by: User | None, round: Round) -> None:
    if by is not None:
        access.require(by, "round.import", round.partnership)
    if reason := obstacle_to_import(round):
        raise NotImported(reason)


def _already() -> str:
    return _("This file has been imported into this round already.")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
