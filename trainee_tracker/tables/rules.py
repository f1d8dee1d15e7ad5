"""Reading lists as spreadsheets write them: bytes, separators, headings; knows no database."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from trainee_tracker.refusals import Impossible

MOST_ROWS = 500
"""The most rows of one list; a longer one is sent in parts."""

LONGEST_LIST = 200_000
"""The most characters of one list."""

UNREADABLE = "\ufffd"
"""What stands where a byte meant no character."""

_ZIP_SIGNATURE = b"PK\x03\x04"
_LINE_END = re.compile(r"\r\n|\r|\n")
_SEPARATORS = (",", ";", "\t")
_FORMULA_STARTS = ("=", "+", "-", "@")


class NotAList(Impossible):
    """A file that is no list at all, such as a workbook."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one row, and in which column, both as the list itself has them.

    `number` is the row as a spreadsheet counts it, from 1; 0 and an empty `column` mean the whole.
    """

    number: int
    column: str
    message: str


def decoded(data: bytes) -> str:
    """Return the text of a file, whichever of the usual encodings a spreadsheet saved it in.

    Raises NotAList for a workbook.
    """
    if data.startswith(_ZIP_SIGNATURE):
        raise NotAList(
            "This is a workbook. In your spreadsheet choose “Save as” and then “CSV UTF-8”, "
            "or copy the rows and paste them below."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What older spreadsheets on Windows write; five of its bytes mean nothing.
        return data.decode("cp1252", errors="replace")


def table_of(text: str) -> list[list[str]]:
    """Return the rows of a list, empty ones too, so that the first is the spreadsheet's row 1.

    Raises NotAList when it is too long or cannot be told into cells.
    """
    if len(text) > LONGEST_LIST:
        raise NotAList(f"This list is longer than {LONGEST_LIST:,} characters. Send it in parts.")
    try:
        rows = list(rows_of(text))
    except csv.Error:
        raise NotAList(
            "This could not be read as a list. Is a quotation mark missing somewhere?"
        ) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def rows_of(text: str) -> Iterator[list[str]]:
    """Yield the rows of a list however long it is, without a byte order mark, empty rows too.

    Raises csv.Error at a row that cannot be told into cells.
    """
    text = text.removeprefix("\ufeff")
    lines = (f"{line}\n" for line in _LINE_END.split(text))
    return csv.reader(lines, delimiter=separator_of(text), strict=False)


def separator_of(text: str) -> str:
    """Return what parts the cells: the comma, semicolon or tab that the first full line has most."""
    first = next((line for line in _LINE_END.split(text) if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def looks_like_formula(cell: str) -> bool:
    """Say whether a spreadsheet would take the cell for a formula rather than for words."""
    return cell.startswith(_FORMULA_STARTS)
