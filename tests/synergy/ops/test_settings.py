"""What is missing stops the start with one sentence; with nothing set Synergy runs for this machine only."""

import json
from pathlib import Path

import pytest

from tests.synergy.programs import PRODUCTION, run

ASK = "import json; from django.conf import settings as s; print(json.dumps({n: getattr(s, n) for n in %r}))"


def asked(folder: Path, *names: str, **environment: str) -> dict[str, object]:
    """These settings, as they are in this environment."""
    done = run(folder, "-c", ASK % (names,), **environment)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def refusal(folder: Path, **environment: str) -> str:
    """The one sentence with which the start is refused in this environment."""
    done = run(folder, "manage.py", "check", **environment)
    assert (done.returncode, done.stdout) == (2, "")
    [sentence] = done.stderr.strip().splitlines()
    return sentence


def test_with_nothing_set_synergy_is_for_this_machine_only(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "check")
    assert (done.returncode, done.stderr) == (0, "")
    names = ("PRODUCTION", "DEBUG", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_BACKEND", "EMAIL_FILE_PATH", "SECRET_KEY")
    local = asked(tmp_path, *names)
    assert (local["PRODUCTION"], local["DEBUG"]) == (False, False)
    assert local["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert local["SITE_URL"] == "http://127.0.0.1:8000"
    assert local["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert Path(str(local["EMAIL_FILE_PATH"])) == tmp_path / "mail"
    assert len(str(local["SECRET_KEY"])) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert asked(tmp_path, "SECRET_KEY")["SECRET_KEY"] == local["SECRET_KEY"], "sessions survive a restart"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "SITE_URL", "EMAIL_URL"])
@pytest.mark.parametrize("blank", [False, True])
def test_production_does_not_start_without_a_setting_it_needs(tmp_path: Path, missing: str, blank: bool) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    said = refusal(tmp_path, **environment | ({missing: ""} if blank else {}))
    assert said.startswith(f"{missing} is not set: ")


@pytest.mark.parametrize("key", ["x9Q" * 16 + "z", "abcd" * 20], ids=["49 characters", "4 different ones"])
def test_production_does_not_start_with_a_key_that_can_be_guessed(tmp_path: Path, key: str) -> None:
    said = refusal(tmp_path, **PRODUCTION | {"SECRET_KEY": key})
    assert said.startswith("SECRET_KEY cannot be used: it needs 50 characters or more, 5 of them different, ")
    assert key not in said


def test_a_short_key_is_enough_for_this_machine_only(tmp_path: Path) -> None:
    assert run(tmp_path, "manage.py", "check", SECRET_KEY="short").returncode == 0


def test_production_does_not_start_without_hosts(tmp_path: Path) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != "ALLOWED_HOSTS"} | {"DEBUG": "0"}
    assert refusal(tmp_path, **environment).startswith("ALLOWED_HOSTS is not set: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "junk"),
        ("DATABASE_URL", "mysql://user@host/name"),
        ("DATABASE_URL", "postgres://user@host:port/name"),
        ("EMAIL_URL", "junk"),
        ("SITE_URL", "synergy.example.org"),
        ("SITE_URL", "https://synergy.example.org/below"),
    ],
)
def test_an_address_that_cannot_be_read_stops_the_start_and_is_named(tmp_path: Path, name: str, value: str) -> None:
    said = refusal(tmp_path, **PRODUCTION | {name: value})
    assert said.startswith(f"{name} cannot be used: ")
    assert value not in said, "an address may hold a password"


@pytest.mark.parametrize("days", ["31", "0", "a month"])
def test_backups_that_outlive_the_promise_stop_the_start(tmp_path: Path, days: str) -> None:
    said = refusal(tmp_path, BACKUP_KEEP_DAYS=days)
    assert said.startswith("BACKUP_KEEP_DAYS cannot be used: people are promised")


@pytest.mark.parametrize(
    ("backups", "key_folder"), [("{0}/b", "{0}/b"), ("{0}/b", "{0}/x/../b/k"), ("{0}/b/c", "{0}/b"), ("{0}", "")]
)
def test_backups_and_their_keys_in_one_place_stop_the_start(tmp_path: Path, backups: str, key_folder: str) -> None:
    """The last one names DATA_DIR for backups, where the folder of the keys lies unless it is named."""
    folders = {"BACKUP_DIR": backups.format(tmp_path), "BACKUP_KEYS_DIR": key_folder.format(tmp_path)}
    said = refusal(tmp_path, **folders)
    assert said.startswith("BACKUP_KEYS_DIR cannot be used: it must not be BACKUP_DIR, nor lie in it or around")


