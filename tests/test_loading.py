"""Nothing that answers requests, and no command that computes nothing, loads what computes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = """
import synergy.wsgi
from django.urls import get_resolver
assert get_resolver().url_patterns
"""
COMMANDS = """
from django.core.management import execute_from_command_line
for words in (["migrate"], ["migrate", "--plan"], ["load_instruments"], ["check_tick"]):
    try:
        execute_from_command_line(["manage.py", *words])
    except SystemExit as ended:
        assert words == ["check_tick"], ended
"""
COMPUTING = {"numpy", "pandas", "scipy", "statsmodels", "plotly"}
LOADED = f"import sys; print(*sorted(sys.modules.keys() & {COMPUTING}), sep=',')"


def loaded_by(code: str, folder: Path) -> str:
    """What of the computing libraries a process has loaded that ran this code, which it says in its last line."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "synergy.settings"}
    command = [sys.executable, "-c", code + LOADED]
    ended = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return ended.stdout.splitlines()[-1]


def test_a_server_ready_to_answer_has_loaded_nothing_that_computes(tmp_path: Path) -> None:
    assert loaded_by(PAGES, tmp_path) == ""


def test_commands_that_compute_nothing_load_nothing_that_computes(tmp_path: Path) -> None:
    assert loaded_by(COMMANDS, tmp_path) == ""


def test_a_close_loads_numpy_alone(tmp_path: Path) -> None:
    assert loaded_by(PAGES + "import assessments.closing.freezing\n", tmp_path) == "numpy"
