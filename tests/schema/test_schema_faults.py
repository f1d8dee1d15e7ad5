"""A database that is built otherwise than the models say is told part by part, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import BatchOperations, Operations
from flask import Flask
from sqlalchemy.engine import Connection

from tests.conftest import settings_for
from tests.databases import empty_database, uses_postgresql
from trainee_tracker import create_app
from trainee_tracker.audit.guards import faults_of_structure
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message
from trainee_tracker.schema.queries import KEPT, MOST_KEPT, schema_faults, schema_of_database


def told(faults: Iterable[Message]) -> list[str]:
    """Return faults as they read in English."""
    return [str(each) for each in faults]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on an empty database as the migrations leave it."""
    with empty_database("schema") as url:
        app = create_app(settings_for(url, tmp_path_factory.mktemp("outbox")))
        with app.app_context():
            flask_migrate.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def connection(migrated: Flask) -> Iterator[Connection]:
    """A connection on which nothing that a test does is kept."""
    with db.engine.connect() as made:
        # Alembic commits by itself on a connection that has not begun.
        transaction = made.begin()
        yield made
        transaction.rollback()


def altered(connection: Connection, table: str, alter: Callable[[BatchOperations], None]) -> None:
    """Alter a table as a migration does: on SQLite it is made anew and its rows are copied."""
    with Operations(MigrationContext.configure(connection)).batch_alter_table(table) as batch:
        alter(batch)


def test_what_the_migrations_leave_is_as_the_models_say(connection: Connection) -> None:
    assert told(faults_of_structure(connection)) == []


@pytest.mark.parametrize(
    ("table", "alter", "sentence"),
    [
        (
            "organisation_states",
            lambda batch: batch.drop_column("issuer_line"),
            (
                "The column issuer_line of organisation_states is missing; it should be: VARCHAR(200),"
                " never empty."
            ),
        ),
        (
            "organisation_states",
            lambda batch: batch.alter_column("issuer_line", nullable=True),
            (
                "The column issuer_line of organisation_states should be: VARCHAR(200), never"
                " empty. It is: VARCHAR(200)."
            ),
        ),
        (
            "organisation_states",
            lambda batch: batch.alter_column("issuer_line", type_=sa.String(20)),
            (
                "The column issuer_line of organisation_states should be: VARCHAR(200), never"
                " empty. It is: VARCHAR(20), never empty."
            ),
        ),
        (
            "sites",
            lambda batch: batch.add_column(sa.Column("floor", sa.Integer(), nullable=True)),
            "The column floor of sites is none of ours; it is: INTEGER.",
        ),
        (
            "signatures",
            lambda batch: batch.drop_constraint("uq_signatures_request_id", type_="unique"),
            (
                "The constraint uq_signatures_request_id, which keeps rows of signatures from being"
                " written twice, is missing; it should be over: request_id."
            ),
        ),
        (
            "sites",
            lambda batch: batch.create_unique_constraint("uq_sites_name", ["name"]),
            (
                "The constraint uq_sites_name of sites is none of ours; it refuses rows that have the"
                " same: name."
            ),
        ),
        (
            "enrolments",
            lambda batch: batch.drop_constraint("fk_enrolments_cohort_id", type_="foreignkey"),
            (
                "The foreign key fk_enrolments_cohort_id of enrolments is missing; it should be:"
                " cohort_id to cohorts (id)."
            ),
        ),
        (
            "version_moves",
            lambda batch: batch.drop_constraint("ck_version_moves_goes_somewhere", type_="check"),
            (
                "The check ck_version_moves_goes_somewhere of version_moves is missing; it should ask"
                " for: from_version_id <> to_version_id."
            ),
        ),
        (
            "sites",
            lambda batch: batch.create_check_constraint("ck_sites_named", sa.text("name <> ''")),
            "The check ck_sites_named of sites is none of ours; it asks for: name <> ''.",
        ),
        (
            "accounts",
            lambda batch: batch.drop_index("ix_accounts_email"),
            "The index ix_accounts_email of accounts is missing; it should be: over email.",
        ),
    ],
)
def test_what_a_migration_did_otherwise_is_named(
    table: str, alter: Callable[[BatchOperations], None], sentence: str, connection: Connection
) -> None:
    altered(connection, table, alter)
    assert told(schema_faults(connection)) == [sentence]


