"""A name has one meaning in the whole tree, and says its noun; what may differ stands in names.toml with a reason."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.sources import ROOMS, ROOT, sources, where

# What CONTRIBUTING gives every room, and what Django and its apps look for by name.
RECIPE = {"queries", "services", "forms", "views", "urls", "audit", "models", "apps", "admin", "middleware"}
KINDS = {"models", "commands", "templatetags"}
ALLOWED = tomllib.loads((ROOT / "tests" / "names.toml").read_text(encoding="utf-8"))
HEADING = "## Words of the code"


def in_words(name: str) -> str:
    """`StaffForm` and `_staff_form` are the same two words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def names_given_in(path: Path) -> Iterator[str]:
    """Every name the module gives: its own, and those of classes, functions, parameters, variables and attributes."""
    yield path.parent.name if path.stem == "__init__" else path.stem
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


def retired_words() -> dict[str, bool]:
    """The words of the glossary's table, each with whether it is retired only where it stands alone."""
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in glossary.partition(HEADING)[2].splitlines() if row.startswith("| `")]
    return {word: bool(alone) for row in rows for word, alone in re.findall(r"`(\w+)`( alone)?", row)}


def uses_of_retired_words() -> dict[str, list[str]]:
    words = retired_words()
    uses: dict[str, set[str]] = defaultdict(set)
    for path in sources(*ROOMS, "bench"):
        names = {in_words(name) for name in names_given_in(path)}
        for word, alone in words.items():
            if any(name == word or (not alone and f"_{word}_" in f"_{name}_") for name in names):
                uses[where(path)].add(word)
    return {path: sorted(words) for path, words in sorted(uses.items())}


def in_lines(names: dict[str, list[str]]) -> list[str]:
    return [f"{name}: {', '.join(places)}" for name, places in sorted(names.items()) if places]


def assert_allowed(shared: dict[str, list[str]], allowed: dict[str, str]) -> None:
    """Every name that stands in several places has its reason, and every reason such a name."""
    assert in_lines({name: places for name, places in shared.items() if name not in allowed}) == []
    assert sorted(set(allowed) - set(shared)) == [], "these need no exception any more"


def test_no_two_classes_have_the_same_name() -> None:
    """Classes inside others are read through them: `Round.State`."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in sources(*ROOMS):
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef):
                places[node.name.lstrip("_")].append(where(path))
    assert_allowed({name: paths for name, paths in places.items() if len(paths) > 1}, ALLOWED["classes"])


def test_no_two_modules_have_a_name_that_cannot_be_guessed() -> None:
    """Modules of models, of commands and of template tags are of a kind of their own: `models.answers`."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sources(*ROOMS):
        module = path.parent if path.stem == "__init__" else path
        kind = module.parent.name if module.parent.name in KINDS else "room"
        places[kind, module.stem].append(where(module))
    shared = {name: paths for (_kind, name), paths in places.items() if len(paths) > 1 and name not in RECIPE}
    assert_allowed(shared, ALLOWED["modules"])


def test_no_name_is_a_retired_word(capsys: pytest.CaptureFixture[str]) -> None:
    """The exceptions of names.toml become fewer: a file or a word that needs none any more has to leave them."""
    uses, remaining = uses_of_retired_words(), ALLOWED["retired"]
    with capsys.disabled():
        print(f"\nRetired words still in use: {sum(map(len, uses.values()))}, in {len(uses)} files")  # noqa: T201
    new = {path: sorted(set(words) - set(remaining.get(path, ()))) for path, words in uses.items()}
    assert in_lines(new) == []
    over = {path: sorted(set(words) - set(uses.get(path, ()))) for path, words in remaining.items()}
    assert in_lines(over) == [], "these need no exception any more"


def test_the_table_of_retired_words_is_read() -> None:
    words = retired_words()
    assert words["one"]
    assert not words["standouts"]
    assert len(words) > 30
