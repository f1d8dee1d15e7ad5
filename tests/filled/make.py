"""Makes the kept database of the newest migration: `.venv/bin/python -m tests.filled.make`.

Instants and chance are fixed, so that making it again changes what the code changed and no more.
Certificates are lines of text instead of papers, which would be two thirds of the file and differ
with the fonts of each machine.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from unittest import mock

import flask_migrate
import time_machine
from alembic.migration import MigrationContext

from config import PROJECT_FOLDER
from tests import cast
from tests.conftest import settings_for
from tests.filled import rows, story
from trainee_tracker import create_app
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.extensions import db


def newest_file() -> Path:
    """Return where the rows of the newest migration are kept, under the number of that migration."""
    newest = max(PROJECT_FOLDER.glob("migrations/versions/*.py"))
    return rows.FOLDER / f"{newest.name.partition('_')[0]}.jsonl"


def written() -> str:
    """Return the rows that the story writes into a new SQLite database."""
    chance = random.Random(1)
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(cast.BEGAN, tick=False),
        # All that is random comes from one of these two.
        mock.patch("os.urandom", chance.randbytes),
        mock.patch.object(random, "_urandom", chance.randbytes),
        mock.patch("trainee_tracker.certificates.paper.pdf.render", a_line_of_text),
    ):
        app = create_app(settings_for(f"sqlite:///{folder}/filled.sqlite3", Path(folder)))
        with app.app_context():
            flask_migrate.upgrade()
            story.tell(app)
            with db.engine.connect() as connection:
                revision = MigrationContext.configure(connection).get_current_revision()
                lines = list(rows.lines_of(connection, str(revision)))
            db.session.remove()
            db.engine.dispose()
    return "\n".join([*lines, ""])


def a_line_of_text(facts: CertificateFacts) -> bytes:
    """Return what stands in the place of a certificate's paper."""
    return f"%PDF-1.7\n% In the place of the paper {facts.serial}.\n".encode()


def main() -> None:
    """Write the file and say how large it is."""
    file = newest_file()
    file.write_text(written(), encoding="utf-8")
    print(f"{os.path.relpath(file)}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
