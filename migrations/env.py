"""How Alembic reaches the application's database and models."""

from alembic import context
from flask import current_app

from trainee_tracker.extensions import Base, db


def run_migrations() -> None:
    """Run the migrations on the application's own engine, one transaction for each."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
