"""Nothing is named on a page of documentation that does not exist."""

from __future__ import annotations

import re
import shlex

import pytest

from config import PROJECT_FOLDER
from tests.docs import known
from tests.docs.pages import Fence, Page, all_pages, page

PAGES = all_pages()
ASSIGNED = re.compile(r"([A-Z][A-Z_]+)=")
HOME = "/srv/trainee_tracker"
"""Where the pages say that the project is installed."""

OF_THE_SYSTEM = {"cd", "cp", "createdb", "git", "mkdir", "mv", "pg_dump", "pg_restore"} | {
    "python3",
    "sha256sum",
    "umask",
}
"""Programs that are not ours and that a block of code may run."""


@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_what_stands_between_backquotes_exists(shown: Page) -> None:
    faults = [f"`{span}`: {fault}" for span in shown.spans if (fault := span_fault(span))]
    assert faults == []


@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_what_a_block_of_code_runs_or_sets_exists(shown: Page) -> None:
    faults = [
        f"{line}: {fault}"
        for fence in shown.fences
        for line in fence.lines
        if (fault := line_fault(fence, line))
    ]
    assert faults == []


@pytest.mark.parametrize(
    "wrong",
    [
        "make demonstrate",
        "make demo COLOUR=1",
        "flask ledger verfy",
        "flask ledger verify --checkpiont",
        "flask doctr",
        "SECRET_KEYS",
        "/chekc",
        "trainee_tracker/clocks.py",
        "hours/ruels.py",
        "tests/hours/test_rules.py::test_hours_come_from_nowhere",
        "tests/hours/test_rules.py::test",
        "StoredStandings",
        "Cohort.partners",
        "BEGIN IMEDIATE",
    ],
)
def test_a_false_name_is_found(wrong: str) -> None:
    assert span_fault(wrong) is not None


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("sh", "make demonstrate"),
        ("sh", ".venv/bin/flask db upgrad"),
        ("sh", ".ci/setups runtime"),
        ("sh", "whatever"),
        ("dotenv", "SECRET_KEYS=1"),
        ("ini", "ExecStart=/srv/trainee_tracker/.venv/bin/python -m trainee_tracker.servings"),
        ("ini", "WorkingDirectory=/srv/trainee_tracker/other"),
        ("nginx", "proxy_pass http://127.0.0.1:80;"),
        ("", "make demo"),
    ],
)
def test_a_false_line_is_found(language: str, wrong: str) -> None:
    assert line_fault(Fence(language, wrong), wrong) is not None


def test_the_readme_names_the_two_commands() -> None:
    commands = [line for fence in page("README.md").fences for line in fence.lines]
    assert commands[:2] == ["make demo", "make test"]


def span_fault(span: str) -> str | None:
    """Return why what stands between backquotes does not exist, or None."""
    words = span.split()
    if words[0] in {"make", "flask", ".venv/bin/flask"} and len(words) > 1:
        return command_fault(words)
    if span in known.settings():
        return None
    if "::" in span:
        return None if span in known.tests() else "no such test"
    if span.startswith("/"):
        return None if span in known.urls() else "no page has this address"
    if span in known.names() or known.is_file(span):
        return None
    if re.fullmatch(r"[\w.-]*/[\w./-]*|\w+\.(py|md|html|css|toml)", span):
        return "no such file"
    if re.fullmatch(r"[A-Z]\w+(\.\w+)?", span):
        return "no such name or setting"
    is_there = re.search(rf"(?<!\w){re.escape(span)}(?!\w)", known.source())
    return None if is_there else "it is nowhere in our files"


def command_fault(words: list[str]) -> str | None:
    """Return what is wrong with a command line, or None."""
    program, *rest = words
    if program == "make":
        return known.make_fault(rest)
    if program in {"flask", ".venv/bin/flask"}:
        return known.flask_fault(rest)
    if program == ".venv/bin/python":
        return module_fault(rest)
    if program.startswith(".ci/"):
        return None if (PROJECT_FOLDER / program).is_file() else "no such script"
    return None if program in OF_THE_SYSTEM else "a program that the tests do not know"


def module_fault(words: list[str]) -> str | None:
    """Return what is wrong with what Python is told to run, or None."""
    if words[0] == "-c":
        return None
    file = PROJECT_FOLDER / f"{words[1].replace('.', '/')}.py"
    return None if words[0] == "-m" and file.is_file() else "no such module"


def line_fault(fence: Fence, line: str) -> str | None:
    """Return what is wrong with a line of a block of code, or None."""
    if fence.language == "sh":
        return command_fault(shlex.split(line.split(" > ")[0]))
    if fence.language == "dotenv":
        found = ASSIGNED.match(line)
        return None if found and found[1] in known.settings() else "no such setting"
    if fence.language == "ini":
        _key, _equals, value = line.partition("=")
        if not value.startswith(HOME):
            return None
        program, *rest = value.removeprefix(HOME).removeprefix("/").split() or ["."]
        return command_fault([program, *rest]) if rest else _folder_fault(program)
    if fence.language in {"csv", "text"}:
        # tests/docs/test_judge.py reads the tables; what a program prints has no names to check.
        return None
    if fence.language == "mermaid":
        return None  # The picture of the rooms, which is compared in test_house.py.
    if fence.language == "nginx":
        ports = re.findall(r"127\.0\.0\.1:(\d+)", line)
        return None if set(ports) <= {"8000"} else "we do not listen there"
    if fence.language == "python":
        return None  # A whole program, which is run in test_requirements_engine_page.py.
    if fence.language == "toml":
        return None  # A whole course, which is read in test_presets_page.py.
    return "a block of code says what language it is in"


def _folder_fault(name: str) -> str | None:
    return None if (PROJECT_FOLDER / name).is_dir() else "no such folder"
