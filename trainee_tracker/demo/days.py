"""On which days people meet: how the story tells a day, and the holidays of England. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


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


@dataclass
class Calendar:
    """The days that have a name in the story, such as `today`, and those on which nobody meets.

    `closed` are those of one network, beside the holidays that all keep.
    """

    named: dict[str, date]
    closed: frozenset[date] = frozenset()

    def day(self, told: str) -> date:
        """Return a day that is told from another one, such as "week - 13 weeks, open".

        Raises KeyError for a day or a unit that has no such name.
        """
        name, *moves = re.split(r", | (?=[+-] )", told)
        day = self.named[name]
        for move in moves:
            day = next_open(day) if move == "open" else _moved(day, *move.split())
        return day

    def moment(self, told: str) -> datetime:
        """Return the instant (UTC) of a day and a time that are told, such as "today, 18:30"."""
        day, _, clock = told.rpartition(", ")
        return moment(self.day(day), clock)

    def is_closed(self, day: date) -> bool:
        """Tell whether the network holds nothing on `day`."""
        return is_quiet(day) or day in self.closed


def _moved(day: date, sign: str, number: str, unit: str) -> date:
    """Return the day so many days, weeks or years before or after another."""
    count = int(sign + number)
    if unit.startswith("year"):
        return date(day.year + count, day.month, min(day.day, 28))
    return day + count * {"day": DAY, "week": WEEK}[unit.removesuffix("s")]


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
    holidays |= {monday_of(date(year, *last)) for last in ((5, 7), (5, 31), (8, 31))}
    for month, day in ((1, 1), (12, 25), (12, 26)):
        holiday = date(year, month, day)
        # One that falls on a weekend, or on the substitute of another, is kept on the next weekday.
        while holiday.weekday() >= 5 or holiday in holidays:
            holiday += DAY
        holidays.add(holiday)
    return frozenset(holidays)


def is_quiet(day: date) -> bool:
    """Tell whether nobody meets on `day`: bank holidays, Easter, Christmas, a week in August."""
    in_year, sunday = (day.month, day.day), easter(day.year)
    if (8, 11) <= in_year <= (8, 17) or not (1, 2) < in_year < (12, 21):
        return True
    return sunday - 2 * DAY <= day <= sunday + DAY or day in bank_holidays(day.year)


def next_open(day: date) -> date:
    """Return `day`, or the first weekday after it on which offices are open."""
    while day.weekday() >= 5 or is_quiet(day):
        day += DAY
    return day
