"""Presets: courses as TOML files that come with the project, one file a course.

The file's stem is the course's key. Anybody can write such a file of their own (see
docs/presets.md). One that is wrong is refused with the file, the line and what is wrong there, so
that nobody opens a course on half of an accreditor's rules.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, make_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from trainee_tracker.accreditation.plain_json import PlainDataError, from_plain
from trainee_tracker.accreditation.term_faults import Fault, faults_of
from trainee_tracker.accreditation.terms import Terms, TermsError, terms_from_dict
from trainee_tracker.accreditation.unchecked_terms import Source, UncheckedTerms
from trainee_tracker.courses.toml_lines import line_of, lines_of
from trainee_tracker.file_faults import file_fault
from trainee_tracker.messages import Message, Verbatim, say, verbatim

PRESETS = Path(__file__).parent / "presets"

AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
"""How the reader of TOML says where it stopped."""


@dataclass(frozen=True)
class PresetFault:
    """One thing that is wrong in a preset; no line where the file cannot even be read."""

    message: Message
    line: int | None = None


class PresetError(ValueError):
    """A preset that cannot be used: which file, and what is wrong in it.

    `faults` are all that were found, from the top of the file; `line` and `message` are those of
    the first, and `sentences` say all of them with their places, one line for each: "babcp.toml,
    line 48: requirements[2].minutes: This is not a whole number."
    """

    def __init__(self, file: str, *faults: PresetFault) -> None:
        """Keep the file apart from the sentences; there is at least one fault."""
        ordered = sorted(faults, key=lambda fault: fault.line or 0)
        self.sentences = tuple(_sentence(file, fault) for fault in ordered)
        super().__init__("\n".join(str(each) for each in self.sentences))
        self.file = file
        self.faults = tuple(ordered)
        self.line = ordered[0].line
        self.message = ordered[0].message


def _sentence(file: str, fault: PresetFault) -> Message:
    if fault.line is None:
        return say("{file}: {fault}", file=Verbatim(file), fault=fault.message)
    return say(
        "{file}, line {line}: {fault}",
        file=Verbatim(file),
        line=verbatim(fault.line),
        fault=fault.message,
    )


def _at(place: str, fault: Message) -> Message:
    """Return what is wrong at a place of the file, such as "requirements[2].minutes"."""
    return say("{place}: {fault}", place=Verbatim(place), fault=fault)


def preset_keys() -> tuple[str, ...]:
    """Return the key of every preset that comes with the project, in alphabetical order."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def load_preset(key: str) -> Terms:
    """Return the terms of the preset called `key`, or raise PresetError."""
    if key not in preset_keys():
        message = say(
            "There is no such preset. There are: {presets}.",
            presets=Verbatim(", ".join(preset_keys())),
        )
        raise PresetError(f"{key}.toml", PresetFault(message))
    path = PRESETS / f"{key}.toml"
    terms = read_preset(path)
    if terms.key != key:
        line = line_of("key", lines_of(_text_of(path)))
        message = say("“{key}” is not the name of the file.", key=Verbatim(terms.key))
        raise PresetError(path.name, PresetFault(_at("key", message), line))
    return terms


def read_preset(path: Path) -> Terms:
    """Return the terms that a TOML file says, wherever it lies and whatever it is called.

    Raises PresetError with everything that is wrong in it.
    """
    text = _text_of(path)
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # Also a whole number of thousands of digits.
        raise PresetError(path.name, _syntax_fault(error, text)) from error
    try:
        return terms_from_dict(data)
    except TermsError as error:
        # The engine names the first fault; whoever mends a file wants to see them all.
        faults = dict.fromkeys([(error.path, error.message), *_faults_in(data)])
        lines = lines_of(text)
        raise PresetError(
            path.name,
            *(PresetFault(_at(place, what), line_of(place, lines)) for place, what in faults),
        ) from error


