"""Where the sources make messages: every call of `say`, `say_of` and `say_many`, and what it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from config import PROJECT_FOLDER

SENTENCES = {"say": 1, "say_of": 2, "say_many": 2}
"""The calls that make a message: name -> how many of its arguments are texts."""


@dataclass(frozen=True)
class Said:
    """A message as the sources make it."""

    path: Path
    call: ast.Call

    @property
    def place(self) -> str:
        """Return where it is made, as a failed test shows it."""
        return f"{self.path.relative_to(PROJECT_FOLDER)}:{self.call.lineno}"

    @property
    def maker(self) -> str:
        """Return the name of the function that makes it."""
        return named(self.call)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return its texts, the context among them. Raises AssertionError where one is no literal."""
        found = []
        for each in self.call.args[: SENTENCES[self.maker]]:
            assert isinstance(each, ast.Constant), f"{self.place}: no literal"
            assert isinstance(each.value, str), f"{self.place}: no literal"
            found.append(each.value)
        return tuple(found)

    @property
    def context(self) -> str | None:
        """Return what tells it apart from what English writes alike, or None."""
        return self.texts[0] if self.maker == "say_of" else None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return its sentence, and the plural where there is one."""
        return self.texts[1:] if self.maker == "say_of" else self.texts

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the names of the values that its sentences hold."""
        return placeholders(*self.sentences)


def placeholders(*sentences: str) -> frozenset[str]:
    """Return the names of the values that sentences hold."""
    parts = [part for each in sentences for part in Formatter().parse(each)]
    return frozenset(name for _text, name, _format, _how in parts if name is not None)


def named(call: ast.Call) -> str:
    """Return the last name of what a call calls, "" where it has none."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


@cache
def trees() -> dict[Path, ast.Module]:
    """Return every source of ours, read."""
    paths = sorted((PROJECT_FOLDER / "trainee_tracker").rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call of something with one of these names, and in which file."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and named(node) in names:
                yield path, node


@cache
def said() -> tuple[Said, ...]:
    """Return every message that the sources make."""
    return tuple(Said(path, call) for path, call in calls(*SENTENCES))
