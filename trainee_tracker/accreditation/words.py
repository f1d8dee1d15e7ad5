"""The few turns of phrase that the engine's sentences are made of."""

from collections.abc import Sequence
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def duration(minutes: int) -> str:
    """Return minutes as people say them: "0 min", "45 min", "1 h", "1 h 30 min", "3,000 h"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    if not rest:
        return f"{hours:,} h"
    return f"{hours:,} h {rest} min"


def more(minutes: int) -> str:
    """Return what is lacking as people say it: "5 more minutes", "1 h 30 min more"."""
    if minutes < 60:
        return f"{minutes} more minute{'' if minutes == 1 else 's'}"
    return f"{duration(minutes)} more"


def longdate(day: date) -> str:
    """Return a civil date as "3 March 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def monthname(number: int) -> str:
    """Return a month counted from the year 0 (`days.month_number`) as "March 2026"."""
    year, month = divmod(number, 12)
    return f"{MONTHS[month]} {year}"


def months(number: int) -> str:
    """Return a number of months as people say it: "1 month", "18 months", "6 years"."""
    years, rest = divmod(number, 12)
    count, unit = (number, "month") if rest else (years, "year")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def listing(names: Sequence[str], joint: str = "and") -> str:
    """Return names as a list in a sentence: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def in_sentence(title: str) -> str:
    """Return a title as it stands inside a sentence, leaving abbreviations such as DBS alone."""
    starts_with_abbreviation = title[1:2].isupper()
    return title if starts_with_abbreviation else title[:1].lower() + title[1:]


def with_article(name: str) -> str:
    """Return a name with "a" or "an" before it."""
    return f"{'an' if name[:1].lower() in tuple('aeiou') else 'a'} {name}"
