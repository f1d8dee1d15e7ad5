"""What the rules raise when something may not be done: sentences that a person can read. Pure."""

from __future__ import annotations


class Refused(Exception):
    """An act that the rules do not allow; its text is a sentence for the person who tried it."""

    status_code = 409
    """The HTTP status of the page that tells it."""


class NotAllowed(Refused):
    """The person may not do this."""

    status_code = 403


class Impossible(Refused):
    """The thing is not in a state in which this can be done."""


class Stale(Refused):
    """What the person was shown has changed since; they must look again before they sign."""


class Conflict(Refused):
    """The same client-made id arrived before with another body."""
