"""Reading tables whose first row names the columns: cell by cell, with every fault by row.

Whoever reads a table says which columns there are and what each row means. Nothing that it holds
can break the reading: what cannot be taken becomes a fault with its row, its column and a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from trainee_tracker.messages import (
    AnyOf,
    Message,
    Own,
    Value,
    Verbatim,
    in_english,
    say,
    say_again,
    say_many,
    say_of,
    verbatim,
)
from trainee_tracker.reading import Unreadable, read_line, without_hidden
from trainee_tracker.spelling import read_printed, tidied, unseen_fault
from trainee_tracker.spoken import speak
from trainee_tracker.tables.damage import damaged_part
from trainee_tracker.tables.headings import Columns, Heading, quoted, read_heading
from trainee_tracker.tables.rules import UNREADABLE, Fault, NoCells, looks_like_formula, rows_of

LONGEST_CELL: Final = 200
"""The most characters of one cell."""

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199

YES: Final = say_of("written into a list", "yes")
NO: Final = say_of("written into a list", "no")

YES_AND_NO: Final = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}

_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOST_DIGITS: Final = 9
_JOINTS: Final = re.compile(r"[\s_-]+")


HIDDEN: Final = say("This has a hidden character in it. Empty the cell and type it again.")
EMPTY: Final = say("This is empty, and every row needs it.")
NOT_ONE_OF: Final = say("“{cell}” is not one of: {known}.")


@dataclass
class Table:
    """What was read of a table: its heading, how many rows say something, and every fault."""

    columns: Columns
    heading: Heading = field(default_factory=Heading)
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)


def iso_date(text: str) -> date:
    """Return the date written as 2026-11-22, in the digits of any script, or raise Unreadable."""
    found = _ISO_DATE.fullmatch(text)
    if found is None:
        raise Unreadable(say("Write the date as in 2026-11-22, not “{cell}”.", cell=cited(text)))
    year, month, day = (int(part) for part in found.groups())
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Unreadable(say("The year of “{cell}” cannot be. Check the date.", cell=cited(text)))
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(
            say("The calendar has no day “{cell}”. Check the date.", cell=cited(text))
        ) from None


class Row:
    """One row while it is read: every cell is tried, so that all its faults are told at once.

    `number` is the row as a spreadsheet counts it, the heading included; `position` counts only
    the rows below the heading that say something, from 1. Each reader of a cell returns None where
    it is empty or cannot be taken.
    """

    def __init__(self, number: int, cells: Sequence[str], table: Table) -> None:
        """Keep the filled cells by column; what is wrong with them is told to the table."""
        self.number = number
        self.position = table.rows
        self._table = table
        self._told_before = len(table.faults)
        self._cells = {
            column: trimmed
            for column, place in table.heading.places.items()
            if place < len(cells) and (trimmed := _trimmed(cells[place]))
        }
        if any(cell.strip() for cell in cells[table.heading.width :]):
            message = say(
                "There are more cells than headings. "
                "Put words that hold a comma into quotation marks."
            )
            self.fault("", message)

    @property
    def is_good(self) -> bool:
        """Say whether nothing was wrong with this row; ask before the next row is read."""
        return len(self._table.faults) == self._told_before

    def fault(self, column: str, message: Message) -> None:
        """Note what is wrong in a column of this row."""
        label = self._table.heading.labels.get(column, column)
        self._table.faults.append(Fault(self.number, label, message))

    def fills(self, *columns: str) -> list[str]:
        """Return which of these columns hold anything in this row, even if it cannot be taken."""
        return [column for column in columns if column in self._cells]

    def has(self, column: str) -> bool:
        """Say whether the table has such a column at all."""
        return column in self._table.heading.places

    def needs(self, *columns: str, message: Message = EMPTY) -> None:
        """Note which of these cells are empty though every row has to fill them.

        That the whole table lacks a column is told once, of its heading.
        """
        for column in columns:
            if self.has(column) and column not in self._cells:
                self.fault(column, message)

    def needs_beside(self, other: str, *columns: str) -> None:
        """Note which of these cells are empty though a row that fills `other` has to fill them."""
        for column in columns:
            if column not in self._cells:
                message = say(
                    "This is empty, and a row with {other} needs it.", other=verbatim(other)
                )
                self.fault(column, message)

    def text(self, column: str, *, longest: int = LONGEST_CELL) -> str | None:
        """Return the clean text of a cell; `longest` is the most characters it may have."""
        cell = self._cells.get(column)
        if cell is None:
            return None
        allows_formula = not self._table.columns.refuses_formulas
        if allows_formula and cell.isascii() and cell.isprintable() and len(cell) <= longest:
            # Nearly every cell of a long table is such plain text.
            return cell
        damaged = cell if UNREADABLE in cell else ""
        message = _fault_of_text(cell, damaged, allows_formula=allows_formula)
        clean = self._clean(column, cell, message, read_line, longest)
        if clean == "":
            # A mark that shows nothing is not the same as nothing to whoever compares two cells.
            self.fault(column, HIDDEN)
        return clean or None

    def printed(self, column: str, *, longest: int = LONGEST_CELL) -> str | None:
        """Return the clean text of a cell that certificates print, such as a name."""
        cell = self._cells.get(column)
        if cell is None:
            return None
        message = _fault_of_text(cell, damaged_part(cell), allows_formula=False)
        if message is None and (unseen := unseen_fault(tidied(cell))):
            message = say("{fault} Empty the cell and type it again.", fault=unseen)
        return self._clean(column, cell, message, read_printed, longest) or None

    def _clean(
        self,
        column: str,
        cell: str,
        message: Message | None,
        reader: Callable[..., str],
        longest: int,
    ) -> str | None:
        """Return what `reader` makes of a cell, or None and the fault noted, such as `message`."""
        if message is None:
            try:
                return reader(cell, longest=longest)
            except Unreadable as error:
                message = error.message
        self.fault(column, message)
        return None

    def day(self, column: str, *, reader: Callable[[str], date] = iso_date) -> date | None:
        """Return the date of a cell; written as 2026-11-22, unless another reader takes more."""
        cell = self.text(column)
        if cell is None:
            return None
        try:
            return reader(cell)
        except Unreadable as error:
            self.fault(column, error.message)
            return None

    def whole(self, column: str, *, least: int, most: int) -> int | None:
        """Return the whole number of a cell, in the digits of any script."""
        cell = self.text(column)
        if cell is None:
            return None
        if cell.isdecimal() and len(cell) <= _MOST_DIGITS and least <= int(cell) <= most:
            return int(cell)
        # Written as digits alone, which is how a cell has to hold it.
        message = say(
            "“{cell}” is not a whole number from {least} to {most}.",
            cell=cited(cell),
            least=verbatim(least),
            most=verbatim(most),
        )
        self.fault(column, message)
        return None

    def word(
        self, column: str, known: Collection[str], *, unknown: Message = NOT_ONE_OF
    ) -> str | None:
        """Return which of the known words a cell holds, in small or capital letters.

        Where `known` gives each word a title, that will do as well, in the language of the page or
        in English. `unknown` is said of any other word, without the values `cell` and `known`.
        """
        cell = self.text(column)
        if cell is None or cell in known:
            return cell
        titles = _titled(known)
        if not titles:
            self.fault(column, say("This course has nothing of this kind. Leave this empty."))
            return None
        folded = _folded(cell)
        meant = [word for word in titles if _folded(word) == folded]
        meant = meant or [word for word, title in titles.items() if folded in _folded_titles(title)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            message = say(
                "“{cell}” is the name of several. Write one of: {keys}.",
                cell=cited(cell),
                keys=AnyOf(tuple(map(verbatim, meant))),
            )
        else:
            message = say_again(unknown, cell=cited(cell), known=AnyOf(_named(titles)))
        self.fault(column, message)
        return None

    def is_yes(self, column: str) -> bool | None:
        """Return whether a cell says yes, in the language of the page or in English."""
        cell = self.text(column)
        if cell is None:
            return None
        answer = YES_AND_NO.get(cell.casefold())
        if answer is None:
            own = {speak(YES).casefold(): True, speak(NO).casefold(): False}
            answer = own.get(cell.casefold())
        if answer is None:
            message = say("Write {yes} or {no}, not “{cell}”.", yes=YES, no=NO, cell=cited(cell))
            self.fault(column, message)
        return answer


def read_table(
    text: str, columns: Columns, *, take: Callable[[Row], None], most_rows: int | None = None
) -> Table:
    """Give every row that says something to `take`, in order, and return all faults by row.

    Of a table of more than `most_rows` rows, the rows beyond are only counted.
    """
    table = Table(columns)
    try:
        for number, cells in rows_of(text):
            if not table.heading.number:
                table.heading = read_heading(number, cells, columns)
                table.faults += table.heading.faults
                if not table.heading.places:
                    return table
                continue
            table.rows += 1
            if most_rows is None or table.rows <= most_rows:
                take(Row(number, cells, table))
    except NoCells as error:
        message = say("From here on no cell can be told. Is a quotation mark missing?")
        table.faults.append(Fault(error.number, "", message))
        return table
    if not table.heading.number:
        message = say("The list is empty. Its first row names the columns.")
        table.faults.append(Fault(0, "", message))
    if most_rows is not None and table.rows > most_rows:
        message = say_many(
            "This list has {n} row; send at most {most} at once.",
            "This list has {n} rows; send at most {most} at once.",
            n=table.rows,
            most=most_rows,
        )
        table.faults.append(Fault(0, "", message))
    return table


def _trimmed(cell: str) -> str:
    """Return a cell without space around it, unless it goes on over its line's end."""
    # An unclosed quotation mark takes the end of its line into the cell, so that shall show.
    return cell if "\n" in cell and cell.strip() else cell.strip()


