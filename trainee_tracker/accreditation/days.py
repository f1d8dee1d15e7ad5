"""Stretches of days, as sorted tuples of first and last day that never touch or overlap.

Days are ordinals (`date.toordinal`), because whole numbers are quick to compare and to count
with. Both ends of a stretch are included.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce

Days = tuple[tuple[int, int], ...]

FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()
ALWAYS: Days = ((FIRST_DAY, LAST_DAY),)
NEVER: Days = ()


def between(first: int, last: int) -> Days:
    """Return the days from `first` to `last`; none where they are the wrong way round."""
    return ((first, last),) if first <= last else NEVER


def holds(days: Days, day: int) -> bool:
    """Say whether `day` is one of `days`."""
    return any(first <= day <= last for first, last in days)


def either(parts: Iterable[tuple[int, int]]) -> Days:
    """Return the days that lie in any of `parts`, which may overlap in any way."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(parts):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def both(one: Days, other: Days) -> Days:
    """Return the days that lie in both."""
    return tuple(
        (max(first, start), min(last, end))
        for first, last in one
        for start, end in other
        if max(first, start) <= min(last, end)
    )


def every(parts: Iterable[Days]) -> Days:
    """Return the days that lie in all of `parts`; of no parts, all days."""
    return reduce(both, parts, ALWAYS)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month `months` later (before, where negative).

    Where that month is too short its last day: a year after 29 February is 28 February. Before
    the first and after the last day of the calendar there is nothing: these are returned then.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if years < date.min.year:
        return date.min
    if years > date.max.year:
        return date.max
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_of_months(first: int, months: int) -> int:
    """Return the last day of so many whole calendar months that begin on the day `first`.

    Where they reach past the end of the calendar, its last day or a number that no day has.
    """
    begin = date.fromordinal(first)
    if month_number(first) + months > month_number(LAST_DAY):
        return LAST_DAY + begin.day - 1
    return months_later(begin, months).toordinal() - 1


def month_number(day: int) -> int:
    """Return a number that all days of one calendar month share, one more for each month."""
    civil = date.fromordinal(day)
    return civil.year * 12 + civil.month - 1


def week_number(day: int) -> int:
    """Return a number that all days from a Monday to the next Sunday share."""
    # The first day of the calendar, of ordinal 1, is a Monday.
    return (day - 1) // 7


def first_of_week(number: int) -> int:
    """Return the Monday of a week by its number."""
    return number * 7 + 1


class Numbers(dict[int, int]):
    """The numbers of periods by day, each worked out once: a ledger asks for the same days often.

    It is emptied before it holds more days than the longest life has.
    """

    MOST = 2**16

    def __init__(self, number: Callable[[int], int]) -> None:
        """Begin empty."""
        super().__init__()
        self._number = number

    def __missing__(self, day: int) -> int:
        """Work out the number of a day that nobody asked for yet."""
        if len(self) >= self.MOST:
            self.clear()
        number = self[day] = self._number(day)
        return number


MONTHS = Numbers(month_number)
WEEKS = Numbers(week_number)
