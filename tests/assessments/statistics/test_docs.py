"""Every worked example of docs/scoring.md is true."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "scoring.md"


def code_of(text: str) -> str:
    """The fenced blocks, with the lines between them blanked so that a failure names its line of the page."""
    inside, lines = False, []
    for line in text.splitlines():
        inside = line.startswith("```python") or (inside and not line.startswith("```"))
        lines.append("" if line.startswith("```") or not inside else line)
    return "\n".join(lines)


def test_every_worked_example_gives_what_the_page_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(code_of(text), {}, "scoring.md", str(PAGE), 0)
    report: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert len(examples.examples) > 50
    assert results.failed == 0, "".join(report)


def test_every_module_of_statistics_and_disclosure_is_named_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    folders = [PAGE.parents[1] / "assessments" / room for room in ("statistics", "disclosure")]
    modules = {path.name for folder in folders for path in folder.glob("*.py")} - {"__init__.py"}
    assert len(modules) > 20
    assert {module for module in modules if f"`{module}`" not in text} == set()