def test_a_unique_index_for_other_rows_is_named(connection: Connection) -> None:
    connection.execute(sa.text("DROP INDEX uq_accounts_email_of_joined"))
    connection.execute(
        sa.text("CREATE UNIQUE INDEX uq_accounts_email_of_joined ON accounts (email)")
    )
    assert told(schema_faults(connection)) == [
        (
            "The index uq_accounts_email_of_joined of accounts should be: unique over email, of rows"
            " with password_hash is not null. It is: unique over email."
        )
    ]


def test_a_check_that_asks_for_less_is_named(connection: Connection) -> None:
    def alter(batch: BatchOperations) -> None:
        batch.drop_constraint("ck_logged_sessions_plausible_length", type_="check")
        batch.create_check_constraint(
            "ck_logged_sessions_plausible_length", sa.text("minutes >= 0 AND minutes <= 7200")
        )

    altered(connection, "logged_sessions", alter)
    assert told(schema_faults(connection)) == [
        (
            "The check ck_logged_sessions_plausible_length of logged_sessions should ask for:"
            " minutes >= 0 and minutes <= 720. It asks for: minutes >= 0 and minutes <= 7200."
        )
    ]


def test_a_table_that_is_missing_is_one_sentence(connection: Connection) -> None:
    connection.execute(sa.text("DROP TABLE password_failures"))
    assert told(schema_faults(connection)) == ["The table password_failures is missing."]


def test_what_somebody_added_for_their_own_use_is_left_alone(connection: Connection) -> None:
    connection.execute(sa.text("CREATE TABLE notes_of_ours (id integer PRIMARY KEY, what text)"))
    connection.execute(sa.text("CREATE INDEX ix_of_ours ON sites (recorded_at)"))
    assert told(faults_of_structure(connection)) == []


def test_a_migration_that_makes_a_ledger_anew_and_forgets_its_triggers_is_named(
    connection: Connection,
) -> None:
    """Alembic's batch mode makes a table anew on SQLite, and the triggers go with the old one."""

    def alter(batch: BatchOperations) -> None:
        batch.alter_column("name", type_=sa.String(300))

    altered(connection, "sites", alter)
    gone = [each for each in told(faults_of_structure(connection)) if "trigger" in each]
    if uses_postgresql():
        assert gone == []
    else:
        assert gone == [
            f"The trigger sites_no_{verb}, which keeps rows from being changed, was taken away or"
            " altered."
            for verb in ("update", "delete", "replace")
        ]


def test_on_postgresql_functions_and_numbering_are_compared(connection: Connection) -> None:
    if not uses_postgresql():
        # SQLite has no functions, and numbers every row by itself.
        assert told(faults_of_structure(connection)) == []
        return
    connection.execute(
        sa.text(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NEW; END $$"
        )
    )
    connection.execute(sa.text("ALTER TABLE sites ALTER COLUMN id DROP DEFAULT"))
    assert told(faults_of_structure(connection)) == [
        (
            "The column id of sites should be: INTEGER, never empty, numbered by the database. It is:"
            " INTEGER, never empty."
        ),
        "The function refuse_change, which keeps rows from being changed, was altered.",
    ]


def test_what_was_read_is_kept_for_a_few_databases_and_not_for_ever(connection: Connection) -> None:
    """A process that opens one database after the other would otherwise fill its memory."""
    assert schema_of_database(connection), "whatever was kept before"
    KEPT.clear()
    for number in range(MOST_KEPT + 1):
        with sa.create_engine("sqlite://").connect() as other:
            other.execute(sa.text(f"CREATE TABLE only_{number} (id INTEGER PRIMARY KEY)"))
            once = schema_of_database(other)
            assert schema_of_database(other) is once
            assert [part.name for part in once if part.name == f"only_{number}"]
        assert len(KEPT) == (number + 1 if number < MOST_KEPT else 1)
