"""What somebody else does while a request is under way, in a transaction of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask

from tests.databases import uses_postgresql
from trainee_tracker.audit import actions as audit
from trainee_tracker.audit.turns import take
from trainee_tracker.extensions import db

Race = Callable[[Callable[[], None], Callable[[], object]], None]


def meanwhile(app: Flask, act: Callable[[], object]) -> None:
    """Let `act` happen on another connection and be committed, then go on."""
    raised: list[BaseException] = []

    def in_a_context_of_its_own() -> None:
        with app.app_context():
            try:
                act()
                db.session.commit()
            except BaseException as error:  # handed to the test, which says what went wrong
                raised.append(error)
            finally:
                db.session.remove()

    thread = threading.Thread(target=Context().run, args=(in_a_context_of_its_own,))
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def as_late_as_can_be(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Race:
    """Return what does ours, and theirs as late before it as the database lets two write.

    On SQLite that is before ours writes, whose session has read what it judges by; on PostgreSQL
    when ours has judged and written, just before it takes its turn.
    """

    def race(theirs: Callable[[], None], ours: Callable[[], object]) -> None:
        def take_after_theirs(*args: object, **kwargs: object) -> object:
            monkeypatch.setattr(audit, "take", take)
            meanwhile(app, theirs)
            return take(*args, **kwargs)  # type: ignore[arg-type]

        if uses_postgresql():
            monkeypatch.setattr(audit, "take", take_after_theirs)
        else:
            meanwhile(app, theirs)
        ours()

    return race