def _fault_of_text(cell: str, damaged: str, *, allows_formula: bool) -> Message | None:
    """Return why a cell cannot be read as words, whatever they are; None where it can."""
    if "\n" in cell:
        return say("This cell goes over several lines. Is a quotation mark missing?")
    if damaged:
        return say(
            "Letters were damaged on the way: “{word}”. Open the list where this still "
            "looks right, save it as “CSV UTF-8” and send that, or type it again.",
            word=cited(damaged),
        )
    if without_hidden(cell) != cell:
        return HIDDEN
    if not allows_formula and looks_like_formula(cell):
        return say(
            "This begins like a formula. Write the words themselves, without “{sign}”.",
            sign=verbatim(cell[0]),
        )
    return None


def cited(cell: str) -> Own:
    """Return a cell as a message quotes it."""
    return Own(quoted(cell))


def _titled(known: Collection[str]) -> Mapping[str, Value]:
    """Return what to call each of the known words: its title where there is one."""
    if not isinstance(known, Mapping):
        return {word: Verbatim(word) for word in known}
    return {word: Own(title) if isinstance(title, str) else title for word, title in known.items()}


def _folded_titles(title: Value) -> set[str]:
    said = {speak(title)} if isinstance(title, Message) else set()
    return {_folded(each) for each in (in_english(title), *said)}


def _named(titles: Mapping[str, Value]) -> tuple[Value, ...]:
    """Return what a cell may hold, by titles where these tell it apart."""
    times = Counter(titles.values())
    return tuple(title if times[title] == 1 else Verbatim(word) for word, title in titles.items())


def claim(name: str, prefix: str, taken: set[str]) -> str:
    """Take `name`, with the prefix as often as needed until nothing else has it, and return it."""
    while name in taken:
        name = f"{prefix}{name}"
    taken.add(name)
    return name


def _folded(word: str) -> str:
    """Return a word without regard to capitals, spaces, hyphens and underlines."""
    return _JOINTS.sub("-", word.strip().casefold())
