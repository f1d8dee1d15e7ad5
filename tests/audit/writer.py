"""One of many writers: a process of its own that writes, takes back, and may be killed any moment.

    python -m tests.audit.writer DATABASE_URL SEED ACTS FILE

Each act adds a site or tells of something, in one stream or in two; every seventh is taken back.
The name of a site is written into FILE once its act is committed.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from sqlalchemy import select

from config import Settings
from tests.cast import NOW
from trainee_tracker import create_app
from trainee_tracker.audit.actions import record, rely
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Organisation
from trainee_tracker.people.organisations.actions import add_site


def main(url: str, seed: int, acts: int, file: Path) -> None:
    """Write `acts` acts to random streams."""
    chance = random.Random(seed)
    app = create_app(
        Settings.from_environment({"TRAINEE_TRACKER_PROFILE": "test", "DATABASE_URL": url})
    )
    with app.app_context(), file.open("a", buffering=1, encoding="utf-8") as done:
        organisations = list(db.session.scalars(select(Organisation.id)))
        cohorts = list(db.session.scalars(select(Cohort.stream_id)))
        for number in range(acts):
            where = db.session.get_one(Organisation, chance.choice(organisations))
            name = f"{seed}-{number}"
            add_site(where, name, actor=None, at=NOW)
            if number % 3 == 0:
                record(
                    "tests.told",
                    stream_id=chance.choice(cohorts),
                    actor_id=None,
                    at=NOW,
                    subject_table="sites",
                    subject_id=None,
                )
            if number % 5 == 0:
                rely(chance.sample(cohorts, 1), lambda: None)
            if number % 7 == 6:
                db.session.rollback()
                continue
            db.session.commit()
            done.write(f"{name}\n")
            db.session.remove()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
