"""The house keeps its rules: who imports whom, how long a room may be, what stands at the top."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterable

from django.template.utils import get_app_template_dirs

from tests.sources import ROOMS, ROOT, sources, where

TOP_LEVEL = {
    "manage.py", "synergy", "partnerships", "assessments", "templates", "static", "tests", "requirements.txt",
    "README.md", "Makefile", "pyproject.toml", "requirements-dev.txt", "CHANGELOG.md", "CONTRIBUTING.md", "docs",
    "bench", "findings", ".ci", "Dockerfile", "compose.yaml", ".gitignore", ".dockerignore", "LICENSE",
}  # fmt: skip
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
LONGEST_LINE_OF_A_PAGE = 159
# Classes put together from two parts: the first, and the file that puts the second behind it.
COMPOSED_CLASSES = {
    "is-": "templates/parts/_status.html",
    "shade-": "templates/parts/_dash_heat_cell.html",
    "c-": "synergy/charts/trend.py",
    "dash-": "synergy/charts/lines.py",
    "gutter-": "synergy/charts/profile.py",
    "lk-": "synergy/charts/likert.py",
    "on-": "synergy/charts/likert.py",
    "share-": "synergy/charts/shares.py",
}
# Classes that a template writes as a value it was handed, and what the value is.
HANDED_CLASSES = {
    "balance": "the kind of a question",
    "create change same refuse": "what an import would do with a row",
    "community funding staffing other": "the category of an event in the journal",
    "success": "the level of a message of Django's",
    "errorlist": "Django's own list of the errors of a field",
}
# Folders of templates whose names are put together from the folder and a kind.
COMPOSED_TEMPLATES = ("email", "assessments/survey")


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


def test_no_test_module_imports_from_another() -> None:
    """What several need is a fixture of the nearest conftest or a module named after what it holds."""
    guilty = [
        where(path)
        for path in sources("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom) and re.search(r"\btest_", ast.unparse(node))
    ]
    assert guilty == []


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


def test_templates_style_sheets_and_scripts_stay_short() -> None:
    written = [path for folder in ("templates", "static/css", "static/js") for path in (ROOT / folder).rglob("*.*")]
    long = []
    for path in written:
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > LONGEST_FILE:
            long.append(f"{where(path)}: {len(lines)} lines")
        too_long = [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE_OF_A_PAGE]
        long += [f"{where(path)}:{number}" for number in too_long]
    assert long == []


def selectors() -> str:
    """All selectors of our style sheets, without the conditions of media that stand around them."""
    sheets = [path.read_text(encoding="utf-8") for path in (ROOT / "static").rglob("*.css")]
    plain = re.sub(r"/\*.*?\*/", "", "".join(sheets), flags=re.DOTALL)
    return " ".join(part for part in re.findall(r"([^{}]+)\{", plain) if "@" not in part)


def words_inside(pattern: str, texts: Iterable[str]) -> set[str]:
    """The words in those pieces of the texts that the pattern's group holds."""
    return {word for text in texts for piece in re.findall(pattern, text) for word in re.findall(r"[\w-]+", piece)}


def drawn_words() -> set[str]:
    """The words in strings of the modules that draw charts, docstrings apart."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources("synergy/charts")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings]
    return words_inside("(.+)", [node.value for node in constants if isinstance(node.value, str)])


def test_every_class_and_id_of_a_style_sheet_is_written_somewhere() -> None:
    """By a template, a script or a drawing: a rule for a class that nothing writes is dead."""
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "static").rglob("*.js")]
    written = drawn_words() | words_inside(r'\bclass(?:Name = |List\.\w+\()"([^"]*)"', scripts)
    for place in (r'\bclass="([^"]*)"', r"'class' '([^']*)'", r"block body_class %}([^{]*)"):
        written |= words_inside(place, templates)
    handed = set(" ".join(HANDED_CLASSES).split())
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors()))
    ids = set(re.findall(r"#([a-zA-Z][\w-]*)", selectors()))

    assert {name for name in classes - written - handed if not name.startswith(tuple(COMPOSED_CLASSES))} == set()
    assert ids <= words_inside(r'\bid="([^"]*)"', templates)
    assert handed <= classes - written, "an exception without a class, or for a class that is written out"
    for first, path in COMPOSED_CLASSES.items():
        assert first + "{" in (ROOT / path).read_text(encoding="utf-8")
        assert any(name.startswith(first) for name in classes)


def test_every_template_is_rendered_extended_or_included() -> None:
    """By its name in code or in another template, or because a package renders its own template of that name."""
    folder = ROOT / "templates"
    templates = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    code = "".join(path.read_text(encoding="utf-8") for path in sources(*ROOMS))
    texts = code + "".join(path.read_text(encoding="utf-8") for path in templates.values())
    unused = []
    for name in templates:
        room, _, file = name.rpartition("/")
        kind = file.split(".")[0]
        named = any(f"{quote}{name}{quote}" in texts for quote in "\"'")
        composed = room in COMPOSED_TEMPLATES and (f'"{kind}"' in code or f'"{room}/{kind}"' in code)
        if not (named or composed or any((package / name).exists() for package in get_app_template_dirs("templates"))):
            unused.append(name)
    assert unused == []
