"""Which tests a change touches, the nearest first: `make quick` runs as many as its time allows.

What is near follows from where files are and what they import. Templates, styles and scripts are known
by their folders, which are named as the rooms. How long each file of tests takes is what the last run
of it took; `tests/conftest.py` notes it in pytest's cache.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

SECONDS = 24.0
"""How much the chosen tests may take in all, as one process would run them."""

UNKNOWN = 2.0
"""What a file of tests is thought to take that never ran here, in seconds."""

ALWAYS = ("tests/tooling/test_house_rules.py", "tests/docs")
"""Tests of what any change can break: the rules of the house, and names that the pages of docs use."""

BELONGS_TO = {
    ".ci": "tests/tooling",
    "Makefile": "tests/tooling",
    "benchmarks": "tests/tooling",
    "config.py": "tests/tooling",
    "migrations": "tests/schema",
    "pyproject.toml": "tests/tooling/test_locks.py",
    "requirements-dev.lock": "tests/tooling/test_locks.py",
    "requirements.lock": "tests/tooling/test_locks.py",
    "trainee_tracker/static": "tests/test_style.py",
    "trainee_tracker/translations": "tests/languages",
}
"""The tests of what is neither a module of a room nor a template."""


@dataclass(frozen=True)
class Choice:
    """The files of tests to run, and those that are touched too but left to `make check`."""

    run: tuple[str, ...]
    left_out: tuple[str, ...]


class Project:
    """A folder with our code and our tests: what is there, and what imports what."""

    def __init__(self, folder: Path) -> None:
        """Look at a folder; files are named by their paths below it."""
        self.folder = folder

    @cached_property
    def files(self) -> dict[str, str]:
        """Every module of ours by its file: `tests/hours/builders.py` -> `tests.hours.builders`."""
        found = (each for top in ("trainee_tracker", "tests") for each in self._modules_in(top))
        return {**dict(found), "config.py": "config"}

    @cached_property
    def tests(self) -> list[str]:
        """Every file of tests."""
        return sorted(each for each in self.files if PurePosixPath(each).name.startswith("test_"))

    @cached_property
    def importers(self) -> dict[str, set[str]]:
        """The files that import each module directly."""
        found: dict[str, set[str]] = defaultdict(set)
        known = set(self.files.values())
        for file in self.files:
            path = self.folder / file
            if path.exists():
                for module in imported(path.read_text(encoding="utf-8"), known):
                    found[module].add(file)
        return found

    def tests_that_import(self, modules: Iterable[str]) -> set[str]:
        """Return the tests that import a module, themselves or through what tests share."""
        found: set[str] = set()
        waiting = list(modules)
        while waiting:
            for file in self.importers.get(waiting.pop(), ()):
                # What every test gets would touch every test.
                if file.startswith("tests/") and file not in found and not shared_by_all(file):
                    found.add(file)
                    waiting.append(self.files[file])
        return found.intersection(self.tests)

    def tests_below(self, place: str) -> set[str]:
        """Return the tests of a folder, or the one file of tests."""
        return {each for each in self.tests if each == place or each.startswith(f"{place}/")}

    def touched(self, changed: Iterable[str]) -> list[set[str]]:
        """Return the tests that changed files touch: a set for each step that they are away."""
        changed = sorted(changed)
        itself = {each for each in changed if each in self.tests}
        modules = {module_of(each) for each in changed if each.endswith(".py")}
        room = {test for each in changed for test in self._tests_of_place(each)}
        direct = self.tests_that_import(modules)
        importers = {
            file
            for module in modules
            for file in self.importers.get(module, ())
            if file.startswith("trainee_tracker/")
        }
        one_step = self.tests_that_import(self.files[file] for file in importers)
        rooms = {test for file in importers for test in self._tests_of_place(file)}
        everything = set(self.tests) if any(map(shared_by_all, changed)) else set()
        return [itself, direct & room, room, direct, one_step & rooms, rooms | one_step, everything]

    def _tests_of_place(self, file: str) -> Iterator[str]:
        """Yield the tests that stand in the folder named as the one in which a file stands."""
        for start, place in BELONGS_TO.items():
            if file == start or file.startswith(f"{start}/"):
                yield from self.tests_below(place)
        top, *rest = PurePosixPath(file).parts
        if top not in {"trainee_tracker", "templates"} or not rest:
            return
        # The innermost folder that has tests of its own; a single file has them beside the folders.
        for depth in range(len(rest) - 1, 0, -1):
            if below := self.tests_below("/".join(["tests", *rest[:depth]])):
                yield from below
                return
        yield from self.tests_below(f"tests/test_{PurePosixPath(file).stem}.py")

    def _modules_in(self, top: str) -> Iterator[tuple[str, str]]:
        for path in (self.folder / top).rglob("*.py"):
            file = path.relative_to(self.folder).as_posix()
            yield file, module_of(file)


def shared_by_all(file: str) -> bool:
    """Return whether a file of the tests is one on which all others rest."""
    return file in {"tests/conftest.py", "tests/cast.py", "tests/databases.py", "tests/browser.py"}


def module_of(file: str) -> str:
    """Return the name by which a file is imported."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(text: str, known: set[str]) -> Iterator[str]:
    """Yield the modules among the known ones that a file imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield inner if inner in known else node.module


def chosen(steps: Iterable[set[str]], seconds: Mapping[str, float], most: float) -> Choice:
    """Return what fits into so many seconds, the nearest first and the quickest of a step first.

    What was changed itself, the first step, is run however long it takes.
    """
    run: list[str] = []
    left_out: list[str] = []
    taken = 0.0
    for number, step in enumerate(steps):
        for test in sorted(
            step.difference(run, left_out), key=lambda each: (seconds.get(each, UNKNOWN), each)
        ):
            taken += seconds.get(test, UNKNOWN)
            (run if number == 0 or taken <= most else left_out).append(test)
    return Choice(tuple(sorted(run)), tuple(sorted(left_out)))


def changed_files(folder: Path) -> tuple[str, set[str]]:
    """Return since when files are looked at, in words, and which have changed since.

    On a branch that is since it left main; on main it is what no commit has, or the last commit. BASE
    names another commit.
    """

    def git(*words: str) -> str:
        ran = subprocess.run(
            ["git", *words], cwd=folder, check=True, capture_output=True, text=True
        )
        return ran.stdout.strip()

    new = set(git("ls-files", "--others", "--exclude-standard").splitlines())
    has_main = git("branch", "--list", "main") != ""
    base = os.environ.get("BASE") or (git("merge-base", "HEAD", "main") if has_main else "HEAD")
    changed = new.union(git("diff", "--name-only", "--no-renames", base).splitlines())
    if not changed:
        base = git("rev-parse", "HEAD~1")
        changed = set(git("diff", "--name-only", "--no-renames", base).splitlines())
    return git("show", "--no-patch", "--format=%h, “%s”", base), changed


def seconds_noted(folder: Path) -> dict[str, float]:
    """Return how long each file of tests took when it last ran here, in seconds."""
    try:
        noted = (folder / ".pytest_cache" / "v" / "quick" / "seconds").read_text(encoding="utf-8")
    except OSError:
        return {}
    return {str(file): float(seconds) for file, seconds in json.loads(noted).items()}


def summary(choice: Choice, since: str, changed: int) -> Iterator[str]:
    """Yield in words what is run, and what is not."""
    yield f"Since {since}, {counted(changed, 'file has', 'files have')} changed."
    run = counted(
        len(choice.run),
        "file of tests that this touches is",
        "files of tests that this touches are",
    )
    yield f"{run} run, beside {' and '.join(ALWAYS)}."
    if choice.left_out:
        folders = Counter(str(PurePosixPath(each).parent) for each in choice.left_out)
        where = ", ".join(f"{each} {number}" for each, number in sorted(folders.items()))
        yield f"{len(choice.left_out)} more are touched, and left to make check: {where}."


def counted(number: int, one: str, many: str) -> str:
    """Return a number with the words for it."""
    return f"{number} {one if number == 1 else many}"


def main() -> None:
    """Print the tests to run, a line each; say on standard error what is run and what is not."""
    folder = Path.cwd()
    since, changed = changed_files(folder)
    choice = chosen(Project(folder).touched(changed), seconds_noted(folder), SECONDS)
    print(*choice.run, *(each for each in ALWAYS if each not in choice.run), sep="\n")
    print(*summary(choice, since, len(changed)), sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()
