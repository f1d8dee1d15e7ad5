"""What the software says before a language is chosen: whole sentences and typed values. Pure.

Rules return and raise messages; `spoken.py` turns them into a language. The English sentence is the
key in the catalogue. Equal messages compare equal, so that tests compare values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Minutes:
    """A duration in whole minutes."""

    minutes: int

    def said(self) -> Message:
        """Return the duration as hours and minutes, in words that a catalogue can translate."""
        if self.minutes < 0:
            return say("−{duration}", duration=Minutes(-self.minutes))
        hours, rest = divmod(self.minutes, 60)
        if hours and rest:
            return say("{hours} h {minutes} min", hours=hours, minutes=rest)
        if hours:
            return say("{hours} h", hours=hours)
        return say("{minutes} min", minutes=rest)


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in whole per cent."""

    percent: int

    def said(self) -> Message:
        """Return the share in words that a catalogue can translate."""
        return say("{percent} %", percent=self.percent)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Own:
    """People's own words: a name, the title of a course, a reason. Never translated."""

    text: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """What a person or a program has to read letter for letter: a code, a column's name, a path."""

    text: str


@dataclass(frozen=True, slots=True)
class All:
    """Several things in a sentence: "a, b and c"."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several things in a sentence: "a, b or c"."""

    items: tuple[Value, ...]


@dataclass(frozen=True)
class Message:
    """One sentence or word to be said.

    `many` is its plural, chosen by the value called `n`; `context` tells apart what English writes
    alike. As a string it is English, for a log and for a developer.
    """

    one: str
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    many: str | None = None
    context: str | None = None

    def __hash__(self) -> int:
        return hash((self.one, self.many, self.context, frozenset(self.values.items())))

    def __str__(self) -> str:
        return in_english(self)


Value = int | date | Minutes | Percent | Month | Own | Verbatim | All | AnyOf | Message


def say(sentence: str, /, **values: Value) -> Message:
    """Return a message; `sentence` is a literal, so that it can be extracted into the catalogue."""
    return Message(sentence, MappingProxyType(values))


def say_of(context: str, word: str, /, **values: Value) -> Message:
    """Return a message whose English alone is ambiguous ("Sign": an act, a thing)."""
    return Message(word, MappingProxyType(values), context=context)


def say_many(one: str, many: str, /, *, n: int, **values: Value) -> Message:
    """Return a message with a plural; `n` counts.

    One count a message: a second thing that is counted is a message of its own, put in as a value.
    """
    return Message(one, MappingProxyType({"n": n, **values}), many=many)


def say_again(sentence: Message, /, **values: Value) -> Message:
    """Return a message that was made without its values, with them."""
    # `replace` would look at every field, and a ledger can have very many reasons.
    return Message(sentence.one, MappingProxyType(values), sentence.many, sentence.context)


def in_a_row(sentences: Iterable[Message]) -> Message:
    """Return whole sentences, of which there is at least one, as they stand after each other."""
    first, *rest = sentences
    return say("{sentence} {rest}", sentence=first, rest=in_a_row(rest)) if rest else first


def verbatim(value: object) -> Verbatim:
    """Return a number, a name of a table or whatever else as it has to be read, letter for letter."""
    return Verbatim(str(value))


def names(people: Iterable[str]) -> All:
    """Return the names of people as they stand in a sentence: "Ada, Ben and Cleo"."""
    return All(tuple(Own(each) for each in people))


def any_of(people: Iterable[str]) -> AnyOf:
    """Return the names of people of whom any one can act: "Ada, Ben or Cleo"."""
    return AnyOf(tuple(Own(each) for each in people))


def in_english(value: Value) -> str:
    """Return a message or a value as English writes it, without a catalogue."""
    match value:
        case Message():
            counted = value.values.get("n")
            sentence = value.many if value.many is not None and counted != 1 else value.one
            return sentence.format_map({k: in_english(v) for k, v in value.values.items()})
        case Minutes() | Percent():
            return in_english(value.said())
        case Month():
            return f"{date(value.year, value.month, 1):%B %Y}"
        case Own() | Verbatim():
            return value.text
        case All():
            return _listed(value.items, "and")
        case AnyOf():
            return _listed(value.items, "or")
        case datetime():
            return f"{in_english(value.date())}, {value.astimezone(UTC):%H:%M} UTC"
        case date():
            return f"{value.day} {value:%B %Y}"
    return f"{value:,}"


def _listed(items: tuple[Value, ...], last: str) -> str:
    words = [in_english(each) for each in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
