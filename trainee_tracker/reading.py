"""Reading what a person typed or pasted: text, dates and whole numbers.

The same plain functions serve forms and imported lists, so that a name refused on a page is refused
in a spreadsheet too. Each returns a clean value or raises `Unreadable` with a sentence that says
what to do; nothing else can come out, whatever goes in.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Final

from babel import Locale
from babel.dates import get_month_names
from flask_babel import get_locale

from trainee_tracker.messages import Message, say, say_many

_CONTROL: Final = "\u0000-\u001f\u007f-\u009f"
_BIDI: Final = "\u202a-\u202e\u2066-\u2069"
_SEPARATORS: Final = "\u2028\u2029"
# Half of a surrogate pair is no character, and no database could store it.
_SURROGATES: Final = "\ud800-\udfff"

_REFUSED_IN_LINE: Final = re.compile(f"[{_CONTROL}{_BIDI}{_SEPARATORS}{_SURROGATES}]")
_REFUSED_IN_NOTE: Final = re.compile(f"(?![\\n\\t])[{_CONTROL}{_BIDI}{_SURROGATES}]")
_NEWLINE: Final = re.compile("\r\n|[\r\u2028\u2029]")
# Joiners shape the letters of Persian and Urdu inside a word; at its edge they show nothing.
_JOINERS: Final = "\u200c\u200d"
_LOOSE_JOINER: Final = re.compile(f"(?:(?<=\\s)|^)[{_JOINERS}]+|[{_JOINERS}]+(?=\\s|$)")
# Marks that show nothing by themselves: a text made of these alone is empty.
_INVISIBLE: Final = re.compile(f"[\\s{_JOINERS}\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad]*")
_EDGE_MARKS: Final = "\u200b\ufeff"

_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC_DATE: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_WRITTEN_DATE: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d]+)\.?,?\s+(\d{4})")
_EARLIEST_YEAR: Final = 1900
_LATEST_YEAR: Final = 2199
_MOST_DIGITS: Final = 9


HIDDEN: Final = say(
    "This had a hidden character in it, which we cannot keep. "
    "We took it out: check the text and press the button again."
)
NOT_A_DATE: Final = say("Enter a date, for example 22 November 2026")
UNLIKELY_YEAR: Final = say("Check the year of this date, for example 22 November 2026")
NO_SUCH_DAY: Final = say("The calendar has no such day. Check the day, the month and the year.")


class Unreadable(ValueError):
    """What was typed cannot be taken as it is; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def without_hidden(text: str, *, many_lines: bool = False) -> str:
    """Return `text` without the characters that we refuse, fit to be shown again in a field."""
    if many_lines:
        return _REFUSED_IN_NOTE.sub("", _NEWLINE.sub("\n", text))
    return _REFUSED_IN_LINE.sub("", text)


def read_line(text: str, *, longest: int = 200) -> str:
    """Return one line of text: NFC, without space around it; empty when nothing visible is there.

    Raises Unreadable for hidden characters (controls, bidi overrides) and for too long a text.
    """
    stripped = text.strip().strip(_EDGE_MARKS).strip()
    if _REFUSED_IN_LINE.search(stripped):
        raise Unreadable(HIDDEN)
    return _within(_tidy(stripped), longest)


def read_note(text: str, *, longest: int = 10_000) -> str:
    """Return text of many lines, as `read_line` does; line ends become one newline each."""
    stripped = _NEWLINE.sub("\n", text).strip().strip(_EDGE_MARKS).strip()
    if _REFUSED_IN_NOTE.search(stripped):
        raise Unreadable(HIDDEN)
    return _within(_tidy(stripped), longest)


def _tidy(text: str) -> str:
    """Return `text` in normal form C without loose joiners, or nothing if nothing would show."""
    normal = _LOOSE_JOINER.sub("", unicodedata.normalize("NFC", text))
    return "" if _INVISIBLE.fullmatch(normal) else normal


def _within(text: str, longest: int) -> str:
    over = len(text) - longest
    if over > 0:
        raise Unreadable(
            say_many(
                "This is {n} character too long. Shorten it to {longest} or fewer.",
                "This is {n} characters too long. Shorten it to {longest} or fewer.",
                n=over,
                longest=longest,
            )
        )
    return text


def read_whole_number(text: str, *, message: Message) -> int:
    """Return the whole number in `text`, in the digits of any script; else say `message`."""
    compact = text.strip()
    if not compact.isdecimal() or len(compact) > _MOST_DIGITS:
        raise Unreadable(message)
    return int(compact)


@cache
def _months(locale: str) -> dict[str, int]:
    """Return the number of each month by its long and short names, in lower case."""
    names: dict[str, int] = {"sept": 9}
    for width in ("abbreviated", "wide"):
        for which in ("format", "stand-alone"):
            months = get_month_names(width, context=which, locale=Locale.parse(locale))
            names |= {str(name).casefold().rstrip("."): month for month, name in months.items()}
    return names


def _month_number(name: str) -> int:
    """Return the month called `name` in English or the page's language, or 0, which no month is."""
    word = unicodedata.normalize("NFC", name).casefold()
    own = get_locale()
    return _months("en").get(word) or (_months(str(own)).get(word, 0) if own else 0)


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day as somebody wrote them, or None if this is no way to write them."""
    if iso := _ISO_DATE.fullmatch(text):
        year, month, day = iso.groups()
        return int(year), int(month), int(day)
    if numeric := _NUMERIC_DATE.fullmatch(text):
        day, month, year = numeric.groups()
        return int(year), int(month), int(day)
    if written := _WRITTEN_DATE.fullmatch(text):
        day, name, year = written.groups()
        return int(year), _month_number(name), int(day)
    return None


def read_date(text: str) -> date:
    """Return the civil date in `text`: 2026-11-22, 22 November 2026 or 22/11/2026 (day first).

    Raises Unreadable when it is written in another way, and when the calendar has no such day.
    """
    parts = _date_parts(" ".join(text.split()))
    if parts is None:
        raise Unreadable(NOT_A_DATE)
    year, month, day = parts
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise Unreadable(UNLIKELY_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(NO_SUCH_DAY) from None
