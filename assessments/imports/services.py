"""Taking answers given elsewhere, on paper or in an earlier tool, into a round."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from io import BytesIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.imports import waiting_files
from assessments.imports.bulk_answers import NotSealed, sealed_rows, store_sealed
from assessments.imports.files import ParsedFile, Refusal, read_responses
from assessments.imports.waiting_files import drop_file, keep_file, keep_longer, waiting_file
from assessments.models import ImportedFile, Round
from assessments.rounds.services import open_round
from partnerships import access
from synergy.accounts.models import User
from synergy.audit import entries as audit
from synergy.outbox import works
from synergy.outbox.claims import Claim
from synergy.outbox.models import Work
from synergy.outbox.works import WorkRefused
from synergy.web.sheets import SheetError

WORK = "round.import"


class NotImported(Exception):
    """Why nothing was imported; `refusals` names rows and columns where those are the reason."""

    def __init__(self, message: str, refusals: list[Refusal] | None = None) -> None:
        super().__init__(message)
        self.refusals = refusals or []


def check_responses(*, by: User | None, round: Round, content: bytes, name: str, at: datetime) -> ParsedFile:
    """Read a file and remember that somebody has seen what it would do; stores no answer.

    Raises SheetError for a file that cannot be read, NotImported when the round takes no import.
    """
    _require(by, round)
    parsed = read_responses(round, BytesIO(content), name)
    ImportedFile.objects.get_or_create(round=round, digest=_digest(content))
    return parsed


def import_responses(*, by: User | None, round: Round, content: bytes, name: str, at: datetime) -> ParsedFile:
    """Seal a file's responses into the round, here and now; `by=None` is the command line.

    Refused responses are left out, but only if `check_responses` has been run on the very same file. Raises SheetError
    for a file that cannot be read, else NotImported; nothing is stored then.
    """
    _require(by, round)
    parsed = read_responses(round, BytesIO(content), name)
    _store_responses(by, round, parsed, _digest(content), at, transaction.atomic())
    return parsed


def _store_responses(
    by: User | None, round: Round, parsed: ParsedFile, digest: str, at: datetime, ending: AbstractContextManager[None]
) -> None:
    """Check the values first, and store the responses in the one transaction that `ending` opens."""
    if not parsed.responses:
        raise NotImported(_("The file holds no response that could be imported."), parsed.refusals)
    with _refused_as_not_imported():
        rows = sealed_rows(round, parsed.responses)
    with ending, _refused_as_not_imported():
        file, is_new = ImportedFile.objects.select_for_update().get_or_create(round=round, digest=digest)
        if file.rows is not None:
            raise NotImported(_imported_already())
        if parsed.refusals and is_new:
            words = _("Some responses are refused: look at them with a dry run, then import the rest.")
            raise NotImported(words, parsed.refusals)
        if round.is_planned:
            open_round(by=by, round=round, at=at)
        file.rows = store_sealed(round=round, given=parsed.responses, rows=rows, at=at)
        file.save(update_fields=["rows"])
        audit.record(by=by, action="round.import", obj=round, scope=round.partnership.scope, at=at, rows=file.rows)


@contextmanager
def _refused_as_not_imported() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise NotImported(" ".join(error.messages)) from error
    except NotSealed as error:
        raise NotImported(str(error)) from error


def start_import(*, by: User, round: Round, content: bytes, name: str, at: datetime) -> ImportedFile:
    """Check a file and keep the file for a day, until it is confirmed or given up; no answer enters the database.

    Raises SheetError for a file that cannot be read, NotImported when the round takes no import or has it already.
    """
    check_responses(by=by, round=round, content=content, name=name, at=at)
    imported = ImportedFile.objects.get(round=round, digest=_digest(content))
    if imported.rows is not None:
        raise NotImported(_imported_already())
    keep_file(imported=imported, by=by, content=content, name=name, at=at)
    return imported


def read_again(*, by: User, imported: ImportedFile, at: datetime) -> tuple[ParsedFile, datetime] | None:
    """What the kept file would do, and until when the file is kept; None when it is kept no more. Writes nothing."""
    waiting = waiting_file(imported, by, at)
    if waiting is None:
        return None
    file, name, until = waiting
    return read_responses(imported.round, file, name), until


def work_key(imported: ImportedFile, by: User) -> str:
    """The key has file and person: two people who choose the same file each confirm, or call off, their own import."""
    return f"{WORK}:{imported.pk}:{by.pk}"


def confirm_import(*, by: User, imported: ImportedFile, at: datetime) -> Work:
    """Queue the import of the kept file; confirmed twice, the file is imported once. Raises NotImported."""
    _require(by, imported.round)
    if imported.rows is not None:
        raise NotImported(_imported_already())
    if not keep_longer(imported, by, at):
        raise NotImported(_no_longer_kept())
    scope = imported.round.partnership.scope
    key, subject_ref = work_key(imported, by), str(imported.pk)
    return works.queue_work(by=by, kind=WORK, key=key, subject_ref=subject_ref, scope=scope, at=at)


def finish_import(claim: Claim) -> None:
    """The due work of an import: read and check the file, seal its responses in one transaction, delete the file."""
    files = ImportedFile.objects.select_related("round__partnership", "round__version")
    imported = files.get(pk=int(claim.work.subject_ref))
    by, round = claim.work.asked_by, imported.round
    waiting = waiting_file(imported, by, claim.at) if by is not None else None
    if by is None or waiting is None:
        raise WorkRefused(_no_longer_kept())
    file, name, _until = waiting
    try:
        _require(by, round)
        parsed = read_responses(round, file, name)
        claim.progress(1, 3)
        _store_responses(by, round, parsed, imported.digest, claim.at, claim.ending())
    except (PermissionDenied, NotImported, SheetError) as refusal:
        raise WorkRefused(str(refusal)) from refusal
    drop_file(imported, by)


def page_of(work: Work) -> str:
    """The address of the round; of the preview when the import failed or was called off."""
    imported = ImportedFile.objects.select_related("round__partnership").get(pk=int(work.subject_ref))
    if work.state in (Work.State.FAILED, Work.State.CANCELLED):
        return reverse(
            "round-import-preview", args=[imported.round.partnership.slug, imported.round.number, imported.pk]
        )
    return imported.round.get_absolute_url()


def discard_import(*, by: User, imported: ImportedFile, at: datetime) -> None:
    """Give the import up and delete the file at once. Raises NotImported when the file is being imported."""
    partnership = imported.round.partnership
    access.require(by, "round.import", partnership)
    if Work.objects.unfinished().filter(key=work_key(imported, by)).exists():
        raise NotImported(_("This file is being imported now."))
    drop_file(imported, by)
    audit.record(by=by, action="round.import_discarded", obj=imported.round, scope=partnership.scope, at=at)


def drop_old_files(at: datetime) -> int:
    """A job of the tick: delete the files nobody confirmed in time; files whose import is queued stay until it ends."""
    queued = Work.objects.unfinished().filter(kind=WORK).values_list("subject_ref", flat=True)
    return waiting_files.drop_old_files(at, ImportedFile.objects.filter(pk__in=[int(pk) for pk in queued]))


def obstacle_to_import(round: Round) -> str:
    """Why this round takes no answers from a file; empty when the round takes them."""
    if round.is_open or (round.is_planned and not round.is_by_links):
        return ""
    return _("Answers can be imported while a round is open, or into a planned round made for imports.")


def _require(by: User | None, round: Round) -> None:
    if by is not None:
        access.require(by, "round.import", round.partnership)
    if reason := obstacle_to_import(round):
        raise NotImported(reason)


def _imported_already() -> str:
    return _("This file has been imported into this round already.")


def _no_longer_kept() -> str:
    return _("This file is no longer kept: it was imported, given up, or a day has passed.")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
