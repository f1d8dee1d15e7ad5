"""The rooms of the house: in which order they stand, and which imports which.

The picture in `docs/architecture.md` is made of this:

    .venv/bin/python -m tests.docs.house
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from graphlib import TopologicalSorter

from grimp import build_graph

from config import PROJECT_FOLDER

PACKAGE = "trainee_tracker"
DOWNWARDS = "Rooms import downwards only"


@cache
def layers() -> tuple[tuple[str, ...], ...]:
    """Return the rooms from top to bottom as the contract of import-linter has them, by layer."""
    project = tomllib.loads((PROJECT_FOLDER / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    lines = next(each["layers"] for each in contracts if each["name"] == DOWNWARDS)
    rooms = {path.parent.name for path in (PROJECT_FOLDER / PACKAGE).glob("*/__init__.py")}
    found = [tuple(name for name in re.split(r" [|:] ", line) if name in rooms) for line in lines]
    return tuple(layer for layer in found if layer)


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return for each room, from top to bottom, the rooms that one of its files imports."""
    graph = build_graph(PACKAGE, exclude_type_checking_imports=True, cache_dir=None)
    found: dict[str, set[str]] = {room: set() for layer in layers() for room in layer}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            here, there = _room(module), _room(imported)
            if here in found and there in found and here != there:
                found[here].add(there)
    return {room: frozenset(below) for room, below in found.items()}


def _room(module: str) -> str:
    """Return the room, or the single file, that a module belongs to."""
    return [*module.split("."), ""][1]


def arrows(direct: dict[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Return for each room the rooms below it that no longer way of imports leads to.

    Whatever else a room imports can be reached along these, so that a picture of them is complete
    and can still be read.
    """
    order = {room: place for place, room in enumerate(direct)}
    reached: dict[str, frozenset[str]] = {}
    for room in TopologicalSorter(direct).static_order():
        reached[room] = direct[room].union(*(reached[each] for each in direct[room]))
    return {
        room: tuple(
            each
            for each in sorted(below, key=order.__getitem__)
            if not any(each in reached[other] for other in below)
        )
        for room, below in direct.items()
    }


def picture() -> str:
    """Return the rooms and their imports as a flow chart of mermaid, a line for each room."""
    lines = [
        f"    {room} --> {' & '.join(below)}" if below else f"    {room}"
        for room, below in arrows(imports()).items()
    ]
    return "\n".join(["flowchart TD", *lines, ""])


def places() -> dict[str, int]:
    """Return how far down each room stands, counted from the top."""
    return {room: place for place, layer in enumerate(layers()) for room in layer}


if __name__ == "__main__":
    print(picture(), end="")
