"""A name is imported from the file that makes it, so that there is one place to look for it.

That folders of a room do not import each other in a circle when they run is held by a contract of
import-linter, in `pyproject.toml`; that neither they nor files do, also for their types, here.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from itertools import takewhile
from pathlib import Path

from config import PROJECT_FOLDER

FOLDERS = ("trainee_tracker", "tests", "benchmarks", "migrations")


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
    assert found == set()


@cache
def imports_of_ours() -> frozenset[tuple[str, str]]:
    """Return (file, what it imports) of the program, also where only types need it."""
    ours = {name: path for name, path in modules().items() if name.startswith("trainee_tracker")}
    found = {
        (file, whole if (whole := f"{node.module}.{alias.name}") in ours else node.module or "")
        for file, path in ours.items()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return frozenset((file, other) for file, other in found if other in ours)


def siblings(one: str, other: str) -> tuple[str, str]:
    """Return which two of the files and folders of one folder two files are, or lie in."""
    ours, theirs = one.split("."), other.split(".")
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False))
    shared = len(list(alike))
    return ".".join(ours[: shared + 1]), ".".join(theirs[: shared + 1])


def assert_no_circle(imports: Iterable[tuple[str, str]]) -> None:
    """Raise CycleError, with the files or folders, where some import each other in a circle."""
    graph: dict[str, set[str]] = {}
    for one, other in imports:
        graph.setdefault(one, set()).add(other)
    assert graph
    TopologicalSorter(graph).prepare()


def test_no_file_imports_another_in_a_circle_not_even_for_its_types() -> None:
    assert_no_circle(imports_of_ours())


def test_no_folder_imports_another_in_a_circle_not_even_for_its_types() -> None:
    assert_no_circle(siblings(one, other) for one, other in imports_of_ours())


def test_whatever_file_is_let_in_by_its_name_knows_the_request() -> None:
    project = tomllib.loads((PROJECT_FOLDER / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    contract = next(each for each in contracts if each["type"] == "protected")
    web = set(contract["protected_modules"])
    named = {each for each in contract["allowed_importers"] if "*" not in each}
    # The commands' own folder knows it in its files.
    idle = {each for each in named - {"trainee_tracker.commands"} if not web & known_to(each)}
    assert idle == set()


def known_to(module: str) -> set[str]:
    """Return the packages that one of our files imports anything from."""
    return {
        name.split(".")[0]
        for node in ast.walk(tree_of(modules()[module]))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or node.names[0].name]
    }
