"""The commands of the software, and every sentence that each of them makes."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask

from tests.languages.said import SENTENCES, Said, named, trees
from trainee_tracker.languages import accented

NOT_OURS = {"db"}
"""Groups of commands that another package gives us, with their words."""


def commands(app: Flask) -> dict[str, click.Command]:
    """Return every command of ours by what somebody types after `flask`."""
    return {" ".join(words): each for words, each in _walked(app.cli) if words[0] not in NOT_OURS}


def _walked(
    group: click.Group, so_far: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, each in sorted(group.commands.items()):
        if isinstance(each, click.Group):
            yield from _walked(each, (*so_far, name))
        else:
            yield (*so_far, name), each


def sentences_of(command: click.Command) -> list[Said]:
    """Return the messages that a command makes, itself or through functions of its own file."""
    assert command.callback is not None
    function = inspect.unwrap(command.callback)
    path = Path(inspect.getfile(function))
    functions = {
        node.name: node for node in trees()[path].body if isinstance(node, ast.FunctionDef)
    }
    waiting, followed, found = [function.__name__], set[str](), []
    while waiting:
        name = waiting.pop()
        if name in followed or name not in functions:
            continue
        followed.add(name)
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Call) and named(node) in SENTENCES:
                found.append(Said(path, node))
            elif isinstance(node, ast.Name):
                waiting.append(node.id)
    return found


def is_read(sentence: Said, printed: str) -> bool:
    """Say whether a message, or its plural, stands in what was printed in the accented language."""
    return any(pattern_of(each).search(printed) for each in sentence.sentences)


def pattern_of(sentence: str) -> re.Pattern[str]:
    """Return what finds a sentence in a text of the accented language, whatever its values are."""
    parts = re.split(r"\{[^}]*\}", accented(sentence))
    return re.compile(".+?".join(map(re.escape, parts)), re.DOTALL)
