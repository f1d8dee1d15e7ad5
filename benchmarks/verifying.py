"""What verifying a large ledger costs: microseconds an event and memory, beside the hashing alone.

    .venv/bin/python benchmarks/verifying.py [--events 500000]

Fills a temporary SQLite file with ledger rows and their events, chained as the application chains
them, and lets a process of its own verify it, once a tenth of the size and once all of it. Prints the
processor's time for an event (its row is read and compared too), the most memory that the process
took, and what hashing the same links takes when they are in memory already.
"""

from __future__ import annotations

import argparse
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import flask_migrate
import time_machine
from flask import Flask
from sqlalchemy import insert

from config import PROJECT_FOLDER, Settings
from tests import cast as cast_module
from tests.cast import BEGAN, NOW
from trainee_tracker import create_app
from trainee_tracker.append_only import row_digest
from trainee_tracker.audit import raw_rows
from trainee_tracker.audit.actions import columns_of
from trainee_tracker.audit.models import AuditEvent, Stream
from trainee_tracker.audit.rules import Happening, Head, Verified, chained, link_hash, mark_of
from trainee_tracker.audit.turns import heads_of
from trainee_tracker.audit.verifying import ledger_faults, snapshot
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Organisation, Site

ACT = 1_000
"""How many rows are one act."""


def app_on(file: Path) -> Flask:
    """Return the application on a database file."""
    url = f"sqlite:///{file}"
    return create_app(
        Settings.from_environment({"TRAINEE_TRACKER_PROFILE": "test", "DATABASE_URL": url})
    )


def fill(file: Path, count: int) -> None:
    """Make a database whose ledgers hold about `count` rows, each with its event."""
    app = app_on(file)
    table = Site.__table__
    with app.app_context(), time_machine.travel(BEGAN):
        flask_migrate.upgrade(directory=str(PROJECT_FOLDER / "migrations"))
        cast_module.build()
        organisations = [(each.id, each.stream_id) for each in db.session.query(Organisation)]
        connection = db.session.connection()
        key = connection.get_execution_options()["ledger_keys"][0]
        heads = dict(heads_of(db.session(), [stream for _id, stream in organisations]))
        for first in range(1_000, 1_000 + count, ACT):
            owner, stream = organisations[first // ACT % len(organisations)]
            rows = [
                {
                    "id": number,
                    "organisation_id": owner,
                    "name": f"Site {number}",
                    "stream_id": stream,
                    "recorded_at": NOW,
                    "recorded_by_id": None,
                    "commitments": "{}",
                    "salts": "{}",
                }
                for number in range(first, first + ACT)
            ]
            told = [
                Happening(
                    NOW,
                    None,
                    "sites.written",
                    "sites",
                    row["id"],  # type: ignore[arg-type]
                    secrets.token_hex(16),
                    row_digest(table, row),  # type: ignore[arg-type]
                )
                for row in rows
            ]
            links = list(chained(stream, heads[stream], told, act_id=f"act {first}"))
            end = links[-1]
            heads[stream] = Head(end.position, end.hash, end.happening.at)
            columns = [columns_of(link) for link in links]
            columns[-1]["mark"] = mark_of(key, stream, end.position, end.hash)
            connection.execute(insert(table), rows)
            connection.execute(insert(AuditEvent), columns)
        connection.commit()
        db.session.remove()
        db.engine.dispose()


def verify(file: Path) -> None:
    """Verify a file and print events, microseconds an event and the most memory in MB."""
    with app_on(file).app_context(), snapshot() as connection:
        verified, began = Verified(), time.process_time()
        faults = list(ledger_faults(connection, verified=verified))
        spent = time.process_time() - began
    assert faults == [], faults[:3]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    print(verified.events, spent / verified.events * 1e6, memory)


def hashing_alone(file: Path) -> float:
    """Return the microseconds that hashing a link takes when it is in memory already."""
    with app_on(file).app_context(), snapshot() as connection:
        links = []
        for stream in range(1, db.session.query(Stream).count() + 1):
            for link in raw_rows.links_of(connection, stream):
                links.append(link)
                if len(links) == 50_000:
                    break
        began = time.process_time()
        for link in links:
            link_hash(link)
        return (time.process_time() - began) / len(links) * 1e6


def main() -> None:
    """Fill, verify in processes of their own, and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--events", type=int, default=500_000)
    asked.add_argument("--verify", type=Path)
    given = asked.parse_args()
    if given.verify:
        verify(given.verify)
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = []
        for count in (given.events // 10, given.events):
            file = Path(folder) / f"{count}.sqlite3"
            fill(file, count)
            answer = subprocess.run(
                [sys.executable, __file__, "--verify", str(file)],
                check=True,
                capture_output=True,
                text=True,
            )
            events, micro, memory = map(float, answer.stdout.split())
            figures.append(memory)
            print(f"{events:9,.0f} events: {micro:6.1f} us an event, {memory:5.0f} MB", flush=True)
        print(f"hashing a link alone: {hashing_alone(file):.1f} us")
        print(f"memory at all of it: {figures[1] / figures[0]:.2f} x that at a tenth")


if __name__ == "__main__":
    main()
