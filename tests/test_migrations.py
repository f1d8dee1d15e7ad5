"""The migrations build exactly what the models say, triggers included, on the running database."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.conftest import settings_for
from tests.databases import empty_database
from trainee_tracker import create_app
from trainee_tracker.append_only import append_only_tables, trigger_statements
from trainee_tracker.audit.models import FOLLOWS, FOLLOWS_TRIGGER
from trainee_tracker.doctor import refusals
from trainee_tracker.extensions import Base, db


def squeezed(sql: str) -> str:
    """Return SQL without differences of white space."""
    return " ".join(sql.split())


def test_the_migrations_equal_the_models_and_can_be_undone(tmp_path: Path) -> None:
    with empty_database("migrations") as url:
        app = create_app(settings_for(url, tmp_path))
        with app.app_context():
            flask_migrate.upgrade()
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                assert compare_metadata(context, Base.metadata) == []
            flask_migrate.downgrade(revision="base")
            with db.engine.connect() as connection:
                left = set(db.inspect(connection).get_table_names())
            assert left <= {"alembic_version"}
            flask_migrate.upgrade()
            db.session.remove()
            db.engine.dispose()


def test_the_triggers_of_the_migrations_are_those_of_the_models(tmp_path: Path) -> None:
    with empty_database("triggers") as url:
        app = create_app(settings_for(url, tmp_path))
        with app.app_context():
            flask_migrate.upgrade()
            dialect = db.engine.dialect.name
            expected = {
                name: squeezed(sql)
                for table in append_only_tables()
                for name, sql in trigger_statements(table, dialect).items()
            }
            expected[FOLLOWS_TRIGGER] = squeezed(FOLLOWS[dialect])
            if dialect == "sqlite":
                rows = db.session.execute(
                    text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                )
                assert {row.name: squeezed(row.sql) for row in rows} == expected
            else:
                names = db.session.scalars(
                    text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
                )
                assert set(names) == set(expected)
            db.session.remove()
            db.engine.dispose()


def test_the_health_pages_know_the_migration(tmp_path: Path) -> None:
    with empty_database("health") as url:
        app = create_app(settings_for(url, tmp_path))
        client = app.test_client()
        assert client.get("/healthz").json == {"status": "ok"}
        behind = client.get("/readyz")
        assert (behind.status_code, behind.json) == (
            503,
            {"status": "database behind: run flask db upgrade"},
        )
        with app.app_context():
            flask_migrate.upgrade()
            db.session.remove()
            db.engine.dispose()
        assert client.get("/readyz").json == {"status": "ready"}
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_a_database_of_before_the_first_release_is_met_with_a_sentence(tmp_path: Path) -> None:
    with empty_database("older") as url:
        app = create_app(settings_for(url, tmp_path))
        with app.app_context():
            flask_migrate.upgrade()
            db.session.execute(text("UPDATE alembic_version SET version_num = '0002'"))
            db.session.commit()
            db.session.remove()
        met = app.test_cli_runner().invoke(args=["db", "upgrade"])
        assert met.exit_code == 1
        assert "was made by a version of before the first release" in met.output
        assert "make demo-reset" in met.output
        assert "Traceback" not in met.output
        with app.app_context():
            assert any("behind" in each or "before" in each for each in refusals(app))
            db.session.remove()
            db.engine.dispose()
