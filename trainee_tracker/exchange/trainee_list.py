"""Reading a list of trainees: every row becomes a trainee, or says what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from babel import Locale

from trainee_tracker.canonical import digest_of
from trainee_tracker.exchange import rules
from trainee_tracker.messages import say, verbatim
from trainee_tracker.people.forms import NAME_LANGUAGES
from trainee_tracker.people.rules import email_fault, email_key
from trainee_tracker.reading import read_date
from trainee_tracker.spoken import speaker
from trainee_tracker.tables.headings import Columns, Heading, absent
from trainee_tracker.tables.reading import Row, Table, read_table
from trainee_tracker.tables.rules import Fault, rows_of, separator_of

ENGLISH_NAMES: Final = Locale("en").languages
"""What English calls each language, by its tag."""

LONGEST_EMAIL: Final = 254

TABLE: Final = Columns(
    rules.COLUMNS,
    required=("email",),
    called=rules.CALLED,
    allows_others=True,
    refuses_formulas=True,
)


@dataclass(frozen=True)
class TraineeRow:
    """One trainee of the list; `number` is the row as the spreadsheet counts it, from 1."""

    number: int
    full_name: str
    email: str
    other_name: str
    other_language: str
    enrolled_on: date


@dataclass(frozen=True)
class TraineeList:
    """What a list says; nobody is enrolled from it while it has a fault.

    `labels` say how the list calls each column that it has; `names` who is named in each row, by
    its number, as far as the name can be read.
    """

    rows: tuple[TraineeRow, ...]
    faults: tuple[Fault, ...]
    unused: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Return the digest of the rows, to tell whether they are those that were shown."""
        return digest_of(
            [
                [row.full_name, row.email, row.other_name, row.other_language, row.enrolled_on]
                for row in self.rows
            ]
        )


def read_trainee_list(text: str, *, enrolled_on: date) -> TraineeList:
    """Return what a list says, whatever it holds; `enrolled_on` is for rows without their own."""
    if len(text) > rules.LONGEST_LIST:
        message = say(
            "This list is longer than {most} characters. Send it in parts.",
            most=rules.LONGEST_LIST,
        )
        return TraineeList((), (Fault(0, "", message),))
    rows: list[TraineeRow] = []
    first_with: dict[str, int] = {}
    names: dict[int, str] = {}

    def take(row: Row) -> None:
        name = _name(row)
        names[row.number] = name
        found = _trainee(row, name, enrolled_on)
        if found is None:
            return
        earlier = first_with.setdefault(found.email, row.number)
        if earlier != row.number:
            message = say(
                "This address is in row {row} too. Delete one of them.", row=verbatim(earlier)
            )
            row.fault("email", message)
        rows.append(found)

    table = read_table(text, TABLE, take=take, most_rows=rules.MOST_ROWS)
    of_all = (*_faults_of_heading(table.heading), *_faults_of_length(table))
    faults = sorted((*table.faults, *of_all), key=lambda fault: fault.number)
    can_be_read = not table.heading.faults and not of_all and table.rows <= rules.MOST_ROWS
    return TraineeList(
        tuple(rows) if can_be_read else (),
        tuple(faults),
        table.heading.unused,
        table.heading.labels,
        names,
    )


def without_rows(text: str, numbers: Collection[int]) -> str:
    """Return a list without the rows of these numbers, as a spreadsheet counts them.

    Raises NoCells where it cannot be divided into cells.
    """
    written = io.StringIO()
    rows = csv.writer(written, delimiter=separator_of(text.removeprefix("\ufeff")))
    rows.writerows(cells for number, cells in rows_of(text) if number not in numbers)
    return written.getvalue()


def _faults_of_heading(heading: Heading) -> Iterator[Fault]:
    """Yield that a name is missing: it may stand in one column or in two."""
    in_two = {"first_name", "last_name"} <= heading.places.keys()
    if heading.number and "name" not in heading.places and not in_two:
        yield absent(heading.number, "name", heading.unused)


def _faults_of_length(table: Table) -> Iterator[Fault]:
    if table.heading.places and not table.rows:
        message = say("There is no trainee below the headings. Add a row for each.")
        yield Fault(table.heading.number, "", message)


def _name(row: Row) -> str:
    """Return the full name, from one column or from two; empty where it cannot be read."""
    if row.has("name"):
        name, column = row.printed("name") or "", "name"
    else:
        parts = (row.printed("first_name", longest=99), row.printed("last_name", longest=99))
        name, column = " ".join(part for part in parts if part), "first_name"
    if not name and row.has(column) and row.is_good:
        row.fault(column, say("Write their full name."))
    return name


def _trainee(row: Row, name: str, enrolled_on: date) -> TraineeRow | None:
    """Return the trainee, or None when something of the row is missing or wrong."""
    email, other_name = _email(row), row.printed("other_name") or ""
    language = _language(row, other_name)
    day = row.day("enrolled_on", reader=read_date) or enrolled_on
    if not (row.is_good and name and email):
        return None
    return TraineeRow(row.number, name, email, other_name, language, day)


def _email(row: Row) -> str:
    row.needs("email", message=say("Write their e-mail address."))
    email = row.text("email", longest=LONGEST_EMAIL)
    if email is None:
        return ""
    fault = email_fault(email)
    if fault is not None:
        row.fault("email", fault)
    return email_key(email)


def _language(row: Row, other_name: str) -> str:
    """Return the tag of the language of a name in another script; empty where there is no name."""
    written = row.text("other_language")
    if not other_name or (written is None and row.fills("other_language")):
        return ""
    tag = _language_called(written or "")
    if tag is None:
        row.fault(
            "other_language",
            say("Write the language of the name in another script, for example Arabic or ar."),
        )
    return tag or ""


def _language_called(written: str) -> str | None:
    """Return the tag of a language, written as that or as its name in English or in the page's."""
    own_names = speaker().locale.languages
    return next(
        (
            tag
            for tag in NAME_LANGUAGES
            if written.casefold()
            in {tag.casefold(), ENGLISH_NAMES[tag].casefold(), own_names.get(tag, tag).casefold()}
        ),
        None,
    )
