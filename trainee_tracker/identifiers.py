"""What in a note looks as if it could point to a client, found by its shape; pure.

Names and initials have no shape, so no rule can find them: the page says to leave them out. What
has a shape is refused, because this is not the clinical record and must never become one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

BIRTH_AGE = timedelta(days=365)
"""A full date this long before the session is taken for a date of birth. Policy of this software:
a note may say when the family met last, and no shape tells that date from a baby's."""

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
LONG_NUMBER = re.compile(r"(?<![\w-])\d(?:[ -]?\d){9}(?![\w-])")
UK_PHONE = re.compile(r"(?<!\w)(?:(?:\+|00)44[ ()-]*|\(?0)(?:[ ()-]*\d){9,11}(?!\d)")
UK_POSTCODE = re.compile(
    r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}(?!\w)", re.IGNORECASE
)
BIRTH_WORD = re.compile(
    r"(?<!\w)(?:d\.?\s?o\.?\s?b\.?|date of birth|birth date|birthday|born)(?!\w)\D{0,20}\d",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
MONTH_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ .-]+"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .,-]+(\d{4})(?!\d)",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

ADVICE = "Leave it out: this is not the clinical record, and nothing in it may point to a person."


def identifier_fault(text: str, held_on: date | None) -> str | None:
    """Return a sentence that says what in `text` could point to a client, or None.

    `held_on` is the day that the note is about: a date long before it reads like a date of birth.
    It is None where a note may cite papers, such as a certificate or a handbook, which bear old
    dates of their own; a date that is called one of birth is found there too.
    """
    plain = unicodedata.normalize("NFKC", text)
    for kind, found in chain(
        _matches("an e-mail address", EMAIL, plain),
        _nhs_numbers(plain),
        _matches("a phone number", UK_PHONE, plain),
        _matches("a postcode", UK_POSTCODE, plain),
        _matches("a date of birth", BIRTH_WORD, plain),
        _old_dates(plain, held_on) if held_on is not None else (),
    ):
        return f"“{found}” looks like {kind}. {ADVICE}"
    return None


def is_nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number by their check digit.

    Source: NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11; a remainder that would
    need the check digit 10 is never issued.
    """
    values = [int(digit) for digit in digits]
    total = sum(weight * value for weight, value in zip(range(10, 1, -1), values, strict=False))
    return (11 - total % 11) % 11 == values[9]


def _matches(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        yield kind, match.group().strip()


def _nhs_numbers(text: str) -> Iterator[tuple[str, str]]:
    for match in LONG_NUMBER.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", match.group())):
            yield "an NHS number", match.group()


def _old_dates(text: str, held_on: date) -> Iterator[tuple[str, str]]:
    for found, day in _dates(text, held_on):
        if day <= held_on - BIRTH_AGE:
            yield "a date of birth", found


def _dates(text: str, held_on: date) -> Iterator[tuple[str, date]]:
    """Yield every full date in `text`, with the words that say it."""
    numbers = [(each.group(), each.group(3, 2, 1)) for each in DAY_FIRST.finditer(text)]
    numbers += [(each.group(), each.group(1, 2, 3)) for each in YEAR_FIRST.finditer(text)]
    for each in MONTH_NAMED.finditer(text):
        month = MONTHS.index(each.group(2).lower()) + 1
        numbers.append((each.group(), (each.group(3), str(month), each.group(1))))
    for found, (year, month_number, day) in numbers:
        try:
            yield found, date(_whole_year(int(year), held_on), int(month_number), int(day))
        except ValueError:
            # Figures such as 45.50.60 look like a date and are none.
            continue


def _whole_year(year: int, held_on: date) -> int:
    """Return a two-figure year as the latest year with these figures that is not to come."""
    if year >= 100:
        return year
    century = held_on.year - held_on.year % 100
    return century + year if century + year <= held_on.year else century + year - 100
