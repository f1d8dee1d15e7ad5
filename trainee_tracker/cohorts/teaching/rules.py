"""The dates, times and titles of the classes of a timetable; knows no database."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainee_tracker.cohorts.rules import LATEST, LONGEST_NAME, ensure_plausible
from trainee_tracker.messages import say, say_many, verbatim
from trainee_tracker.refusals import Impossible

MOST_CLASSES = 120
"""The most classes that are planned at once: a class a week for more than two years."""

SHORT_TIMETABLE = 8
"""A timetable of up to so many classes is shown whole."""

LONGEST_CLASS = 720
"""The longest class in minutes: twelve hours."""

CLASS_OF_THE_COURSE = "Class"
"""What a class is called that belongs to no module."""


class Repeat(StrEnum):
    """How often a class of a timetable comes back."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class PlannedClass:
    """One class of a timetable before it is saved; `starts_at` is a wall clock such as "18:30"."""

    held_on: date
    starts_at: str
    minutes: int
    title: str
    module_key: str | None


def class_dates(
    first_on: date, count: int, repeat: Repeat, skipping: Collection[date] = ()
) -> list[date]:
    """Return the dates of `count` classes from `first_on`, leaving out the days in `skipping`.

    A class that is left out is not lost: another is added at the end. Monthly classes keep their
    place in the month, such as the second Saturday; a fifth one is the last of the month.
    Raises Impossible for no class or too many, and for dates that can only be a slip of the pen.
    """
    ensure_plausible(first_on)
    if not 1 <= count <= MOST_CLASSES:
        raise Impossible(
            say_many(
                "Plan {n} class at once.",
                "Plan between 1 and {n} classes at once.",
                n=MOST_CLASSES,
            ),
            field="count",
        )
    left_out = set(skipping)
    dates: list[date] = []
    step = 0
    while len(dates) < count:
        day = _nth(first_on, step, repeat)
        if day > LATEST:
            raise Impossible(
                say("These classes go on for too long. Check the first date."), field="first_on"
            )
        if day not in left_out:
            dates.append(day)
        step += 1
    return dates


def _nth(first_on: date, step: int, repeat: Repeat) -> date:
    """Return the date `step` repetitions after the first."""
    if repeat is Repeat.MONTHLY:
        return _same_place(first_on, step)
    days = 7 if repeat is Repeat.WEEKLY else 14
    return first_on + timedelta(days=days * step)


def _same_place(first_on: date, months: int) -> date:
    """Return the same weekday in the same week of a month `months` later, or its last one."""
    years, month = divmod(first_on.month - 1 + months, 12)
    year, month = first_on.year + years, month + 1
    week = (first_on.day - 1) // 7
    first_weekday, length = calendar.monthrange(year, month)
    day = 1 + (first_on.weekday() - first_weekday) % 7 + 7 * week
    return date(year, month, day if day <= length else day - 7)


def near_today(days: Sequence[date], today: date) -> slice:
    """Return which of `days` (in order) to show first: the last three and the next three."""
    if len(days) <= SHORT_TIMETABLE:
        return slice(len(days))
    held = sum(day <= today for day in days)
    start = min(max(0, held - 3), len(days) - 6)
    return slice(start, start + 6)


def spread(modules: Sequence[str | None], count: int) -> list[str | None]:
    """Return the module of each of `count` classes: in order, each with about as many classes."""
    if not modules:
        return [None] * count
    return [modules[index * len(modules) // count] for index in range(count)]


def plan_classes(
    dates: Sequence[date],
    *,
    starts_at: str,
    minutes: int,
    modules: Sequence[str | None],
    module_titles: Mapping[str, str],
    titles: Sequence[str] = (),
) -> list[PlannedClass]:
    """Return one class for each date, with the modules spread over them.

    `titles` has the title of each class; without it a class is called after its module, or
    numbered. Raises Impossible when a module is none of the course, or the titles are too few.
    """
    for module in modules:
        if module is not None and module not in module_titles:
            raise Impossible(say("Choose the modules of this course."))
    if titles and len(titles) != len(dates):
        raise Impossible(say("Give every class a title, or none."))
    return [
        PlannedClass(
            held_on=held_on,
            starts_at=starts_at,
            minutes=minutes,
            title=titles[index] if titles else _title(index, module, module_titles),
            module_key=module,
        )
        for index, (held_on, module) in enumerate(
            zip(dates, spread(modules, len(dates)), strict=True)
        )
    ]


def _title(index: int, module: str | None, module_titles: Mapping[str, str]) -> str:
    return module_titles[module] if module else f"{CLASS_OF_THE_COURSE} {index + 1}"


def ensure_timetable(classes: Sequence[PlannedClass], starts_on: date, ends_on: date) -> None:
    """Raise Impossible unless every class has a plausible time and lies in the cohort's time."""
    for planned in classes:
        if not is_clock(planned.starts_at):
            raise Impossible(
                say("Write the time a class starts as hours and minutes, such as 18:30."),
                field="starts_at",
            )
        if not 1 <= planned.minutes <= LONGEST_CLASS:
            raise Impossible(
                say_many(
                    "A class lasts {n} minute.",
                    "A class lasts from 1 to {n} minutes.",
                    n=LONGEST_CLASS,
                ),
                field="minutes",
            )
        if not planned.title.strip() or len(planned.title) > LONGEST_NAME:
            raise Impossible(
                say_many(
                    "Give each class a title of {n} character.",
                    "Give each class a title of 1 to {n} characters.",
                    n=LONGEST_NAME,
                )
            )
    outside = [each.held_on for each in classes if not starts_on <= each.held_on <= ends_on]
    if outside:
        raise Impossible(
            say(
                "The cohort runs from {first} to {last}; a class on {day} lies outside.",
                first=starts_on,
                last=ends_on,
                day=outside[0],
            )
        )


def is_clock(text: str) -> bool:
    """Say whether `text` is a wall clock from 00:00 to 23:59, with two digits each."""
    hours, colon, minutes = text.partition(":")
    digits = hours + minutes
    return (
        bool(colon)
        and len(hours) == len(minutes) == 2
        and digits.isascii()
        and digits.isdecimal()
        and int(hours) < 24
        and int(minutes) < 60
    )


def ensure_free(classes: Sequence[PlannedClass], taken: Collection[tuple[date, str]]) -> None:
    """Raise Impossible where a class would begin when another class of the cohort does."""
    seen = set(taken)
    for planned in classes:
        moment = (planned.held_on, planned.starts_at)
        if moment in seen:
            raise Impossible(
                say(
                    "There is already a class on {day} at {time}. Choose another day or time, or"
                    " leave that date out.",
                    day=planned.held_on,
                    time=verbatim(planned.starts_at),
                )
            )
        seen.add(moment)
