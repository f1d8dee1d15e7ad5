"""What commands print: messages, in the language of the installation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from trainee_tracker.extensions import is_reading
from trainee_tracker.messages import Message, Verbatim, say
from trainee_tracker.reach import OutOfReach, Trouble, trouble
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import speak

P = ParamSpec("P")
R = TypeVar("R")

DOCTOR: Final = Verbatim(".venv/bin/flask doctor")
BUSY: Final = say(
    "Somebody else was writing to the database all the time. Nothing was changed: try again."
)
NOT_WRITTEN: Final = say(
    "The database cannot be written. Nothing was changed. Look for the reason with: {command}",
    command=DOCTOR,
)
NOT_READ: Final = say(
    "The database cannot be read. Look for the reason with: {command}", command=DOCTOR
)


def tell(message: Message) -> None:
    """Print a message on a line of its own."""
    show(speak(message))


def show(text: str = "", *, err: bool = False) -> None:
    """Print what is no sentence on a line of its own: a link, JSON, a row of a table.

    It may quote what somebody altered, which need not be text that can be written.
    """
    click.echo(text.encode("utf-8", "backslashreplace").decode(), err=err)


def failed(why: Message | Refused) -> click.ClickException:
    """Return what ends a command with a message and the status 1."""
    return click.ClickException(speak(why.message if isinstance(why, Refused) else why))


def in_words(command: Callable[P, R]) -> Callable[P, R]:
    """Have a command say in a line why the database did not do what was asked."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except OutOfReach as error:
            raise failed(error.said) from None
        except (DBAPIError, PoolTimeout) as error:
            why = trouble(error, is_reading=is_reading.get())
            if why is None:
                raise
            broken = NOT_READ if is_reading.get() else NOT_WRITTEN
            raise failed(BUSY if why is Trouble.BUSY else broken) from None

    return told
