"""How Alembic reaches the application's database and models."""

from alembic import context
from alembic.migration import MigrationContext
from flask import current_app

from config import ConfigError
from trainee_tracker.extensions import Base, db
from trainee_tracker.reach import make_database_file


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


def run_migrations() -> None:
    """Run the migrations on the application's own engine, one transaction for each."""
    with db.engine.connect() as connection:
        ensure_known(connection)
        connection.rollback()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


make_file()
run_migrations()
