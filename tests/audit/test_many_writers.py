"""Many writers at once, some of them killed: nothing is lost, halved or doubled."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from config import PROJECT_FOLDER
from tests.cast import Cast
from tests.how_often import often
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Site

WRITERS, ACTS, KILLED = often((4, 150, 1), thorough=(8, 500, 3))
"""How many write, how many acts each, and how many of them are killed on the way."""


def test_many_writers_leave_streams_without_a_gap_and_lose_nothing(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    url = app.config["SETTINGS"].database_url.render_as_string(hide_password=False)
    db.session.remove()
    db.engine.dispose()
    files = [tmp_path / f"{seed}.txt" for seed in range(WRITERS)]
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.audit.writer", url, str(seed), str(ACTS), str(file)],
            cwd=PROJECT_FOLDER,
            stderr=subprocess.PIPE,
        )
        for seed, file in enumerate(files)
    ]
    for writer, file in zip(writers[:KILLED], files, strict=False):
        # In the middle of its work, wherever that is at the moment.
        while not (file.exists() and file.read_text(encoding="utf-8").count("\n") > 40):
            assert writer.poll() is None, writer.communicate()[1].decode()
            time.sleep(0.02)
        writer.kill()
    for writer in writers:
        said = writer.communicate(timeout=500)[1].decode()
        assert writer.returncode == (-9 if writer in writers[:KILLED] else 0), said
    answered = {name for file in files for name in file.read_text(encoding="utf-8").split()}
    kept = {name for name in db.session.scalars(select(Site.name)) if name[0].isdigit()}
    assert answered <= kept, "What was answered is there."
    assert len(kept - answered) <= KILLED, "At most the act in hand was kept without an answer."
    whole = (WRITERS - KILLED) * (ACTS - ACTS // 7)
    assert len(answered) >= whole + KILLED * 40
    positions: dict[int, list[int]] = defaultdict(list)
    rows = select(AuditEvent.stream_id, AuditEvent.position).order_by(AuditEvent.position)
    for stream_id, position in db.session.execute(rows):
        positions[stream_id].append(position)
    for found in positions.values():
        assert found == list(range(1, len(found) + 1))
    assert list(faults_of_ledger()) == []
