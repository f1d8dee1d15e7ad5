"""What somebody else does while a request is under way, in a transaction of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context

from flask import Flask

from trainee_tracker.extensions import db


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
