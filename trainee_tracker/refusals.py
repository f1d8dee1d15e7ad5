"""What the rules raise when something may not be done: sentences that a person can read. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from trainee_tracker.messages import Message, any_of, say, say_again


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


class ForOthers(NotAllowed):
    """Somebody else has to act; who, is asked only once it is refused.

    `named` says the same with the names of those who can, as its value `leads`.
    """

    def __init__(self, message: Message, named: Message) -> None:
        super().__init__(message)
        self._named = named

    def naming(self, leads: Iterable[str]) -> NotAllowed:
        """Return this refusal with the names of those who can act, each once, if there are any."""
        able = tuple(dict.fromkeys(leads))
        return NotAllowed(say_again(self._named, leads=any_of(able))) if able else self


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
