"""Sessions that somebody else saw: a phrase of its own for each way, so that nothing is inflected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from trainee_tracker.accreditation.vocabulary import OBSERVED
from trainee_tracker.accreditation.words import one_of
from trainee_tracker.messages import Message, say, say_again, say_many

_ONE: Final[Mapping[str, Message]] = {
    "live": say("a session seen live"),
    "recorded": say("a session seen on a recording"),
    "reported": say("a session only reported"),
}
_SEVERAL: Final[Mapping[str, Message]] = {
    "live": say_many("{n} session seen live", "{n} sessions seen live", n=0),
    "recorded": say_many(
        "{n} session seen on a recording", "{n} sessions seen on a recording", n=0
    ),
    "reported": say_many("{n} session only reported", "{n} sessions only reported", n=0),
}
_MORE: Final[Mapping[str, Message]] = {
    "live": say_many("{n} more session seen live", "{n} more sessions seen live", n=0),
    "recorded": say_many(
        "{n} more session seen on a recording", "{n} more sessions seen on a recording", n=0
    ),
    "reported": say_many("{n} more session only reported", "{n} more sessions only reported", n=0),
}


def a_session_seen(ways: Sequence[str]) -> Message:
    """Return one session that was observed in any of these ways."""
    if len(ways) == 1:
        return _ONE[ways[0]]
    return say("a session in one of these ways: {ways}", ways=one_of(OBSERVED, ways))


def sessions_seen(count: int, ways: Sequence[str]) -> Message:
    """Return so many sessions that were observed in any of these ways."""
    if len(ways) == 1:
        return say_again(_SEVERAL[ways[0]], n=count)
    return say_many(
        "{n} session in one of these ways: {ways}",
        "{n} sessions, each in one of these ways: {ways}",
        n=count,
        ways=one_of(OBSERVED, ways),
    )


def more_sessions_seen(count: int, ways: Sequence[str]) -> Message:
    """Return how many such sessions are still missing."""
    if len(ways) == 1:
        return say_again(_MORE[ways[0]], n=count)
    return say_many(
        "{n} more session in one of these ways: {ways}",
        "{n} more sessions, each in one of these ways: {ways}",
        n=count,
        ways=one_of(OBSERVED, ways),
    )
