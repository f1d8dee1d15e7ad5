"""Pure tests run once, on SQLite; they are told from the others by what they use."""

from __future__ import annotations

import importlib

import pytest

from tests import kinds


def kind_of(item: pytest.Item) -> set[str]:
    """Return which of the two kinds a test is marked with."""
    return {"pure", "database"} & {mark.name for mark in item.iter_markers()}


def test_every_test_is_of_one_kind(request: pytest.FixtureRequest) -> None:
    assert [each.nodeid for each in request.session.items if len(kind_of(each)) != 1] == []


def test_a_test_without_fixtures_is_pure(request: pytest.FixtureRequest) -> None:
    assert kind_of(request.node) == {"pure"}


def test_whoever_gets_the_application_is_on_a_database(request: pytest.FixtureRequest) -> None:
    of_the_application = [
        each
        for each in request.session.items
        if isinstance(each, pytest.Function) and {"app", "cast"} & set(each.fixturenames)
    ]
    assert all(kind_of(each) == {"database"} for each in of_the_application)


def test_a_file_that_asks_for_a_database_by_name_is_known() -> None:
    databases = importlib.import_module("tests.databases")
    assert kinds.asks_for_database({"empty_database": databases.empty_database})
    assert kinds.asks_for_database({"databases": databases})
    assert not kinds.asks_for_database({"kinds": kinds, "pytest": pytest, "number": 1})


def test_a_pure_test_gets_no_database() -> None:
    databases = importlib.import_module("tests.databases")
    with (
        pytest.raises(AssertionError, match="test_a_pure_test_gets_no_database asks for"),
        databases.empty_database("sly"),
    ):
        pass
