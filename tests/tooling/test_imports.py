"""A name is imported from the file that makes it, so that there is one place to look for it.

That nothing imports in a circle is held by a contract of import-linter, in `pyproject.toml`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config import PROJECT_FOLDER

FOLDERS = ("trainee_tracker", "tests", "benchmarks", "migrations")

BEING_MOVED = {"trainee_tracker/certificates/views.py"}
"""Files that import another at their end, until that has a place of its own."""


@cache
def modules() -> dict[str, Path]:
    """Return the file of each of our modules, by its full name."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((PROJECT_FOLDER / folder).rglob("*.py")):
            parts = path.relative_to(PROJECT_FOLDER).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> dict[str, tuple[str, str]]:
    """Return name -> (module it comes from, what it is called there) of what a file imports."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@cache
def made(path: Path) -> frozenset[str]:
    """Return the names that a file makes itself, at its top level."""
    names: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names.update(each.id for each in ast.walk(node) if isinstance(each, ast.Name))
    return frozenset(names)


def names_used(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (module, name) for everything that a file takes from one of our modules."""
    known = imported(path)
    yield from known.values()
    for node in ast.walk(tree_of(path)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and isinstance(node.value, ast.Name)
            and node.value.id in known
        ):
            package, name = known[node.value.id]
            yield f"{package}.{name}", node.attr


def passed_on(path: Path) -> Iterator[str]:
    """Yield what a file takes from a module that only imported it."""
    for module, name in names_used(path):
        there = modules().get(module)
        if there is None or f"{module}.{name}" in modules() or name in made(there):
            continue
        if name in imported(there):
            yield f"{path.relative_to(PROJECT_FOLDER)}: {module}.{name}"


def test_a_name_comes_from_where_it_is_made() -> None:
    assert sorted({each for path in modules().values() for each in passed_on(path)}) == []


def test_no_module_lists_what_it_passes_on() -> None:
    listing = [
        str(path.relative_to(PROJECT_FOLDER))
        for path in modules().values()
        for node in tree_of(path).body
        if isinstance(node, ast.Assign)
        and any(isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets)
    ]
    assert listing == []


def test_nothing_is_imported_under_its_own_name() -> None:
    again = [
        f"{path.relative_to(PROJECT_FOLDER)}: {alias.name}"
        for path in modules().values()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    ]
    assert again == []


def test_no_import_asks_a_linter_for_leave() -> None:
    found = {
        str(path.relative_to(PROJECT_FOLDER))
        for path in modules().values()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("from ", "import ")) and "# noqa" in line
    }
    assert found == BEING_MOVED
