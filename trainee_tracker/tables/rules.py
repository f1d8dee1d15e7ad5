"""Tables as spreadsheets write them: from bytes to text, from text to cells; knows no database."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trainee_tracker.messages import Message, say
from trainee_tracker.refusals import Impossible

UNREADABLE: Final = "\ufffd"
"""What stands where a byte meant no character."""

_ZIP_SIGNATURE: Final = b"PK\x03\x04"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_SEPARATORS: Final = (",", ";", "\t")
_FORMULA_STARTS: Final = ("=", "+", "-", "@")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")


class NotAList(Impossible):
    """A file that is no list at all, such as a workbook."""


class NoCells(Exception):
    """Text that cannot be divided into cells; `number` is the row at which that shows."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class Fault:
    """What is wrong in one row, and in which column, both as the list itself has them.

    `number` is the row as a spreadsheet counts it, from 1; 0 and an empty `column` mean the whole.
    """

    number: int
    column: str
    message: Message


def is_workbook(data: bytes) -> bool:
    """Say whether a file is a spreadsheet's own, rather than text."""
    return data.startswith(_ZIP_SIGNATURE)


def decoded(data: bytes) -> str:
    """Return the text of a file, whichever of the usual encodings a spreadsheet saved it in.

    Raises NotAList for a workbook.
    """
    if is_workbook(data):
        raise NotAList(
            say(
                "This is a workbook. In your spreadsheet choose “Save as” and then “CSV UTF-8”, "
                "or copy the rows and paste them below."
            )
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What older spreadsheets on Windows write; five of its bytes mean nothing.
        return data.decode("cp1252", errors="replace")


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that says something, with its number as a spreadsheet counts it, from 1.

    A text may be of any length, and begin with a byte order mark. Raises NoCells at a row that
    cannot be divided into cells.
    """
    text = text.removeprefix("\ufeff")
    lines = (f"{line}\n" for line in _LINE_END.split(text))
    rows = csv.reader(lines, delimiter=separator_of(text), strict=False)
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise NoCells(number + 1) from None


def separator_of(text: str) -> str:
    """Return the separator of the cells: the one of comma, semicolon and tab that the first full
    line has most of.
    """
    first = next((line for line in _LINE_END.split(text) if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def heading_key(heading: str) -> str:
    """Return a heading in small letters, without spaces and signs, to compare it by."""
    return _NOT_A_WORD.sub("", heading.casefold())


def looks_like_formula(cell: str) -> bool:
    """Say whether a spreadsheet would take the cell for a formula rather than for words."""
    return cell.startswith(_FORMULA_STARTS)
