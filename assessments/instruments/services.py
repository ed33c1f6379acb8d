"""Publishing instrument versions from their files; a published version never changes."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.models import Instrument, InstrumentVersion
from assessments.questionnaire import Questionnaire, parse

MOST_OPTIONS = 11
FOLDER = Path(__file__).resolve().parent


class VersionChanged(Exception):
    """A file differs from the version already published under its code."""


@transaction.atomic
def publish_instruments(*, at: datetime, folder: Path = FOLDER) -> list[InstrumentVersion]:
    """Publish every version in the folder that is not yet published, and return those.

    Raises VersionChanged when the file of a published version has changed: new words need a new version. ValueError for
    a construct that mixes items of different ranges, or an item with fewer than 2 or more than 11 options.
    """
    return [version for path in sorted(folder.glob("*.json")) if (version := _publish(path, at))]


def _publish(path: Path, at: datetime) -> InstrumentVersion | None:
    content = json.loads(path.read_text(encoding="utf-8"))
    digest = digest_of(content)
    known = InstrumentVersion.objects.filter(code=content["code"]).first()
    if known is None:
        _check(parse(content))
        instrument, _ = Instrument.objects.get_or_create(code=content["instrument"])
        return InstrumentVersion.objects.create(
            instrument=instrument,
            number=content["version"],
            code=content["code"],
            content=content,
            digest=digest,
            published_at=at,
        )
    if known.digest != digest:
        raise VersionChanged(f"{content['code']} is published; change its words in a new version, not in {path.name}.")
    return None


def _check(asked: Questionnaire) -> None:
    """A score is the mean of its items' means, so these must have one range."""
    for item in asked.scoring.items:
        if not 2 <= len(item.values) <= MOST_OPTIONS:
            raise ValueError(f"{item.code} has {len(item.values)} options, not 2 to {MOST_OPTIONS}")


def digest_of(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
