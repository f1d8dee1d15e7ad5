"""Reading tables whose first row names the columns: cell by cell, with every fault by row.

Whoever reads a file says which columns there are and what each row means. Nothing that a file holds
can break the reading: what cannot be taken becomes a fault with its row, its column and a sentence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from flask_babel import gettext as _

from trainee_tracker.reading import Unreadable, read_line, without_hidden
from trainee_tracker.tables import rules
from trainee_tracker.tables.rules import Fault

LONGEST_CELL: Final = 200
"""The most characters of one cell."""

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199

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
_LONGEST_QUOTE: Final = 40
_JOINTS: Final = re.compile(r"[\s_-]+")


class Row:
    """One row while it is read: every cell is tried, so that all its faults are told at once.

    `number` is the row as a spreadsheet counts it, the heading included; `position` counts only
    the rows below the heading that say something, from 1. Each reader returns None for a cell
    that is empty or cannot be taken.
    """

    def __init__(
        self, number: int, position: int, cells: Mapping[str, str], faults: list[Fault]
    ) -> None:
        """Keep the filled cells of the row by column; `faults` is the list of the whole table."""
        self.number = number
        self.position = position
        self._cells = cells
        self._faults = faults
        self._told_before = len(faults)

    @property
    def is_good(self) -> bool:
        """Say whether nothing was wrong with this row; ask before the next row is read."""
        return len(self._faults) == self._told_before

    def fault(self, column: str, message: str) -> None:
        """Note what is wrong in a column of this row."""
        self._faults.append(Fault(self.number, column, message))

    def fills(self, *columns: str) -> list[str]:
        """Return which of these columns hold anything in this row, even if it cannot be taken."""
        return [column for column in columns if column in self._cells]

    def text(self, column: str) -> str | None:
        """Return the clean text of a cell."""
        cell = self._cells.get(column)
        if cell is None or (cell.isascii() and cell.isprintable() and len(cell) <= LONGEST_CELL):
            return cell
        if "\n" in cell:
            self.fault(column, _("This cell goes over several lines. Is a quotation mark missing?"))
            return None
        try:
            clean = read_line(without_hidden(cell), longest=LONGEST_CELL)
        except Unreadable as error:
            self.fault(column, str(error))
            return None
        if clean and without_hidden(cell) == cell:
            return clean
        self.fault(
            column, _("This has a hidden character in it. Empty the cell and type it again.")
        )
        return None

    def day(self, column: str) -> date | None:
        """Return the date of a cell, written as 2026-11-22."""
        cell = self.text(column)
        if cell is None:
            return None
        try:
            return iso_date(cell)
        except Unreadable as error:
            self.fault(column, str(error))
            return None

    def whole(self, column: str, *, least: int, most: int) -> int | None:
        """Return the whole number of a cell, in the digits of any script."""
        cell = self.text(column)
        if cell is None:
            return None
        if cell.isdecimal() and len(cell) <= _MOST_DIGITS and least <= int(cell) <= most:
            return int(cell)
        self.fault(
            column,
            _(
                "“%(cell)s” is not a whole number from %(least)s to %(most)s.",
                cell=quoted(cell),
                least=least,
                most=most,
            ),
        )
        return None

    def word(self, column: str, known: Iterable[str]) -> str | None:
        """Return which of the known words a cell holds, in small or capital letters."""
        cell = self.text(column)
        if cell is None:
            return None
        known = tuple(known)
        if cell in known:
            return cell
        if not known:
            self.fault(column, _("This course has nothing of this kind. Leave this empty."))
            return None
        meant = next((word for word in known if _folded(word) == _folded(cell)), None)
        if meant is None:
            self.fault(column, not_one_of(cell, known))
        return meant

    def is_yes(self, column: str) -> bool | None:
        """Return whether a cell says yes."""
        cell = self.text(column)
        if cell is None:
            return None
        answer = YES_AND_NO.get(cell.casefold())
        if answer is None:
            self.fault(column, _("Write yes or no, not “%(cell)s”.", cell=quoted(cell)))
        return answer

    def needs(self, *columns: str, because: str | None = None) -> None:
        """Note which of these cells are empty though every row, or one with `because`, has them."""
        for column in columns:
            if column in self._cells:
                continue
            if because is None:
                self.fault(column, _("This is empty, and every row needs it."))
            else:
                message = _("This is empty, and a row with %(other)s needs it.", other=because)
                self.fault(column, message)


def read_table(
    text: str,
    columns: Sequence[str],
    *,
    required: Sequence[str] = (),
    take: Callable[[Row], None],
) -> list[Fault]:
    """Give every row that says something to `take`, in order, and return all faults by row.

    `columns` are those a heading may name, in any order; those `required` must be there.
    """
    faults: list[Fault] = []
    places: dict[str, int] | None = None
    width = position = number = 0
    rows = enumerate(rules.rows_of(text), 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            break
        except csv.Error:
            message = _("This could not be told into cells. Is a quotation mark missing?")
            faults.append(Fault(number + 1, "", message))
            break
        if not any(cell.strip() for cell in cells):
            continue
        if places is None:
            places = _places(number, cells, columns, required, faults)
            width = max(place + 1 for place, cell in enumerate(cells) if cell.strip())
            if not places:
                break
            continue
        position += 1
        filled = {
            column: trimmed
            for column, place in places.items()
            if place < len(cells) and (trimmed := _trimmed(cells[place]))
        }
        row = Row(number, position, filled, faults)
        if any(cell.strip() for cell in cells[width:]):
            row.fault("", _("There are more cells than headings."))
        row.needs(*(column for column in required if column in places))
        take(row)
    if places is None:
        faults.append(Fault(0, "", _("The file is empty. Its first row names the columns.")))
    return faults


def _trimmed(cell: str) -> str:
    """Return a cell without space around it, unless it goes on over its line's end."""
    # An unclosed quotation mark takes the end of its line into the cell, so that shall show.
    return cell if "\n" in cell and cell.strip() else cell.strip()


