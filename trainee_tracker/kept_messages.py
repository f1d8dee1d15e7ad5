"""Messages as plain JSON values and back, for what is stored before a language is chosen. Pure.

A stored standing, or what a job has to say, is read by people of any language, so the message is
kept and not its English.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, cast

from trainee_tracker.messages import (
    All,
    AnyOf,
    Message,
    Minutes,
    Month,
    Own,
    Percent,
    Value,
    Verbatim,
    say_again,
)

_WRITTEN: Final[Mapping[type, tuple[str, Callable[[Any], Any]]]] = {
    Message: ("said", lambda each: to_plain_message(each)),
    Minutes: ("minutes", lambda each: each.minutes),
    Percent: ("percent", lambda each: each.percent),
    Month: ("month", lambda each: [each.year, each.month]),
    Own: ("own", lambda each: each.text),
    Verbatim: ("verbatim", lambda each: each.text),
    All: ("all", lambda each: [_to_plain(item) for item in each.items]),
    AnyOf: ("any", lambda each: [_to_plain(item) for item in each.items]),
    datetime: ("at", datetime.isoformat),
    date: ("on", date.isoformat),
    int: ("number", int),
}
"""For each type of value the word it is kept under, and how it is written."""

_READ: Final[Mapping[str, Callable[[Any], Value]]] = {
    "said": lambda kept: message_from_plain(kept),
    "minutes": Minutes,
    "percent": Percent,
    "month": lambda kept: Month(*kept),
    "own": Own,
    "verbatim": Verbatim,
    "all": lambda kept: All(tuple(_from_plain(each) for each in kept)),
    "any": lambda kept: AnyOf(tuple(_from_plain(each) for each in kept)),
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "number": int,
}
"""For each of these words how its value is read."""


def to_plain_message(message: Message) -> dict[str, Any]:
    """Return a message as JSON values; what it does not have is left out.

    Raises KeyError for a value that no message can hold.
    """
    kept: dict[str, Any] = {"one": message.one}
    if message.many is not None:
        kept["many"] = message.many
    if message.context is not None:
        kept["context"] = message.context
    if message.values:
        kept["values"] = {name: _to_plain(value) for name, value in message.values.items()}
    return kept


def message_from_plain(kept: Mapping[str, Any]) -> Message:
    """Return the message that `to_plain_message` wrote. Raises KeyError or ValueError for others."""
    values = {name: _from_plain(value) for name, value in kept.get("values", {}).items()}
    bare = Message(cast("str", kept["one"]), many=kept.get("many"), context=kept.get("context"))
    return say_again(bare, **values) if values else bare


def _to_plain(value: Value) -> dict[str, Any]:
    word, write = _WRITTEN[type(value)]
    return {word: write(value)}


def _from_plain(kept: Mapping[str, Any]) -> Value:
    ((word, value),) = kept.items()
    return _READ[word](value)