def test_an_empty_address_of_the_database_is_none_at_all(tmp_path: Path) -> None:
    assert run(tmp_path, "manage.py", "check", DATABASE_URL="").returncode == 0


def test_a_data_directory_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refusal(tmp_path / "file").startswith(f"DATA_DIR ({tmp_path / 'file'}) cannot be written to: ")


def test_error_pages_with_code_are_refused_on_a_public_host(tmp_path: Path) -> None:
    assert "DEBUG" in refusal(tmp_path, **PRODUCTION | {"DEBUG": "1"})


@pytest.mark.parametrize("door", ["synergy.wsgi", "synergy.asgi"])
def test_the_web_server_says_which_setting_is_missing_and_gives_up(tmp_path: Path, door: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != "EMAIL_URL"}
    done = run(tmp_path, "-c", f"import {door}", **environment)
    assert done.returncode == 4, "any other code lets gunicorn start one worker after the other"
    assert done.stderr.startswith("EMAIL_URL is not set: ")
    assert len(done.stderr.strip().splitlines()) == 1


def test_production_starts_with_all_its_settings_and_keeps_cookies_to_its_own_host(tmp_path: Path) -> None:
    expected = {
        "PRODUCTION": True,
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-synergy-session",
        "CSRF_COOKIE_NAME": "__Host-synergy-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_PROXY_SSL_HEADER": None,
    }
    assert asked(tmp_path, *expected, **PRODUCTION) == expected


def test_without_https_cookies_work_on_this_machine(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert list(asked(tmp_path, *names).values()) == ["synergy-session", False, False]


def test_debugging_on_this_machine_is_allowed(tmp_path: Path) -> None:
    assert asked(tmp_path, "DEBUG", "PRODUCTION", DEBUG="1") == {"DEBUG": True, "PRODUCTION": False}


def test_a_host_speaks_for_its_subdomains_only_when_somebody_says_so(tmp_path: Path) -> None:
    names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
    said = [
        asked(tmp_path, *names, **PRODUCTION | more)
        for more in ({}, {"HSTS_SUBDOMAINS": "1"}, {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"})
    ]
    assert [tuple(one.values()) for one in said] == [
        (31_536_000, False, False),
        (31_536_000, True, False),
        (31_536_000, True, True),
    ]
    assert set(asked(tmp_path, *names, HSTS_SUBDOMAINS="1", HSTS_PRELOAD="1").values()) == {0}, "plain HTTP"


def test_a_list_of_browsers_takes_a_host_only_with_its_subdomains(tmp_path: Path) -> None:
    assert refusal(tmp_path, **PRODUCTION | {"HSTS_PRELOAD": "1"}).startswith("HSTS_PRELOAD cannot be used: ")


@pytest.mark.parametrize(
    ("environment", "hops"),
    [
        ({}, 0),
        ({"BEHIND_PROXY": "1"}, 1),
        ({"BEHIND_PROXY": "1", "TRUSTED_HOPS": ""}, 1),
        ({"BEHIND_PROXY": "1", "TRUSTED_HOPS": "0"}, 0),
        ({"BEHIND_PROXY": "1", "TRUSTED_HOPS": "2"}, 2),
    ],
)
def test_one_proxy_is_believed_unless_another_number_is_set(
    tmp_path: Path, environment: dict[str, str], hops: int
) -> None:
    assert asked(tmp_path, "TRUSTED_HOPS", **environment) == {"TRUSTED_HOPS": hops}


@pytest.mark.parametrize("value", ["-1", "one", "1.5", "10", "²"])
def test_a_number_of_proxies_that_cannot_be_one_stops_the_start(tmp_path: Path, value: str) -> None:
    assert refusal(tmp_path, TRUSTED_HOPS=value).startswith("TRUSTED_HOPS cannot be used: ")


@pytest.mark.parametrize(("behind", "seconds"), [("", 5), ("1", 130)])
def test_connections_are_kept_for_longer_than_a_proxy_keeps_them(tmp_path: Path, behind: str, seconds: int) -> None:
    ask = "import synergy.ops.gunicorn_conf as g; print(g.keepalive, g.control_socket_disable)"
    done = run(tmp_path, "-c", ask, **({"BEHIND_PROXY": behind} if behind else {}))
    assert done.stdout.split() == [str(seconds), "True"], done.stderr
