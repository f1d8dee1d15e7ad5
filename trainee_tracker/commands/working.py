"""The command that does what pages ask for in the background."""

from __future__ import annotations

import click
from flask import current_app

from trainee_tracker.jobs import waking
from trainee_tracker.terminal import in_words


@click.command("work")
@in_words
def work() -> None:
    """Do what pages ask for in the background, such as letters, until told to stop."""
    waking.waker_of(current_app).work()
