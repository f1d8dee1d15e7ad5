"""The tests' own databases: migrated once, empty for each test, whatever triggers forbid."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.databases import Template, empty_database, fresh_database, template_database


def build(url: str) -> None:
    """Make a table that refuses to forget, as our ledgers do."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('one')"))
        if connection.dialect.name == "sqlite":
            connection.execute(text("CREATE TABLE kept (id integer PRIMARY KEY, what text)"))
            connection.execute(
                text(
                    "CREATE TRIGGER keep BEFORE DELETE ON kept"
                    " BEGIN SELECT RAISE(ABORT, 'kept'); END"
                )
            )
        else:
            connection.execute(text("CREATE TABLE kept (id serial PRIMARY KEY, what text)"))
            connection.execute(
                text(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
                    " AS $$ BEGIN RAISE EXCEPTION 'kept'; END $$"
                )
            )
            connection.execute(
                text(
                    "CREATE TRIGGER keep BEFORE DELETE ON kept"
                    " FOR EACH ROW EXECUTE FUNCTION refuse()"
                )
            )
    engine.dispose()


def build_with_a_row(url: str) -> None:
    """Also leave a row, as the cast does."""
    build(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO kept (what) VALUES ('the cast')"))
    engine.dispose()


def rows_after_adding_one(template: Template) -> list[tuple[int, str]]:
    """Return what a fresh database holds once a row is added to it."""
    engine = create_engine(fresh_database(template))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO kept (what) VALUES ('x')"))
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "one"
        found = connection.execute(text("SELECT id, what FROM kept ORDER BY id"))
        rows = [(number, what) for number, what in found]
    engine.dispose()
    return rows


def test_each_test_begins_with_no_rows_and_counts_from_one() -> None:
    with template_database(build, purpose="tooling") as template:
        for _ in range(3):
            assert rows_after_adding_one(template) == [(1, "x")]


def test_each_test_begins_with_the_rows_of_the_template() -> None:
    with template_database(build_with_a_row, purpose="tooling") as template:
        for _ in range(3):
            assert rows_after_adding_one(template) == [(1, "the cast"), (2, "x")]


def test_triggers_are_still_there_after_renewing() -> None:
    with template_database(build_with_a_row, purpose="tooling") as template:
        rows_after_adding_one(template)
        engine = create_engine(fresh_database(template))
        with engine.connect() as connection, pytest.raises(DBAPIError, match="kept"):
            connection.execute(text("DELETE FROM kept"))
        engine.dispose()


def test_an_empty_database_is_gone_afterwards() -> None:
    for _ in range(2):
        with empty_database("alone") as url:
            engine = create_engine(url)
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE made_anew (id integer)"))
            engine.dispose()
