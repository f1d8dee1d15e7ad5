"""Which tests are on a database, and which are pure and need to run only once.

It follows from what a test uses. Where a database is asked for by name, in the file of the test or of
one of its fixtures, the test is on a database: the fixtures `app` and `cast`, and all that is built on
them, ask for it in `tests/conftest.py`. Every other test is pure.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests import databases


def is_on_database(item: pytest.Item) -> bool:
    """Return whether a test, or a fixture that it gets, stands in a file that asks for a database."""
    return any(asks_for_database(each) for each in files_of(item))


def files_of(item: pytest.Item) -> Iterator[dict[str, Any]]:
    """Yield the names of the file of a test, and of those of its fixtures."""
    if isinstance(item, pytest.Function):
        yield vars(item.module)
        for fixtures in item._fixtureinfo.name2fixturedefs.values():
            for fixture in fixtures:
                yield getattr(inspect.unwrap(fixture.func), "__globals__", {})


def asks_for_database(names: dict[str, Any]) -> bool:
    """Return whether one of the names of a file comes from `tests/databases.py`."""
    return any(
        each is databases
        or (
            not isinstance(each, ModuleType)
            and getattr(each, "__module__", "") == databases.__name__
        )
        for each in names.values()
    )


def is_property(item: pytest.Item) -> bool:
    """Return whether a test tries examples that hypothesis makes up."""
    return bool(getattr(getattr(item, "obj", None), "is_hypothesis_test", False))
