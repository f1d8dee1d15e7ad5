"""What exists, for whoever names it: code, settings, commands, pages and files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
from flask import Flask

from config import PROJECT_FOLDER, Settings
from trainee_tracker import create_app

PACKAGE = PROJECT_FOLDER / "trainee_tracker"
TEXTUAL = {".py", ".html", ".txt", ".css", ".js", ".toml", ".csv", ".mako"}
A_SETTING = re.compile(r"[A-Z][A-Z_]+")
READS_A_SETTING = {"given.get", "environment.get", "os.environ.get", "_whole_number", "_one_of"}
TRANSLATED = {"_", "_l", "gettext", "lazy_gettext", "ngettext"}
IN_A_TEMPLATE = re.compile(
    r"\b(?:_|ngettext)\(\s*\"((?:[^\"\\]|\\.)*)\"(?:,\s*\"((?:[^\"\\]|\\.)*)\")?"
)


@cache
def application() -> Flask:
    """Return the application, on a database that nobody opens."""
    return create_app(
        Settings.from_environment(
            {"TRAINEE_TRACKER_PROFILE": "test", "DATABASE_URL": "sqlite:///:memory:"}
        )
    )


@cache
def source_files() -> list[Path]:
    """Return our own files of text, but for the documentation and its tests."""
    folders = ("trainee_tracker", "templates", "migrations", "tests")
    found = [path for folder in folders for path in (PROJECT_FOLDER / folder).rglob("*")]
    ours = [
        path
        for path in found
        if path.suffix in TEXTUAL and PROJECT_FOLDER / "tests" / "docs" not in path.parents
    ]
    scripts = [path for path in (PROJECT_FOLDER / ".ci").iterdir() if path.is_file()]
    single = [PROJECT_FOLDER / name for name in ("Makefile", "config.py", "pyproject.toml")]
    return [*ours, *scripts, *single]


@cache
def source() -> str:
    """Return the text of all our files."""
    return "\n".join(path.read_text(encoding="utf-8") for path in source_files())


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the syntax tree of every module of the application."""
    paths = [*PACKAGE.rglob("*.py"), PROJECT_FOLDER / "config.py"]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}


@cache
def names() -> frozenset[str]:
    """Return every name of a module or a class, as `name` and as `Class.name`."""
    found: set[str] = set()
    for tree in trees().values():
        found |= set(_defined(tree))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{name}" for name in _defined(node)}
    return frozenset(found)


def _defined(parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name))


@cache
def tests() -> frozenset[str]:
    """Return every test as `path::name`."""
    return frozenset(
        f"{path.relative_to(PROJECT_FOLDER).as_posix()}::{node.name}"
        for path in (PROJECT_FOLDER / "tests").rglob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@cache
def settings() -> frozenset[str]:
    """Return the names of the settings that a process reads from its environment."""
    modules = (PROJECT_FOLDER / "config.py", PACKAGE / "serving.py")
    return frozenset(
        argument.value
        for module in modules
        for node in ast.walk(trees()[module])
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READS_A_SETTING
        for argument in node.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and A_SETTING.fullmatch(argument.value)
    )


@cache
def make_targets() -> frozenset[str]:
    """Return what `make` can make."""
    makefile = (PROJECT_FOLDER / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


@cache
def make_variables() -> frozenset[str]:
    """Return what can be set on the command line of `make`: what its comments name so."""
    makefile = (PROJECT_FOLDER / "Makefile").read_text(encoding="utf-8")
    comments = re.findall(r"#.*", makefile)
    return frozenset(re.findall(r"\b([A-Z]+)=", "\n".join(comments)))


def flask_fault(words: list[str]) -> str | None:
    """Return what is wrong with a `flask` command, given the words after `flask`, or None."""
    command: click.Command = application().cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.commands.get(words[0])
        if found is None:
            return f"flask has no command {words[0]!r}"
        command, words = found, words[1:]
    options = {option for parameter in command.params for option in parameter.opts}
    unknown = [word for word in words if word.startswith("-") and word not in options]
    return f"flask {command.name} has no option {unknown[0]}" if unknown else None


def make_fault(words: list[str]) -> str | None:
    """Return what is wrong with a `make` command, given the words after `make`, or None."""
    for word in words:
        name, equals, _value = word.partition("=")
        if name not in (make_variables() if equals else make_targets()):
            return f"make knows no {name!r}"
    return None


@cache
def urls() -> frozenset[str]:
    """Return the address of every page, with its parts as `<name>`."""
    rules = application().url_map.iter_rules()
    return frozenset(re.sub(r"<\w+:", "<", rule.rule) for rule in rules)


def is_file(name: str) -> bool:
    """Return whether a file or folder of this name is ours, or is made on each machine."""
    made_here = (PROJECT_FOLDER / ".gitignore").read_text(encoding="utf-8").split()
    if name.split("/")[0].rstrip("/") in {entry.rstrip("/") for entry in made_here}:
        return True
    if (PROJECT_FOLDER / name).exists() or (PACKAGE / name).exists():
        return True
    return "/" not in name and any(path.name == name for path in source_files())


@cache
def texts() -> tuple[str, ...]:
    """Return every text of a page that passes through gettext."""
    found: list[str] = []
    for path in (PROJECT_FOLDER / "templates").rglob("*.html"):
        for both in IN_A_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found.extend(filter(None, both))
    for tree in trees().values():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in TRANSLATED
            ):
                found.extend(
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                )
    return tuple(found)
