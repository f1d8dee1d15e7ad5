"""A message that is stored is the same message when it is read."""

import json
from datetime import UTC, date, datetime

import pytest

from trainee_tracker.kept_messages import message_from_plain, to_plain_message
from trainee_tracker.messages import (
    AnyOf,
    Message,
    Minutes,
    Month,
    Own,
    Percent,
    Verbatim,
    names,
    say,
    say_many,
    say_of,
)

MESSAGES = [
    say("Waiting for sign-off."),
    say_of("an act", "Sign"),
    say_many("{n} session", "{n} sessions", n=1),
    say_many("{n} session of {name}", "{n} sessions of {name}", n=12, name=Own("Practice")),
    say(
        "{month} had {have} of {what}, {share}, on {day} at {at}; ask {people} or {others}: {code}.",
        month=Month(2026, 3),
        have=Minutes(85),
        what=say("Systemic supervision"),
        share=Percent(40),
        day=date(2026, 3, 2),
        at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        people=names(["Ada", "Ben"]),
        others=AnyOf((Own("Cleo"), say("nobody"))),
        code=Verbatim("held_on"),
    ),
]


@pytest.mark.parametrize("message", MESSAGES, ids=str)
def test_a_message_comes_back_as_it_was_stored(message: Message) -> None:
    stored = json.dumps(to_plain_message(message))

    assert message_from_plain(json.loads(stored)) == message


def test_what_a_message_does_not_have_takes_no_room() -> None:
    assert to_plain_message(say("Waiting for sign-off.")) == {"one": "Waiting for sign-off."}


def test_a_value_that_no_message_can_hold_is_not_stored() -> None:
    with pytest.raises(KeyError):
        to_plain_message(say("{share} is done.", share=0.5))  # type: ignore[arg-type]
