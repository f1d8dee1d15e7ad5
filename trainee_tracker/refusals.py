"""What the rules raise when something may not be done: sentences that a person can read. Pure."""

from __future__ import annotations

from datetime import datetime

from trainee_tracker.messages import Message, say


class Refused(Exception):
    """An act that the rules do not allow.

    `message` is a sentence for the person who tried it, spoken in their language where it is shown;
    `field` names the field of a form beside which it belongs, if any.
    """

    status_code = 409
    """The HTTP status of the page that tells it."""

    field: str | None = None

    def __init__(self, message: Message, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if field is not None:
            self.field = field


class NotAllowed(Refused):
    """The person may not do this."""

    status_code = 403


class Impossible(Refused):
    """The thing is not in a state in which this can be done."""


class Stale(Refused):
    """What the person was shown has changed since; they must look again before they sign."""


class Conflict(Refused):
    """The same client-made id arrived before with another body."""


def sent_before(at: datetime) -> Conflict:
    """Return what is told to who sends, with other answers, a form that was saved at an instant."""
    return Conflict(
        say(
            "This form was sent before with other answers, at {at}, and those were saved. To change"
            " them, open it again.",
            at=at,
        )
    )
