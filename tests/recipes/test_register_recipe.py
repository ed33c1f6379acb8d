"""The steps of docs/register.md, followed in a copy of the house, make a register that works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

STEP = re.compile(
    r"^`([\w/.]+)`(?:, (after|instead of|at the end)(?: `([^`\n]+)`)?)?:\n```\w+\n(.*?)^```$", re.M | re.S
)
ROOMS = ("partnerships", "assessments", "synergy", "templates", "static", "tests")
FILES = ("manage.py", "pyproject.toml")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house, without what git does not keep."""
    house = tmp_path / "house"
    command = ["git", "ls-files", *ROOMS, *FILES]
    for name in subprocess.check_output(command, cwd=settings.BASE_DIR, text=True).splitlines():
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(settings.BASE_DIR / name, house / name)
    return house


def follow(page: str, house: Path) -> None:
    """Writes every block of the page where the line above it says."""
    steps = STEP.findall(page)
    assert len(steps) == page.count("```") / 2, "a block does not say where it stands"
    for name, where, mark, block in steps:
        path = house / name
        before = path.read_text("utf-8") if where else ""
        if where in ("after", "instead of"):
            assert before.count(mark) == 1, f"{name} should hold {mark!r} once"
            start, end = before.split(mark)
            block = (
                f"{start}{mark}\n{block}{end.removeprefix(chr(10))}"
                if where == "after"
                else f"{start}{block.strip()}{end}"
            )
        elif where:
            block = before + block
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, "utf-8")


def run(house: Path, tool: str, *arguments: str) -> str:
    """What a tool of this environment prints in the copy; the test fails with its words when the tool fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_URL"))}
    command = [str(Path(sys.executable).parent / tool), *arguments]
    done = subprocess.run(command, cwd=house, env=kept | {"DEBUG": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_a_register_made_by_the_recipe_has_pages_permissions_a_tab_a_history_and_marks_on_the_trend(
    house: Path,
) -> None:
    follow((settings.BASE_DIR / "docs/register.md").read_text("utf-8"), house)
    assert "Create model Pledge" in run(house, "python", "manage.py", "makemigrations", "partnerships")
    run(house, "ruff", "check", "partnerships", "tests/routes.py")
    run(house, "lint-imports")
    shutil.copy2(house / "tests/recipes/ladder_of_pledges.py", house / "tests/partnerships/test_pledges.py")
    pages = ["tests/partnerships/test_pledges.py", "tests/partnerships/test_register.py", "tests/test_access_matrix.py"]
    printed = run(house, "python", "-m", "pytest", "-q", *pages, "-k", "pledge or contracts", "--nomigrations")
    assert re.search(r"^17 passed", printed, re.M)
