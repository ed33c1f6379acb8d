"""What a version must be to be published."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.instruments.services import FOLDER, publish_instruments
from assessments.models import InstrumentVersion

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
Changed = Callable[[dict[str, Any]], None]

pytestmark = pytest.mark.django_db


def seven_options(content: dict[str, Any]) -> None:
    """One item of trust has seven options, the other one five."""
    item = next(item for item in content["items"] if item["code"] == "E6A")
    item["options"] = [{"value": value, "label": {"en": str(value), "fr": str(value)}} for value in range(1, 8)]


def twelve_options(content: dict[str, Any]) -> None:
    options = [{"value": value, "label": {"en": str(value), "fr": str(value)}} for value in range(1, 13)]
    next(item for item in content["items"] if item["code"] == "I2")["options"] = options


@pytest.mark.parametrize(
    ("change", "words"),
    [(seven_options, "scale E6 mixes items of different ranges"), (twelve_options, "I2 has 12 options")],
)
def test_a_version_with_scores_nobody_could_recompute_is_not_published(
    change: Changed, words: str, tmp_path: Path
) -> None:
    content = json.loads((FOLDER / "core_1.json").read_text(encoding="utf-8"))
    change(content)
    (tmp_path / "core_9.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        publish_instruments(at=AT, folder=tmp_path)
    assert not InstrumentVersion.objects.exists()


def test_a_scale_from_nought_to_ten_is_published(tmp_path: Path) -> None:
    content = json.loads((FOLDER / "core_1.json").read_text(encoding="utf-8"))
    options = [{"value": value, "label": {"en": str(value), "fr": str(value)}} for value in range(11)]
    next(item for item in content["items"] if item["code"] == "I2")["options"] = options
    (tmp_path / "core_9.json").write_text(json.dumps(content), encoding="utf-8")
    assert len(publish_instruments(at=AT, folder=tmp_path)) == 1
