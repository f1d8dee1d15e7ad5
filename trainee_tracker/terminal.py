"""What commands print: messages, in the language of the installation."""

from __future__ import annotations

import click

from trainee_tracker.messages import Message
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import speak


def tell(message: Message | str) -> None:
    """Print a message on a line of its own.

    It may quote what somebody altered, which need not be text that can be written.
    """
    click.echo(speak(message).encode("utf-8", "backslashreplace").decode())


def failed(why: Message | str | Refused) -> click.ClickException:
    """Return what ends a command with a message and the status 1."""
    return click.ClickException(speak(why.message if isinstance(why, Refused) else why))
