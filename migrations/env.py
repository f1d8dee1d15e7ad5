"""How Alembic reaches the application's database and models."""

import re
from contextlib import contextmanager

from alembic import context
from alembic.autogenerate import renderers
from alembic.migration import MigrationContext
from alembic.operations import ops
from flask import current_app
from sqlalchemy import ForeignKeyConstraint, text

from config import ConfigError
from trainee_tracker.append_only import append_only_tables
from trainee_tracker.audit.guards import triggers_of
from trainee_tracker.extensions import Base, UtcDateTime, db
from trainee_tracker.reach import make_database_file

LONGEST_NAME = 32
"""Alembic notes in a column of so many characters which migration a database stands at."""


def make_file() -> None:
    """Make the file of a new SQLite database; only an upgrade does, and nothing else anywhere."""
    try:
        leads_somewhere = context.get_revision_argument() is not None
    except KeyError:
        # The commands that only look lead nowhere.
        return
    file = current_app.config["SETTINGS"].database_file
    if leads_somewhere and file is not None:
        make_database_file(file)


def ensure_known(connection) -> None:
    """Raise ConfigError for a database that was made before the first version was released."""
    known = {each.revision for each in context.script.walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if not present <= known:
        raise ConfigError(
            "This database was made by a version of before the first release, and nothing in it can "
            "be brought over. Start with an empty one; the demonstration does so with: make demo-reset"
        )


@contextmanager
def foreign_keys_left_alone(connection):
    """Let SQLite take a table away that others refer to, as making it anew does.

    It heeds this only outside a transaction; `ensure_nothing_is_left_alone` looks before each commit.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def ensure_nothing_is_left_alone(ctx, **step):
    """Raise ConfigError, which undoes the migration, where a row refers to one that is gone."""
    if ctx.dialect.name != "sqlite":
        return
    row = ctx.connection.execute(text("PRAGMA foreign_key_check")).first()
    if row is not None:
        raise ConfigError(
            f"This migration was undone: row {row[1]} of {row[0]} would refer to a row of {row[2]}"
            " that is not there."
        )


class Triggers(ops.MigrateOperation):
    """What a new migration says of a ledger that it makes or alters: its triggers, once more."""

    def __init__(self, table, is_new):
        self.table = table
        self.is_new = is_new


@renderers.dispatch_for(Triggers)
def written_out(autogen_context, told):
    """Return the lines that make the triggers, written out: a migration depends on no code of ours."""
    on_sqlite = triggers_of(told.table, "sqlite")
    if told.is_new:
        return [
            f"on({dialect!r}, {', '.join(map(repr, triggers_of(told.table, dialect).values()))})"
            for dialect in ("sqlite", "postgresql")
        ]
    # SQLite forgets the triggers of a table that is made anew, and one of them lists its unique keys.
    dropped = [f"DROP TRIGGER IF EXISTS {name}" for name in on_sqlite]
    return [f"on('sqlite', {', '.join(map(repr, [*dropped, *on_sqlite.values()]))})"]


def instant(kind, found, autogen_context):
    """Return how a column of instants is written: a migration depends on no code of ours."""
    if kind == "type" and isinstance(found, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def refer_at_once(made):
    """Have a new table made with all its foreign keys.

    The first tables refer to each other in a circle, so some keys of ours say that they are added
    later, and Alembic would leave those out on PostgreSQL. What a new table refers to is there.
    """
    for part in made.columns:
        if isinstance(part, ForeignKeyConstraint):
            part.use_alter = False


def numbered_and_with_triggers(ctx, revision, directives):
    """Have `flask db migrate` number what it makes, and write the triggers of ledgers into it."""
    ledgers = set(append_only_tables())
    number = len(list(context.script.walk_revisions())) + 1
    for script in directives:
        words = re.findall(r"[a-z0-9]+", (script.message or "").lower())
        # A number alone is what databases of before the first release stand at.
        script.rev_id = "_".join([f"{number:04}", *words])[:LONGEST_NAME]
        steps = script.upgrade_ops.ops
        for each in steps:
            if isinstance(each, ops.CreateTableOp):
                refer_at_once(each)
        steps += [
            Triggers(each.table_name, isinstance(each, ops.CreateTableOp))
            for each in steps
            if isinstance(each, ops.CreateTableOp | ops.ModifyTableOps)
            and each.table_name in ledgers
        ]


def run_migrations() -> None:
    """Run the migrations on the application's own engine, one transaction for each."""
    with db.engine.connect() as connection:
        ensure_known(connection)
        connection.rollback()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            on_version_apply=ensure_nothing_is_left_alone,
            process_revision_directives=numbered_and_with_triggers,
            render_item=instant,
            **current_app.extensions["migrate"].configure_args,
        )
        with foreign_keys_left_alone(connection):
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()


make_file()
run_migrations()
