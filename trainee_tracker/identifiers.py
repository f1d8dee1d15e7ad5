"""What in a note looks as if it could point to a client, found by its shape; pure.

Names and initials have no shape, so no rule can find them: the page says to leave them out. What
has a shape is refused, because this is not the clinical record and must never become one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

import stdnum.gb.nhs
import stdnum.gb.upn
import stdnum.ie.pps
import stdnum.in_.aadhaar
import stdnum.pk.cnic
import stdnum.pl.pesel
import stdnum.ro.cnp
import stdnum.tr.tckimlik
from phonenumbers import Leniency, PhoneNumberMatcher

from trainee_tracker.messages import Message, Own, say, say_again

BIRTH_AGE = timedelta(days=365)
"""A full date this long before the session is taken for a date of birth. Policy of this software:
a note may say when the family met last, and no shape tells that date from a baby's."""

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
LONG_NUMBER = re.compile(r"(?<![\w-])\d(?:[ -]?\d){9}(?![\w-])")
UK_PHONE = re.compile(r"(?<!\w)(?:(?:\+|00)44[ ()-]*|\(?0)(?:[ ()-]*\d){9,11}(?!\d)")
DAY_OR_TIME: Final = re.compile(
    r"(?<![\d-])(?:(?:19|2[01])\d\d-\d\d-\d\d|\d\d?[./-]\d\d?[./-](?:19|2[01])\d\d|\d\d?[:.]\d\d)(?!\d)"
)
"""Times and days, which are no part of a phone number: "18:05 - 2026-11-16" is none."""
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
_NI_LETTERS: Final = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
NI_NUMBER: Final = re.compile(
    rf"(?<![\w-])(?:{_NI_LETTERS}(?:[ -]?\d{{2}}){{3}}[ -]?[A-D]|(?i:{_NI_LETTERS}\d{{6}}[A-D]))(?![\w-])"
)
"""Source: HMRC, National Insurance Manual, NIM39110: which letters there are. It has no check digit.
With spaces only capitals are taken, since "by 12 05 26 a" is a date and an article."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

LATEST_IN_FOUR_FIGURES: Final = 2400
"""Four figures below this may be a year or a time of day."""


def _is_aadhaar(number: str) -> bool:
    """Tell an Aadhaar number by its check digit from three years or times of day in a row."""
    digits = re.sub(r"\D", "", number)
    groups = (digits[:4], digits[4:8], digits[8:])
    is_times = all(int(group) < LATEST_IN_FOUR_FIGURES for group in groups)
    return not is_times and stdnum.in_.aadhaar.is_valid(digits)


UNITED_KINGDOM: Final = 44
"""The country code of numbers that UK_PHONE finds, however they are written."""

CHECKED_NUMBERS: Final[tuple[tuple[Message, re.Pattern[str], Callable[[str], bool]], ...]] = tuple(
    (sentence, re.compile(rf"(?<![\w-]){shape}(?![\w-])", re.IGNORECASE), is_valid)
    for sentence, shape, is_valid in (
        (
            say("“{found}” looks like a pupil’s number."),
            r"[A-Z]\d{11}[\dA-Z]",
            stdnum.gb.upn.is_valid,
        ),
        (
            say("“{found}” looks like an Irish PPS number."),
            r"\d{7}[A-W][A-IW]?",
            stdnum.ie.pps.is_valid,
        ),
        (
            say("“{found}” looks like a Pakistani identity number."),
            r"\d{5}-\d{7}-\d",
            stdnum.pk.cnic.is_valid,
        ),
        (
            say("“{found}” looks like an Indian Aadhaar number."),
            r"\d{4}([ -]?)\d{4}\1\d{4}",
            _is_aadhaar,
        ),
        (say("“{found}” looks like a Polish PESEL number."), r"\d{11}", stdnum.pl.pesel.is_valid),
        (
            say("“{found}” looks like a Turkish identity number."),
            r"\d{11}",
            stdnum.tr.tckimlik.is_valid,
        ),
        (
            say("“{found}” looks like a Romanian personal number."),
            r"\d{13}",
            stdnum.ro.cnp.is_valid,
        ),
    )
)
"""Numbers by which a state knows one person: their shape, and whether their check digit is right.
Each is long enough, or checked well enough, that ordinary figures are not taken for one."""


def identifier_fault(text: str, held_on: date | None) -> Message | None:
    """Return a sentence that says what in `text` could point to a client, or None.

    `held_on` is the day that the note is about: a date long before it reads like a date of birth.
    It is None where a note may cite papers, such as a certificate or a handbook, which bear old
    dates of their own; a date that is called one of birth is found there too.
    """
    shown = unicodedata.normalize("NFKC", text)
    plain = _with_ascii_digits(shown)
    for sentence, (start, end) in chain(
        _matches(say("“{found}” looks like an e-mail address."), EMAIL, plain),
        _nhs_numbers(plain),
        _phones_abroad(plain),
        _matches(say("“{found}” looks like a phone number."), UK_PHONE, _without_days(plain)),
        _matches(say("“{found}” looks like a National Insurance number."), NI_NUMBER, plain),
        _checked_numbers(plain),
        _matches(say("“{found}” looks like a postcode."), UK_POSTCODE, plain),
        _matches(say("“{found}” looks like a date of birth."), BIRTH_WORD, plain),
        _old_dates(plain, held_on) if held_on is not None else (),
    ):
        return say(
            "{likeness} Leave it out: this is not the clinical record, and nothing in it may point"
            " to a person.",
            likeness=say_again(sentence, found=Own(shown[start:end].strip())),
        )
    return None


Found = tuple[Message, tuple[int, int]]
"""A sentence that says what something looks like, and where it stands: from which letter, up to which."""


def _with_ascii_digits(text: str) -> str:
    """Return a text of the same length in which the digits of every script are 0 to 9."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _without_days(text: str) -> str:
    """Return a text of the same length with dots in place of days and times of day."""
    return DAY_OR_TIME.sub(lambda match: "." * len(match.group()), text)


