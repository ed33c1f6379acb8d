"""Which keys fit a backup, and what is said when they do not."""

from pathlib import Path
from typing import Any

import pytest

from synergy.ops.backups import keys
from synergy.ops.backups.errors import BackupError

KEPT = keys.Keys("p" * 64, "s" * 60)


def test_an_installation_with_the_keys_of_the_backup_lacks_none(settings: Any) -> None:
    settings.SECRET_KEY = KEPT.secret_key
    Path(settings.PEPPER_FILE).write_text(KEPT.pepper)
    assert keys.missing_keys(KEPT.prints, None, new_secret_key=False) == keys.Keys()


def test_missing_keys_are_put_in_place_from_their_file(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(settings.SECRET_KEY)
    missing = keys.missing_keys(KEPT.prints, KEPT, new_secret_key=False)
    with keys.in_place(missing):
        pass
    assert Path(settings.PEPPER_FILE).read_text() == KEPT.pepper
    assert (tmp_path / "secret_key").read_text() == KEPT.secret_key


def test_keys_put_in_place_are_taken_back_when_the_database_does_not_arrive(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(settings.SECRET_KEY)
    missing = keys.missing_keys(KEPT.prints, KEPT, new_secret_key=False)
    found = []

    def fail() -> None:
        with keys.in_place(missing):
            found.append(Path(settings.PEPPER_FILE).read_text())
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert found == [KEPT.pepper]
    assert not Path(settings.PEPPER_FILE).exists()
    assert (tmp_path / "secret_key").read_text() == settings.SECRET_KEY


def test_a_secret_key_of_the_environment_is_not_overruled(settings: Any, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"secret_key\.restored"):
        keys.missing_keys(KEPT.prints, KEPT, new_secret_key=False)
    assert (tmp_path / "secret_key.restored").read_text() == KEPT.secret_key
    assert (tmp_path / "secret_key.restored").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("pepper", "kept", "words"),
    [
        ("q" * 64, True, "is not the pepper of this backup"),
        ("", False, "The pepper of this backup is missing"),
        ("p" * 64, False, "links that were sent would not open"),
    ],
)
def test_a_backup_whose_keys_are_not_here_is_refused(settings: Any, pepper: str, kept: bool, words: str) -> None:
    if pepper:
        Path(settings.PEPPER_FILE).write_text(pepper)
    with pytest.raises(BackupError, match=words):
        keys.missing_keys(KEPT.prints, KEPT if kept else None, new_secret_key=False)


def test_keys_of_another_backup_are_refused() -> None:
    with pytest.raises(BackupError, match="another installation"):
        keys.missing_keys(KEPT.prints, keys.Keys("p" * 64, "t" * 60), new_secret_key=False)


def test_before_the_first_close_there_is_no_pepper_to_ask_for() -> None:
    prints = keys.Keys("", "s" * 60).prints
    assert keys.missing_keys(prints, None, new_secret_key=True) == keys.Keys()