def _text_of(path: Path) -> str:
    """Return the file as text; a mark at its beginning that some editors leave is no part of it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        message = say("This file cannot be read: {reason}.", reason=file_fault(error))
        raise PresetError(path.name, PresetFault(message)) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = say("This file cannot be read as text in UTF-8.")
        raise PresetError(path.name, PresetFault(message, line)) from error


def _syntax_fault(error: ValueError, text: str) -> PresetFault:
    message = str(error)
    found = AT_LINE.search(message)
    if found is None:
        return PresetFault(say("This is not TOML: {reason}.", reason=Verbatim(message)))
    line = int(found[1]) if found[1] else len(text.splitlines()) or 1
    reason = Verbatim(message[: found.start()])
    return PresetFault(say("This is not TOML: {reason}.", reason=reason), line)


def _faults_in(data: Mapping[str, object]) -> Iterator[Fault]:
    """Yield every fault of a file's values: of their shape or, where that is right, of their sense.

    A part of the wrong shape would be missing for everything that names it, so the sense is looked
    at only in a file whose shape is right.
    """
    shape = list(_faults_of_table(Terms, data, ""))
    yield from shape or faults_of(from_plain(UncheckedTerms, data))


def _faults_of_table(kind: type, table: Mapping[str, object], path: str) -> Iterator[Fault]:
    """Yield every fault in the shape of one table, value by value, in the words of the reader."""
    known = _places_in(kind)
    for name in table:
        if name not in known and not (name == "kind" and hasattr(kind, "kind")):
            yield from _fault_of(kind, {name: table[name]}, path)
    for name, place in known.items():
        value = table.get(name)
        if place.members and isinstance(value, list):
            for number, member in enumerate(value):
                yield from _faults_of_member(place.members, member, f"{name}[{number}]")
        elif place.hint is Source and isinstance(value, Mapping):
            yield from _faults_of_table(Source, value, name)
        elif name in table or place.is_needed:
            yield from _fault_of(place.alone, {name: value} if name in table else {}, path)


@dataclass(frozen=True)
class _Place:
    """What may stand under one name in a table: `members` are the tables of a list, by kind.

    `alone` is a table with this one name, so that its value is read as in the whole and by itself.
    """

    hint: Any
    is_needed: bool
    members: Mapping[str, type]
    alone: type


@cache
def _places_in(kind: type) -> Mapping[str, _Place]:
    hints = get_type_hints(kind)
    return {
        field.name: _Place(
            hint=hints[field.name],
            is_needed=field.default is MISSING,
            members=_tables_in(hints[field.name]),
            alone=make_dataclass(field.name, [(field.name, hints[field.name])]),
        )
        for field in fields(kind)
    }


def _faults_of_member(kinds: Mapping[str, type], member: object, path: str) -> Iterator[Fault]:
    """Yield every fault of one part of the terms, such as one requirement."""
    if not isinstance(member, Mapping):
        yield path, say("This is not a table of named values.")
    elif "" in kinds:
        yield from _faults_of_table(kinds[""], member, path)
    elif "kind" not in member:
        yield path, say("This has no kind.")
    elif not isinstance(member["kind"], str) or member["kind"] not in kinds:
        yield (
            f"{path}.kind",
            say("This is not one of: {choices}.", choices=Verbatim(", ".join(kinds))),
        )
    else:
        yield from _faults_of_table(kinds[member["kind"]], member, path)


def _tables_in(hint: Any) -> dict[str, type]:
    """Return the kinds of table that a list of the terms holds, by kind; "" where there is one."""
    if get_origin(hint) is not tuple:
        return {}
    member = get_args(hint)[0]
    if get_args(member):
        return {each.kind: each for each in get_args(member)}
    return {"": member} if hasattr(member, "__dataclass_fields__") else {}


def _fault_of(kind: type, table: Mapping[str, object], path: str) -> Iterator[Fault]:
    try:
        from_plain(kind, table, path)
    except PlainDataError as error:
        yield error.path, error.message
