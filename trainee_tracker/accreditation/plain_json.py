"""Frozen dataclasses as plain JSON values and back, exactly and strictly.

The shape of the data is the dataclass itself, so a new kind of requirement can be stored, sent
and read from a preset as soon as its dataclass exists. A union of dataclasses is told apart by
the `kind` constant that each of them has. Reading refuses what it does not know: a mistyped
field would otherwise be a demand silently dropped.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from trainee_tracker.kept_messages import message_from_plain, to_plain_message
from trainee_tracker.messages import Message, say, verbatim

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

T = TypeVar("T")


class PlainDataError(ValueError):
    """Plain data that does not say what it should: where, and what is wrong."""

    def __init__(self, path: str, message: Message) -> None:
        """Keep the path, such as "requirements[2].minutes", apart from the sentence."""
        super().__init__(f"{path}: {message}" if path else str(message))
        self.path = path
        self.message = message


def to_plain(value: object) -> Any:
    """Return `value` as dicts, lists, strings, whole numbers, booleans and None."""
    if isinstance(value, Message):
        return to_plain_message(value)
    if is_dataclass(value) and not isinstance(value, type):
        tag = {"kind": value.kind} if hasattr(value, "kind") else {}
        return tag | {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_plain(kind: type[T], data: object, path: str = "") -> T:
    """Return a `kind` made from plain data, or raise PlainDataError naming the place."""
    if not isinstance(data, Mapping):
        raise PlainDataError(path, say("This is not a table of named values."))
    hints = _hints(cast("Any", kind))
    tagged = {"kind"} if hasattr(kind, "kind") else set()
    for name in data:
        if name not in hints and name not in tagged:
            raise PlainDataError(
                _join(path, str(name)),
                say(
                    "This is not known here. Known are: {known}.", known=verbatim(", ".join(hints))
                ),
            )
    values = {}
    for name, (hint, is_needed) in hints.items():
        if name in data:
            values[name] = _read(hint, data[name], _join(path, name))
        elif is_needed:
            raise PlainDataError(_join(path, name), say("This is missing."))
    return kind(**values)


@cache
def _hints(kind: type) -> dict[str, tuple[Any, bool]]:
    """Return each field's type, and whether it has to be given."""
    types = get_type_hints(kind)
    return {
        f.name: (types[f.name], f.default is MISSING) for f in fields(cast("Any", kind)) if f.init
    }


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _read(hint: Any, value: object, path: str) -> object:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _read_union(get_args(hint), value, path)
    if origin in (tuple, Sequence):
        if not isinstance(value, list | tuple):
            raise PlainDataError(path, say("This is not a list."))
        member = get_args(hint)[0]
        return tuple(_read(member, item, f"{path}[{n}]") for n, item in enumerate(value))
    if origin is Literal:
        return _choice(get_args(hint), value, path)
    if is_dataclass(hint) and hint is not Message:
        return from_plain(cast("type", hint), value, path)
    if issubclass(hint, StrEnum):
        return hint(_choice(tuple(hint), value, path))
    return SCALARS[hint](value, path)


def _read_union(members: tuple[Any, ...], value: object, path: str) -> object:
    if NoneType in members:
        rest = [member for member in members if member is not NoneType]
        return None if value is None else _read(rest[0], value, path)
    if all(member in SCALARS for member in members):
        # The kind of value that it is in plain data is the kind that is meant.
        return _read(type(value) if type(value) in members else members[0], value, path)
    kinds = {member.kind: member for member in members}
    if not isinstance(value, Mapping) or "kind" not in value:
        raise PlainDataError(path, say("This has no kind."))
    return from_plain(kinds[_choice(tuple(kinds), value["kind"], f"{path}.kind")], value, path)


def _choice(choices: tuple[str, ...], value: object, path: str) -> str:
    if not isinstance(value, str) or value not in choices:
        raise PlainDataError(
            path, say("This is not one of: {choices}.", choices=verbatim(", ".join(choices)))
        )
    return value


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise PlainDataError(path, say("This is not a text."))
    return value


def _whole_number(value: object, path: str) -> int:
    # In Python True is an int; in a course it would be a slip of the pen.
    if not isinstance(value, int) or isinstance(value, bool):
        raise PlainDataError(path, say("This is not a whole number."))
    return value


def _yes_or_no(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise PlainDataError(path, say("This is neither true nor false."))
    return value


def _day(value: object, path: str) -> date:
    if type(value) is date:  # A datetime is a date too, and is not meant here.
        return value
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PlainDataError(path, say("This is not a date such as 2026-11-22."))


def _message(value: object, path: str) -> Message:
    if not isinstance(value, Mapping):
        raise PlainDataError(path, say("This is not a table of named values."))
    return message_from_plain(value)


SCALARS: dict[type, Callable[[object, str], object]] = {
    str: _text,
    int: _whole_number,
    bool: _yes_or_no,
    date: _day,
    Message: _message,
}