def _places(
    number: int,
    heading: Sequence[str],
    columns: Sequence[str],
    required: Sequence[str],
    faults: list[Fault],
) -> dict[str, int]:
    """Return where each column is, and note what is wrong with the heading."""
    by_word = {_folded(column): column for column in columns}
    places: dict[str, int] = {}
    for place, cell in enumerate(heading):
        if not cell.strip():
            continue
        column = by_word.get(_folded(cell))
        if column is None:
            message = _("There is no such column. There are: %(known)s.", known=", ".join(columns))
            faults.append(Fault(number, quoted(cell), message))
        elif column in places:
            message = _("Two columns have this heading. Delete one of them.")
            faults.append(Fault(number, column, message))
        else:
            places[column] = place
    for column in required:
        if column not in places:
            message = _("There is no column with this heading. The first row names the columns.")
            faults.append(Fault(number, column, message))
    return places


def iso_date(text: str) -> date:
    """Return the date written as 2026-11-22, in the digits of any script, or raise Unreadable."""
    found = _ISO_DATE.fullmatch(text)
    if found is None:
        raise Unreadable(_("Write the date as in 2026-11-22, not “%(cell)s”.", cell=quoted(text)))
    year, month, day = (int(part) for part in found.groups())
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Unreadable(_("The year of “%(cell)s” cannot be. Check the date.", cell=quoted(text)))
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(
            _("The calendar has no day “%(cell)s”. Check the date.", cell=quoted(text))
        ) from None


def not_one_of(cell: str, known: Sequence[str]) -> str:
    """Return the sentence that names the words that a cell may hold."""
    return str(_("“%(cell)s” is not one of: %(known)s.", cell=quoted(cell), known=", ".join(known)))


def claim(name: str, prefix: str, taken: set[str]) -> str:
    """Take `name`, or where something else has it, with the prefix until nothing has; return it."""
    while name in taken:
        name = f"{prefix}{name}"
    taken.add(name)
    return name


def quoted(cell: str) -> str:
    """Return a cell as a sentence may quote it: short, and with nothing hidden in it."""
    shown = without_hidden(cell.strip())
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[:_LONGEST_QUOTE]}…"


def _folded(word: str) -> str:
    """Return a word without regard to capitals, spaces, hyphens and underlines."""
    return _JOINTS.sub("-", word.strip().casefold())
