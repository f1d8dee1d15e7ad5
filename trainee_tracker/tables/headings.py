"""Reading the first row of a table: which columns there are, and what is wrong with their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from trainee_tracker.messages import All, Own, say, verbatim
from trainee_tracker.reading import without_hidden
from trainee_tracker.tables.rules import Fault, heading_key

_LONGEST_QUOTE: Final = 40
_MOST_QUOTED: Final = 6


@dataclass(frozen=True)
class Columns:
    """The columns that a table may have, in any order.

    `required` are those without which it cannot be read. `called` says what else a heading may be,
    by its `heading_key`, and `guesses` which column is probably meant by one that is refused. Where
    `allows_others`, a heading that means nothing is left unused instead of refused. Where
    `refuses_formulas`, no cell may begin like one, because it goes out to spreadsheets again.
    """

    names: tuple[str, ...]
    required: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, str] = field(default_factory=dict)
    allows_others: bool = False
    refuses_formulas: bool = False

    def meant_by(self, heading: str) -> str | None:
        """Return the column that a heading names, or None."""
        key = heading_key(heading)
        return self._by_key.get(key) or self.called.get(key)

    def guessed(self, heading: str) -> str | None:
        """Return the column that somebody probably means by a heading that names none, or None."""
        key = heading_key(heading)
        near = get_close_matches(key, self._by_key, n=1, cutoff=0.8)
        return self.guesses.get(key) or (self._by_key[near[0]] if near else None)

    @property
    def _by_key(self) -> dict[str, str]:
        return {heading_key(name): name for name in self.names}


@dataclass(frozen=True)
class Heading:
    """Where the columns of a table are, and how the table itself calls them.

    `number` is the row in which they stand, `unused` the headings that mean nothing here, `width`
    the number of cells up to the last heading; without any `places` nothing can be read.
    """

    number: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    width: int = 0


def read_heading(number: int, cells: Sequence[str], columns: Columns) -> Heading:
    """Return what row `number`, the first that says anything, says of the columns."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    faults: list[Fault] = []
    filled = [(place, cell) for place, cell in enumerate(cells) if cell.strip()]
    for place, cell in filled:
        column = columns.meant_by(cell)
        if column is None:
            unknown.append(cell)
        elif column in places:
            message = say("Two columns mean the same. Delete one of them.")
            faults.append(Fault(number, quoted(cell), message))
        else:
            places[column] = place
    if not columns.allows_others:
        faults = [*_faults_of_others(number, unknown, columns, places), *faults]
    unused = tuple(quoted(cell) for cell in unknown)
    return Heading(
        number=number,
        places=places,
        labels={column: quoted(cells[place]) for column, place in places.items()},
        unused=unused,
        faults=(*faults, *_faults_of_absent(number, columns, places, unused)),
        width=max((place + 1 for place, _cell in filled), default=0),
    )


def absent(number: int, column: str, unused: Sequence[str] = ()) -> Fault:
    """Return the fault of a table that lacks a column, told of the row of its headings.

    `unused` are the headings that mean nothing here: one of them may be the column that is missing.
    """
    if not unused:
        message = say("There is no column with this heading. The first row names the columns.")
        return Fault(number, column, message)
    found = All(tuple(say("“{heading}”", heading=Own(each)) for each in unused[:_MOST_QUOTED]))
    message = say(
        "There is no column with this heading. The first row names the columns, and row {row} has"
        " {headings}. If one of them means it, call it “{column}”; if these are no headings, put a"
        " row of headings above them.",
        row=verbatim(number),
        headings=found,
        column=verbatim(column),
    )
    return Fault(number, column, message)


def quoted(cell: str) -> str:
    """Return a cell as a sentence may quote it: short, and with nothing hidden in it."""
    shown = without_hidden(cell.strip())
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[:_LONGEST_QUOTE]}…"


def _faults_of_others(
    number: int, unknown: Sequence[str], columns: Columns, places: Mapping[str, int]
) -> Iterator[Fault]:
    """Yield what to do about each heading that names no column."""
    for cell in unknown:
        guess = columns.guessed(cell)
        heading = Own(quoted(cell))
        known = All(tuple(map(verbatim, columns.names)))
        if not heading.text:
            message = say(
                "Row {row} has a heading that cannot be read. Use one of these headings, or delete"
                " the column: {known}.",
                row=verbatim(number),
                known=known,
            )
        elif guess is not None and guess not in places:
            message = say(
                "Row {row} has “{heading}”. Name that column “{column}” if that is what it means;"
                " else delete it.",
                row=verbatim(number),
                heading=heading,
                column=verbatim(guess),
            )
        else:
            message = say(
                "Row {row} has “{heading}”, which means nothing here. Use one of these headings, or"
                " delete the column: {known}.",
                row=verbatim(number),
                heading=heading,
                known=known,
            )
        yield Fault(number, quoted(cell), message)


def _faults_of_absent(
    number: int, columns: Columns, places: Mapping[str, int], unused: Sequence[str]
) -> Iterator[Fault]:
    for column in columns.required:
        if column not in places:
            # Where other headings are refused, each has been told what it may mean.
            yield absent(number, column, unused if columns.allows_others else ())
