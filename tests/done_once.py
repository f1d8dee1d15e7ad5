"""What many tests begin with: done through the actions once for each worker, then put back.

To bring a trainee of the cast as far as an award takes some 60 acts and a drawn certificate, about a
second each time. The first test that asks for it has it done; for the next ones the database is given
the rows that this left. Only a database in which nothing was written yet is given them: where a test
has written something before, everything is done again, on top of it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.cast import Cast
from tests.databases import Template
from trainee_tracker import clock
from trainee_tracker.extensions import Base, db

READING = ("SELECT", "WITH", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET")
"""How a statement begins that writes no row."""

Words = ParamSpec("Words")
Made = TypeVar("Made")


class PreparedDatabase:
    """The database of the running test, and what was done in it before anything else was written."""

    def __init__(self) -> None:
        """Begin without a test: whatever is asked for is done."""
        self._template: Template | None = None
        self._kept: dict[tuple[str, ...], tuple[str, Any]] = {}
        self.acts: tuple[str, ...] | None = None

    def begin(self, template: Template) -> None:
        """Begin a test, on the database as its template was built."""
        if template is not self._template:
            self._template, self._kept = template, {}
        self.acts = ()

    def end(self) -> None:
        """End a test."""
        self.acts = None

    def bring(self, act: str, do: Callable[[], Made]) -> Made:
        """Return what `do` returns, a row or nothing, once everything it does is in the database."""
        before, template = self.acts, self._template
        if before is None or template is None or has_unsent_rows():
            return do()
        # Nothing was written: this only lets go of what was read.
        db.session.commit()
        after = (*before, act)
        if after in self._kept:
            name, identity = self._kept[after]
            template.put_back(name)
            made: Any = db.session.get_one(*identity) if identity else None
        else:
            made = do()
            db.session.commit()
            name = f"kept_{len(self._kept)}"
            template.keep(name)
            self._kept[after] = (name, identity_of(made))
        self.acts = after
        return made  # type: ignore[no-any-return]


PREPARED = PreparedDatabase()


@event.listens_for(Engine, "before_cursor_execute")
def notice_writing(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    """Note that the running test's database holds what nobody kept."""
    if PREPARED.acts is not None and not statement.lstrip().startswith(READING):
        PREPARED.end()


def done_once(
    act: Callable[Concatenate[Cast, Words], Made],
) -> Callable[Concatenate[Cast, Words], Made]:
    """Have an act of tests done once for each worker, and its rows put back for the tests after.

    The act may leave rows, and nothing but rows. It is known by its name, by what it is given beside
    the cast, and by the hour of the test.
    """

    @functools.wraps(act)
    def brought(cast: Cast, /, *given: Words.args, **named: Words.kwargs) -> Made:
        words = [*map(word_for, given), *(f"{key}={word_for(named[key])}" for key in sorted(named))]
        # The clock of a test goes on from noon.
        name = f"{act.__module__}.{act.__qualname__}({', '.join(words)}) at {clock.now():%F %H}"
        return PREPARED.bring(name, lambda: act(cast, *given, **named))

    return brought


def word_for(given: object) -> str:
    """Return a word that tells one thing given to an act from another."""
    return repr(identity_of(given)) if isinstance(given, Base) else repr(given)


def identity_of(row: Any) -> tuple[type, Any] | None:
    """Return the class and the key by which a row is found again, or None for nothing."""
    return None if row is None else (type(row), sqlalchemy.inspect(row).identity)


def has_unsent_rows() -> bool:
    """Return whether the session holds what was never sent to the database."""
    return bool(db.session.new or db.session.dirty or db.session.deleted)
