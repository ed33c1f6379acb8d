"""The house keeps its rules: who imports whom, how long a room may be, what stands at the top."""

import ast
import re
import subprocess
import tomllib

from tests.sources import ROOMS, ROOT, sources, where

TOP_LEVEL = {
    "manage.py", "synergy", "partnerships", "assessments", "templates", "static", "tests", "requirements.txt",
    "README.md", "Makefile", "pyproject.toml", "requirements-dev.txt", "CHANGELOG.md", "CONTRIBUTING.md", "docs",
    "bench", "findings", ".ci", "Dockerfile", "compose.yaml", ".gitignore", ".dockerignore", "LICENSE",
}  # fmt: skip
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def answer_doors() -> set[str]:
    """The modules that may import answers, from the one list of them: the contract of import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contracts = {contract["name"]: contract for contract in settings["contracts"]}
    listed = contracts["Answers are read and written at the doors listed here"]["ignore_imports"]
    return {line.split(" -> ")[0].replace(".", "/") for line in listed}


def test_answers_are_never_named_through_their_app() -> None:
    """No detour by `apps.get_model` or related names."""
    names = ("SealedAnswers", "assessments.Response", "assessments.Comment", "NamedResponse")
    allowed = {f"{door}.py" for door in answer_doors()} | {"assessments/models/answers.py"}
    guilty = [
        where(path)
        for path in sources(*ROOMS)
        if where(path) not in allowed and any(name in path.read_text(encoding="utf-8") for name in names)
    ]
    assert guilty == []


def test_the_environment_is_read_in_settings_only() -> None:
    allowed = ("synergy/settings.py", "synergy/wsgi.py", "synergy/asgi.py", "synergy/ops/")
    guilty = [
        where(path)
        for path in sources(*ROOMS)
        if "os.environ" in path.read_text(encoding="utf-8") and not where(path).startswith(allowed)
    ]
    assert guilty == []


def test_files_and_functions_stay_short() -> None:
    long = []
    for path in sources(*ROOMS, "bench"):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_FILE:
            long.append(f"{where(path)}: {text.count(chr(10))} lines")
        functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        too_long = [one for one in functions if (one.end_lineno or 0) - one.lineno + 1 > LONGEST_FUNCTION]
        long += [f"{where(path)}:{one.lineno} {one.name}" for one in too_long]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        where(p)
        for p in sources(*ROOMS, "bench", "tests")
        if (text := p.read_text("utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_nothing_stands_at_the_top_that_was_not_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {name.split("/")[0] for name in listed} <= TOP_LEVEL


def test_templates_hold_no_inline_script_or_style() -> None:
    guilty = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        inline_script = any(
            "<script" in line and "src=" not in line and "json" not in line for line in text.splitlines()
        )
        if "email/" not in path.as_posix() and (inline_script or " style=" in text or " onclick=" in text):
            guilty.append(where(path))
    assert guilty == []


def test_every_test_that_contributing_names_exists() -> None:
    """What must hold when something fails is a table there; each row names its tests."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    missing = [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")]
    assert missing == []
