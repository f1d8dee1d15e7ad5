"""The few turns of phrase that the engine's sentences are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from trainee_tracker.accreditation.vocabulary import FORMATS, MODES, OBSERVED, ROLES
from trainee_tracker.messages import All, AnyOf, Message, Month, Own, Value, say, say_many


def months(number: int) -> Message:
    """Return a number of months as people say it: "1 month", "18 months", "6 years"."""
    years, rest = divmod(number, 12)
    if rest:
        return say_many("{n} month", "{n} months", n=number)
    return say_many("{n} year", "{n} years", n=years)


def calendar_month(number: int) -> Month:
    """Return a month counted from the year 0 (`days.month_number`)."""
    year, month = divmod(number, 12)
    return Month(year, month + 1)


def in_sentence(title: str) -> str:
    """Return a title as it stands inside a sentence, leaving abbreviations such as DBS alone."""
    starts_with_abbreviation = title[1:2].isupper()
    return title if starts_with_abbreviation else title[:1].lower() + title[1:]


def narrowed(activities: All | AnyOf, part: Any) -> Value:
    """Return some activities with the roles, formats, modes and observation that alone are meant.

    Titles stay as people wrote them, so that no language has to inflect them. What narrows them
    makes one noun phrase of another, and is put into sentences where a title alone would stand.
    """
    subject: Value = activities
    if part.roles:
        subject = say("{time} as {roles}", time=subject, roles=one_of(ROLES, part.roles))
    if part.formats:
        subject = say(
            "{time} in sessions with {formats}", time=subject, formats=one_of(FORMATS, part.formats)
        )
    if part.modes:
        subject = say("{time}, {modes}", time=subject, modes=one_of(MODES, part.modes))
    if part.observed:
        subject = say("{time}, {ways}", time=subject, ways=one_of(OBSERVED, part.observed))
    return subject


def one_of(words: Mapping[str, Message], keys: Iterable[str]) -> AnyOf:
    """Return some of the shared words, of which any one will do."""
    return AnyOf(tuple(words[key] for key in keys))


def quoted(title: str) -> Message:
    """Return a title in quotation marks, as it was written."""
    return say("“{title}”", title=Own(title))
