"""Reading a list of trainees: every row becomes a trainee, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from babel import Locale
from flask_babel import gettext as _

from trainee_tracker.canonical import digest_of
from trainee_tracker.exchange.rules import Heading, heading_of
from trainee_tracker.people.forms import NAME_LANGUAGES
from trainee_tracker.people.rules import email_fault, email_key
from trainee_tracker.reading import Unreadable, read_date, read_line, without_hidden
from trainee_tracker.spelling import read_printed, tidied, unseen_fault
from trainee_tracker.tables import rules
from trainee_tracker.tables.damage import damaged_part
from trainee_tracker.tables.rules import Fault

LANGUAGE_TAGS: Final = {
    spelling.casefold(): tag
    for tag in NAME_LANGUAGES
    for spelling in (tag, Locale("en").languages[tag])
}
"""The languages of a name in another script, by tag and by English name."""

LONGEST_EMAIL: Final = 254

NAMES: Final = frozenset({"name", "first_name", "last_name", "other_name"})
"""The columns that certificates print."""


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
    try:
        table = rules.table_of(text)
    except rules.NotAList as error:
        return TraineeList((), (Fault(0, "", str(error)),))
    if not table:
        return TraineeList((), (Fault(0, "", _("The list is empty. Paste at least one row.")),))
    start = next(index for index, row in enumerate(table) if any(cell.strip() for cell in row))
    heading = heading_of(table[start])
    wrong = tuple(_heading_faults(heading, start + 1))
    if wrong:
        return TraineeList((), wrong, heading.unused)
    body = [
        (number, cells)
        for number, cells in enumerate(table[start + 1 :], start + 2)
        if any(cell.strip() for cell in cells)
    ]
    if not body:
        message = _("There is no trainee below the headings. Add a row for each.")
        return TraineeList((), (Fault(start + 1, "", message),), heading.unused)
    if len(body) > rules.MOST_ROWS:
        message = _(
            "This list has %(count)s rows; send at most %(most)s at once.",
            count=len(body),
            most=rules.MOST_ROWS,
        )
        return TraineeList((), (Fault(0, "", message),), heading.unused)
    return _read_rows(body, heading, enrolled_on)


def _heading_faults(heading: Heading, number: int) -> Iterator[Fault]:
    for twice in heading.twice:
        yield Fault(number, twice, _("Two columns mean the same. Delete one of them."))
    named = {"first_name", "last_name"} <= heading.places.keys()
    if "name" not in heading.places and not named:
        yield Fault(
            number,
            "name",
            _("There is no column with this heading. The first row names the columns."),
        )
    if "email" not in heading.places:
        yield Fault(
            number,
            "email",
            _("There is no column with this heading. The first row names the columns."),
        )


def _read_rows(
    body: Sequence[tuple[int, list[str]]], heading: Heading, enrolled_on: date
) -> TraineeList:
    rows: list[TraineeRow] = []
    faults: list[Fault] = []
    first_with: dict[str, int] = {}
    names: dict[int, str] = {}
    for number, cells in body:
        row = _Row(number, cells, heading)
        found = row.read(enrolled_on)
        faults += row.faults
        names[number] = row.name
        if found is None:
            continue
        earlier = first_with.setdefault(found.email, number)
        if earlier != number:
            message = _("This address is in row %(row)s too. Delete one of them.", row=earlier)
            faults.append(Fault(number, heading.labels["email"], message))
        rows.append(found)
    return TraineeList(tuple(rows), tuple(faults), heading.unused, heading.labels, names)


def _damaged(column: str, cell: str) -> str:
    """Return what of a cell was damaged; a question mark is one only where no name has any."""
    if column in NAMES:
        return damaged_part(cell)
    return cell.strip() if rules.UNREADABLE in cell else ""


class _Row:
    """One row while it is read: every cell is tried, so that all its faults are told at once."""

    def __init__(self, number: int, cells: Sequence[str], heading: Heading) -> None:
        self.number = number
        self.cells = cells
        self.heading = heading
        self.name = ""
        self.faults: list[Fault] = []

    def read(self, enrolled_on: date) -> TraineeRow | None:
        """Return the trainee, or None when `faults` says why there is none."""
        if any(cell.strip() for cell in self.cells[self.heading.width :]):
            self._fault(
                "",
                _(
                    "There are more cells than headings. "
                    "Put a name with a comma in it into quotation marks."
                ),
            )
        self.name, email = self._name(), self._email()
        other_name = self._line("other_name")
        language = self._language(other_name)
        day = self._date(enrolled_on)
        if self.faults:
            return None
        return TraineeRow(self.number, self.name, email, other_name, language, day)

    def _fault(self, column: str, message: str) -> None:
        label = self.heading.labels.get(column, column)
        self.faults.append(Fault(self.number, label, message))

    def _line(self, column: str, *, longest: int = 200, is_words: bool = True) -> str:
        """Return the clean text of a cell; empty, with the fault noted, when it cannot be taken."""
        place = self.heading.places.get(column)
        cell = self.cells[place] if place is not None and place < len(self.cells) else ""
        # An unclosed quotation mark takes the end of its line into the cell, so look before trimming.
        goes_on, damaged, cell = "\n" in cell, _damaged(column, cell), cell.strip()
        if goes_on:
            self._fault(
                column, _("This cell goes over several lines. Is a quotation mark missing?")
            )
        elif damaged:
            self._fault(
                column,
                _(
                    "Letters were damaged on the way: “%(word)s”. Open the list where this still "
                    "looks right, save it as “CSV UTF-8” and send that, or type it again here.",
                    word=damaged,
                ),
            )
        elif without_hidden(cell) != cell:
            self._fault(
                column, _("This has a hidden character in it. Empty the cell and type it again.")
            )
        elif column in NAMES and (unseen := unseen_fault(tidied(cell))):
            self._fault(column, f"{unseen} {_('Empty the cell and type it again.')}")
        elif is_words and rules.looks_like_formula(cell):
            self._fault(
                column,
                _(
                    "This begins like a formula. Write the words themselves, without “%(sign)s”.",
                    sign=cell[0],
                ),
            )
        else:
            try:
                return (read_printed if column in NAMES else read_line)(cell, longest=longest)
            except Unreadable as error:
                self._fault(column, str(error))
        return ""

    def _name(self) -> str:
        """Return the full name, from one column or from two."""
        if "name" in self.heading.places:
            name, column = self._line("name"), "name"
        else:
            parts = (self._line("first_name", longest=99), self._line("last_name", longest=99))
            name, column = " ".join(part for part in parts if part), "first_name"
        if not name and not self.faults:
            self._fault(column, _("Write their full name."))
        return name

    def _email(self) -> str:
        before = len(self.faults)
        email = self._line("email", longest=LONGEST_EMAIL)
        if len(self.faults) == before:
            fault = email_fault(email) if email else _("Write their e-mail address.")
            if fault is not None:
                self._fault("email", fault)
        return email_key(email)

    def _language(self, other_name: str) -> str:
        before = len(self.faults)
        written = self._line("other_language", longest=40)
        if len(self.faults) != before or not other_name:
            return ""
        tag = LANGUAGE_TAGS.get(written.casefold())
        if tag is None:
            self._fault(
                "other_language",
                _("Write the language of the name in another script, for example Arabic or ar."),
            )
        return tag or ""

    def _date(self, otherwise: date) -> date:
        before = len(self.faults)
        written = self._line("enrolled_on", longest=40)
        if written and len(self.faults) == before:
            try:
                return read_date(written)
            except Unreadable as error:
                self._fault("enrolled_on", str(error))
        return otherwise
