"""The parts of a schema, what is different between two of them, and one spelling for a condition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum, auto
from typing import Final, NamedTuple

from trainee_tracker.messages import Message, Verbatim, say, say_again, verbatim


class Kind(IntEnum):
    """What a part of a schema is, in the order in which differences are told."""

    TABLE = auto()
    COLUMN = auto()
    PRIMARY_KEY = auto()
    UNIQUE = auto()
    INDEX = auto()
    FOREIGN_KEY = auto()
    CHECK = auto()


class Part(NamedTuple):
    """One part of a schema. A table has its own name twice; a primary key is named by its table."""

    table: str
    kind: Kind
    name: str


Spelled = Message | Verbatim

Schema = Mapping[Part, Spelled]
"""Every part of a schema, and what there is to say of it, spelled alike for both databases."""

NOTHING: Final = Verbatim("")
"""What there is to say of a table."""

COLUMNS: Final = {
    (False, False): say("{type}"),
    (True, False): say("{type}, never empty"),
    (False, True): say("{type}, numbered by the database"),
    (True, True): say("{type}, never empty, numbered by the database"),
}
"""Whether a column is required, and whether the database numbers it -> what there is to say of it."""

PLAIN_INDEXES: Final = (
    say("over {columns}"),
    say("over {columns}, of rows with {condition}"),
)
UNIQUE_INDEXES: Final = (
    say("unique over {columns}"),
    say("unique over {columns}, of rows with {condition}"),
)
"""What there is to say of an index: over all rows, or over those that meet a condition."""


class Sentences(NamedTuple):
    """The sentences for one kind of part: it is missing, it is another, it is not one of ours."""

    missing: Message
    altered: Message
    more: Message


GONE: Final = say("The table {table} is missing.")

SENTENCES: Final = {
    # A table can be nothing but missing.
    Kind.TABLE: Sentences(GONE, GONE, GONE),
    Kind.COLUMN: Sentences(
        say("The column {name} of {table} is missing; it should be: {expected}."),
        say("The column {name} of {table} should be: {expected}. It is: {found}."),
        say("The column {name} of {table} is none of ours; it is: {found}."),
    ),
    Kind.PRIMARY_KEY: Sentences(
        say("The primary key of {table} is missing; it should be: {expected}."),
        say("The primary key of {table} should be: {expected}. It is: {found}."),
        say("The primary key of {table} is none of ours; it is: {found}."),
    ),
    Kind.UNIQUE: Sentences(
        say(
            "The constraint {name}, which keeps rows of {table} from being written twice, is missing;"
            " it should be over: {expected}."
        ),
        say(
            "The constraint {name}, which keeps rows of {table} from being written twice, should be"
            " over: {expected}. It is over: {found}."
        ),
        say(
            "The constraint {name} of {table} is none of ours; it refuses rows that have the same:"
            " {found}."
        ),
    ),
    Kind.INDEX: Sentences(
        say("The index {name} of {table} is missing; it should be: {expected}."),
        say("The index {name} of {table} should be: {expected}. It is: {found}."),
        say("The index {name} of {table} is none of ours and refuses rows; it is: {found}."),
    ),
    Kind.FOREIGN_KEY: Sentences(
        say("The foreign key {name} of {table} is missing; it should be: {expected}."),
        say("The foreign key {name} of {table} should be: {expected}. It is: {found}."),
        say("The foreign key {name} of {table} is none of ours; it is: {found}."),
    ),
    Kind.CHECK: Sentences(
        say("The check {name} of {table} is missing; it should ask for: {expected}."),
        say("The check {name} of {table} should ask for: {expected}. It asks for: {found}."),
        say("The check {name} of {table} is none of ours; it asks for: {found}."),
    ),
}


def differences(expected: Schema, found: Schema) -> Iterator[Message]:
    """Yield a sentence for each part that is missing, other than it should be, or refuses more.

    Tables and plain indexes that somebody added for their own use change nothing of ours, so they
    are left alone.
    """
    missing = {part.table for part in expected.keys() - found.keys() if part.kind is Kind.TABLE}
    known = {part.table for part in expected}
    for part in sorted(expected.keys() | found.keys()):
        should, holds = expected.get(part), found.get(part)
        if should == holds or part.table not in known:
            continue
        if part.table in missing and part.kind is not Kind.TABLE:
            continue
        told = SENTENCES[part.kind]
        if holds is None:
            sentence = told.missing
        elif should is not None:
            sentence = told.altered
        elif part.kind is Kind.INDEX and not _refuses_rows(holds):
            continue
        else:
            sentence = told.more
        yield say_again(
            sentence,
            table=verbatim(part.table),
            name=verbatim(part.name),
            expected=NOTHING if should is None else should,
            found=NOTHING if holds is None else holds,
        )


def _refuses_rows(told: Spelled) -> bool:
    return isinstance(told, Message) and any(told.one == each.one for each in UNIQUE_INDEXES)


def names(columns: Iterable[str | None]) -> Verbatim:
    """Return the names of columns as they stand in a sentence."""
    return Verbatim(", ".join(map(str, columns)))


def column(kind: str, *, is_required: bool, is_counted: bool) -> Message:
    """Return what there is to say of a column of the type `kind`."""
    return say_again(COLUMNS[is_required, is_counted], type=verbatim(TYPES.get(kind, kind)))


TYPES: Final = {"FLOAT": "DOUBLE PRECISION", "TIMESTAMP WITHOUT TIME ZONE": "TIMESTAMP"}
"""What PostgreSQL calls by another name than the models do."""


def index(columns: Iterable[str | None], *, is_unique: bool, where: str | None) -> Message:
    """Return what there is to say of an index, which may cover only the rows that meet `where`."""
    over_all, over_some = UNIQUE_INDEXES if is_unique else PLAIN_INDEXES
    if not where:
        return say_again(over_all, columns=names(columns))
    return say_again(over_some, columns=names(columns), condition=condition(where))


def foreign_key(
    columns: Iterable[str], table: str, others: Iterable[str], options: Mapping[str, object]
) -> Message:
    """Return what there is to say of a foreign key, and what it does beside refusing, if anything."""
    does = [f"{name} {value}".lower() for name, value in sorted(options.items()) if value]
    leads = {"columns": names(columns), "table": verbatim(table), "others": names(others)}
    if not does:
        return say("{columns} to {table} ({others})", **leads)
    return say("{columns} to {table} ({others}), {does}", does=names(does), **leads)


WORDS: Final = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[\w.]+|<>|!=|<=|>=|::|\|\||[^\s\w]")
"""The words of a condition: texts, names, numbers and signs."""

A_CAST: Final = re.compile(
    r"::\s*(?:character varying|timestamp with(?:out)? time zone|\w+)(?:\[\])?"
)
"""What PostgreSQL adds to every text that it keeps."""

SPELLED: Final = (
    (re.compile(r"= any array"), "in"),
    (re.compile(r"<> all array"), "not in"),
    (re.compile(r"!="), "<>"),
    (re.compile(r"(\w+) between (\S+) and (\S+)"), r"\1 >= \2 and \1 <= \3"),
    (re.compile(r" else null end"), " end"),
    # One of one is the same as equal.
    (re.compile(r"(?<!not )in ('[^']*')(?! ')"), r"= \1"),
)
"""How PostgreSQL spells what the models say in other words."""


def condition(sql: str) -> Verbatim:
    """Return a condition in one spelling, however the database keeps it.

    PostgreSQL keeps a condition as it understood it, with brackets and types of its own. Brackets
    are left out here, so two conditions that differ by nothing else are taken for the same.
    """
    text = " ".join(
        word if word.startswith("'") else word.strip('"').lower()
        for word in WORDS.findall(A_CAST.sub("", sql))
        if word not in "()[],"
    )
    for pattern, spelled in SPELLED:
        text = pattern.sub(spelled, text)
    return Verbatim(text)
