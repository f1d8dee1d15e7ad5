"""What no linter knows: the house's rules about files, names and ways round a gate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from config import PROJECT_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 400
"""A file that is longer answers for more than one thing."""

LONGEST_LINE = 120
"""A line of a template that is longer holds more than one thing, and hides what was changed in it."""

JOINED_BY_HAND = re.compile(
    r"""join\(", "\)|loop\.last %\}, |_\("(?:and|or)"\)|visually-hidden">[ ,]|~ ", " ~"""
)
"""Words of a template that are put together, so that no translator can put them otherwise."""

SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "services", "manager"}

# Split, so that this file does not find itself.
WAYS_ROUND = re.compile(r"pragma:[ ]no|TO[D]O|FIX[M]E|mark\.(skip|[x]fail)")


ACTS_BY_ITSELF = re.compile(r"except \w*Refused|\.rollback\(\)|session\.commit\(\)")
"""What a view leaves to `attempt`: decision 40."""


def ours(*endings: str) -> list[Path]:
    """Return our files with one of these endings, without what tools or machines leave."""
    folders = ("trainee_tracker", "templates", "migrations", "tests", "benchmarks")
    found = [PROJECT_FOLDER / "config.py"]
    for folder in folders:
        found.extend((PROJECT_FOLDER / folder).rglob("*"))
    return sorted(
        path for path in found if path.suffix in endings and "__pycache__" not in path.parts
    )


def named(paths: list[Path]) -> list[str]:
    """Return the names of files as a failed test shows them."""
    return [str(path.relative_to(PROJECT_FOLDER)) for path in paths]


def test_a_file_answers_for_one_thing() -> None:
    long = [
        path
        for path in ours(".py", ".html", ".js")
        # A migration is written by a tool and never grows.
        if "versions" not in path.parts
        and len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]
    assert named(long) == []


def test_a_line_of_a_template_can_be_read_without_scrolling() -> None:
    long = [
        f"{path.relative_to(PROJECT_FOLDER)}:{number}"
        for path in ours(".html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_a_template_puts_no_sentence_together_from_pieces() -> None:
    found = [path for path in ours(".html") if JOINED_BY_HAND.search(path.read_text("utf-8"))]
    assert named(found) == []


def test_no_file_class_or_function_has_a_name_that_says_nothing() -> None:
    found = [path for path in ours(".py", ".html", ".js") if says_nothing(path.name)]
    assert named(found) == []
    definitions = re.compile(r"^\s*(?:def|class) (\w+)", re.MULTILINE)
    names = {name for path in ours(".py") for name in definitions.findall(path.read_text("utf-8"))}
    assert [name for name in sorted(names) if says_nothing(name)] == []


def says_nothing(name: str) -> bool:
    """Return whether a word of the name could stand on any file."""
    words = re.findall(r"[A-Z]?[a-z]+", name)
    return not SAYS_NOTHING.isdisjoint(word.lower() for word in words)


def test_no_gate_is_gone_round_and_nothing_is_left_for_later() -> None:
    found = [path for path in ours(".py") if WAYS_ROUND.search(path.read_text("utf-8"))]
    assert named(found) == []


def test_a_view_neither_catches_a_refusal_nor_commits_nor_rolls_back() -> None:
    found = [
        path
        for path in ours(".py")
        if path.name == "views.py" and ACTS_BY_ITSELF.search(path.read_text("utf-8"))
    ]
    assert named(found) == []
