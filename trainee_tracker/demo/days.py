"""On which days people meet, and at what time: holidays of England and of two faiths. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

EIDS = (
    "2022-05-02 2023-04-21 2024-04-10 2025-03-30 2026-03-20 2027-03-09 2028-02-26 2029-02-14"
    " 2030-02-04 2031-01-24 2022-07-09 2023-06-28 2024-06-16 2025-06-06 2026-05-27 2027-05-16"
    " 2028-05-05 2029-04-24 2030-04-13 2031-04-02"
)
"""The first days of both Eids by calculation; the moon may move one by a day, so three are kept."""

EID_DAYS = frozenset(
    date.fromisoformat(first) + offset * DAY for first in EIDS.split() for offset in range(3)
)


def moment(day: date, clock: str) -> datetime:
    """Return the instant (UTC) at which a clock in London shows `clock`, such as "18:30"."""
    return datetime.combine(day, time.fromisoformat(clock), LONDON).astimezone(UTC)


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - day.weekday() * DAY


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + offset * DAY


@cache
def easter(year: int) -> date:
    """Return Easter Sunday. Source: the anonymous Gregorian algorithm (Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year. Source: gov.uk/bank-holidays, as they recur."""
    sunday = easter(year)
    holidays = {sunday - 2 * DAY, sunday + DAY}
    holidays.add(monday_of(date(year, 5, 7)))
    holidays.add(monday_of(date(year, 5, 31)))
    holidays.add(monday_of(date(year, 8, 31)))
    for month, day in ((1, 1), (12, 25), (12, 26)):
        holiday = date(year, month, day)
        # One that falls on a weekend, or on the substitute of another, is kept on the next weekday.
        while holiday.weekday() >= 5 or holiday in holidays:
            holiday += DAY
        holidays.add(holiday)
    return frozenset(holidays)


def is_quiet(day: date) -> bool:
    """Tell whether nobody meets on `day`: bank holidays, Easter, Christmas, a week in August."""
    if day in bank_holidays(day.year) or (day.month, day.day) >= (12, 21) or day <= _new_year(day):
        return True
    if date(day.year, 8, 11) <= day <= date(day.year, 8, 17):
        return True
    return easter(day.year) - 2 * DAY <= day <= easter(day.year) + DAY


def _new_year(day: date) -> date:
    return date(day.year, 1, 2)


def next_open(day: date) -> date:
    """Return `day`, or the first weekday after it on which offices are open."""
    while day.weekday() >= 5 or is_quiet(day):
        day += DAY
    return day


def which_days(is_closed: Callable[[date], bool], first: date, weeks: int) -> frozenset[date]:
    """Return the days in the weeks after `first` on which nothing is held."""
    return frozenset(filter(is_closed, days_between(first, first + weeks * WEEK)))
