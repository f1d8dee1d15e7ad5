"""Faults that `make mutants ARGS=rooms` puts into a file: which there are, and that none stays in it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from benchmarks.faults import Source


def source(tmp_path: Path, text: str) -> Source:
    """Return a file with this text, as it is judged."""
    file = tmp_path / "queries.py"
    file.write_text(text, encoding="utf-8")
    return Source(file)


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("if a == b: c()", {"a != b", "pass"}),
        ("if a: pass", {"if not a:"}),
        ("x = a and not b", {"a", "not b", "b"}),
        ("x = q.where(a == b, c)", {"q.where(c)", "q.where(a == b)", "a != b"}),
        ("x = q.where(c)", {"q"}),
        ("x = (a < 1) & ~c", {"a < 1", "~c", "a <= 1", "2", "c"}),
        ("x = column.in_(a)", {"column.not_in(a)"}),
        ("x = [e for e in a if e.b]", {" for e in a"}),
        ("x = [a < b, c]", {"[c]", "[a < b]", "a <= b"}),
        ("x = b if a else c", {"b", "c"}),
        ("x = attempt(form, act, done=d, confirm=c)", {"attempt(form, act, done=d)"}),
        ("raise NotAllowed(say('No {n}.', n=1))", {"pass"}),
        ("x = q.order_by(a == b).distinct()", {"q.order_by(a == b)"}),
        ("x = q.where(c).limit(1)", {"q"}),
        ("x = q.limit(2)", {"3"}),
        ("x: int | None = None", set()),
    ],
)
def test_what_decides_is_changed_and_nothing_else(
    tmp_path: Path, line: str, faults: set[str]
) -> None:
    found = source(tmp_path, f"def one(a, b, c):\n    {line}\n").faults
    assert {each.became for each in found} == faults


@pytest.mark.parametrize(
    ("returns", "faults"),
    [
        ("bool", {"return True", "return False"}),
        ("list[int]", {"return []"}),
        ("int | None", {"return None"}),
    ],
)
def test_an_answer_is_taken_away(tmp_path: Path, returns: str, faults: set[str]) -> None:
    found = source(tmp_path, f"def one(a) -> {returns}:\n    return a\n").faults
    assert {each.became for each in found} == faults


def test_faults_that_read_alike_are_told_apart(tmp_path: Path) -> None:
    found = source(tmp_path, "def one(a):\n    a()\n    a()\n").faults
    assert len({each.name for each in found}) == 2


def test_a_fault_is_in_the_code_and_afterwards_not_in_the_file(tmp_path: Path) -> None:
    file = source(tmp_path, "def one(a, b):\n    return a == b\n")
    before = ast.dump(file.tree)
    (fault,) = (each for each in file.faults if each.became == "a != b")
    names: dict[str, object] = {}
    exec(file.code_with(fault), names)
    assert callable(names["one"])
    assert names["one"](1, 2) is True
    assert ast.dump(file.tree) == before


def test_every_statement_and_lambda_tells_that_it_is_reached(tmp_path: Path) -> None:
    text = "def one(a):\n    '''Words.'''\n    if a:\n        return 1\n    return lambda: 2\n"
    file = source(tmp_path, text)
    told: list[tuple[int, int]] = []
    names: dict[str, object] = {"reached": lambda where: told.append(where[1])}
    exec(file.code_that_tells(), names)
    assert callable(names["one"])
    assert names["one"](False)() == 2
    assert told == [(3, 4), (5, 4), (5, 11)]


def test_an_answer_that_is_taken_away_leaves_what_the_function_knows_of_the_one_around_it(
    tmp_path: Path,
) -> None:
    text = "def one(a):\n    def two():\n        return a\n    return two\n"
    file = source(tmp_path, text)
    (fault,) = (each for each in file.faults if each.was == "return a")
    names: dict[str, Any] = {}
    exec(file.code_with(fault), names)
    two = names["one"](1)
    assert two() is None
    assert two.__code__.co_freevars == ("a",)