def is_nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number by their check digit.

    Scotland's CHI number and Northern Ireland's Health and Care number are checked alike.
    """
    return stdnum.gb.nhs.is_valid(digits)


def _matches(sentence: Message, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield sentence, match.span()


def _nhs_numbers(text: str) -> Iterator[Found]:
    for match in LONG_NUMBER.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", match.group())):
            yield say("“{found}” looks like an NHS number."), match.span()


def _phones_abroad(text: str) -> Iterator[Found]:
    """Yield numbers with the code of a country (+ or 00) that its numbering plan knows."""
    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.VALID):
        if match.number.country_code != UNITED_KINGDOM:
            yield say("“{found}” looks like a phone number."), (match.start, match.end)


def _checked_numbers(text: str) -> Iterator[Found]:
    for sentence, shape, is_valid in CHECKED_NUMBERS:
        for match in shape.finditer(text):
            if is_valid(match.group()):
                yield sentence, match.span()


def _old_dates(text: str, held_on: date) -> Iterator[Found]:
    for where, day in _dates(text, held_on):
        if day <= held_on - BIRTH_AGE:
            yield say("“{found}” looks like a date of birth."), where


def _dates(text: str, held_on: date) -> Iterator[tuple[tuple[int, int], date]]:
    """Yield every full date in `text`, after the place where it stands."""
    numbers = [(each.span(), each.group(3, 2, 1)) for each in DAY_FIRST.finditer(text)]
    numbers += [(each.span(), each.group(1, 2, 3)) for each in YEAR_FIRST.finditer(text)]
    for each in MONTH_NAMED.finditer(text):
        month = MONTHS.index(each.group(2).lower()) + 1
        numbers.append((each.span(), (each.group(3), str(month), each.group(1))))
    for where, (year, month_number, day) in numbers:
        try:
            yield where, date(_whole_year(int(year), held_on), int(month_number), int(day))
        except ValueError:
            # Figures such as 45.50.60 look like a date and are none.
            continue


def _whole_year(year: int, held_on: date) -> int:
    """Return a two-figure year as the latest year with these figures that is not to come."""
    if year >= 100:
        return year
    century = held_on.year - held_on.year % 100
    return century + year if century + year <= held_on.year else century + year - 100
