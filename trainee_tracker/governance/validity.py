"""For how long a record holds: its first and last day, as somebody entered or as is usual.

Knows no database. All days are civil dates, both included.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from trainee_tracker.governance.rules import Interval
from trainee_tracker.messages import say
from trainee_tracker.refusals import Impossible

LONGEST_VALIDITY_DAYS = 3660
"""About ten years: a longer one is a slip of the pen in the year."""

EARLIEST_YEAR, LATEST_YEAR = 1990, 2190
"""The years in which a record can begin; any other is a slip of the pen too."""

ONE_DAY = timedelta(days=1)


def validity(valid_from: date, valid_to: date | None, months: int) -> Interval:
    """Return the first and last day of a record; without a last day, the usual number of months.

    Raises Impossible when the days cannot be what somebody meant.
    """
    if not EARLIEST_YEAR <= valid_from.year <= LATEST_YEAR:
        raise Impossible(say("Check the year of the first date."), field="valid_from")
    last = last_valid_day(valid_from, months) if valid_to is None else valid_to
    if last < valid_from:
        raise Impossible(
            say("The last day comes before the first. Check both dates."), field="valid_to"
        )
    if (last - valid_from).days > LONGEST_VALIDITY_DAYS:
        raise Impossible(
            say("That is longer than ten years. Check the year of both dates."), field="valid_to"
        )
    return valid_from, last


def last_valid_day(valid_from: date, months: int) -> date:
    """Return the last day of so many calendar months that begin on `valid_from`.

    Twelve months from 5 May end on 4 May; three months from 30 November end on the last day of
    February, because there is no 30 February to begin the fourth.
    """
    years, month = divmod(valid_from.month - 1 + months, 12)
    year, month = valid_from.year + years, month + 1
    days_in_month = monthrange(year, month)[1]
    if valid_from.day > days_in_month:
        return date(year, month, days_in_month)
    return date(year, month, valid_from.day) - ONE_DAY


def day_to_offer(first: date | None, last: date, today: date) -> date:
    """Return today, or the nearest day on which something can happen to a record."""
    return min(max(first or today, today), last)
