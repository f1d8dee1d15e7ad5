"""The letter that tells somebody what became of a name they asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainee_tracker import mail
from trainee_tracker.messages import say
from trainee_tracker.people.letters import Letter, reader, write

if TYPE_CHECKING:
    from trainee_tracker.people.names.models import NameRequest


def name_decided(asked: NameRequest, *, path: str) -> Letter:
    """Return a letter that quotes neither name nor reason: who reads somebody's mail learns none."""
    return write(
        reader(asked.person),
        say("Your name in Family Care Training"),
        say(
            "the change of your name or registration that you asked for in Family Care Training"
            " has been decided. Sign in to read how you are named now, and why:"
        ),
        mail.public_link(path),
    )
