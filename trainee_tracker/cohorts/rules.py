"""Who may act on a cohort, its dates, marks in a register, timetables; knows no database."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainee_tracker.accreditation.words import duration, longdate
from trainee_tracker.people.roles.rules import names_in_words
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)
"""No cohort of this software is older or later: a date outside is a slip of the pen."""

LONGEST_COHORT = timedelta(days=366 * 10)
LONGEST_NAME = 200
MOST_CLASSES = 120
"""The most classes that are planned at once: a class a week for more than two years."""

SHORT_TIMETABLE = 8
"""A timetable of up to so many classes is shown whole."""

LONGEST_CLASS = 720
"""The longest class in minutes: twelve hours."""

CLASS_OF_THE_COURSE = "Class"
"""What a class is called that belongs to no module."""


class Mark(StrEnum):
    """What a register says of one trainee in one class."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    APOLOGIES = "apologies"


class ModuleOutcome(StrEnum):
    """How a trainee did in a module."""

    PASSED = "passed"
    NOT_YET = "not_yet"


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


@dataclass(frozen=True)
class MarkGiven:
    """A mark of the register with the minutes that follow from it."""

    mark: Mark
    minutes_late: int
    minutes_present: int


def ensure_leads(led: Collection[int], organisation_id: int, partner_id: int) -> None:
    """Raise NotAllowed unless the person leads training at the network or at its partner."""
    if organisation_id not in led and partner_id not in led:
        raise NotAllowed("Only a training lead of the network or of its partner may do this.")


def ensure_sides(is_network: bool, is_statutory: bool) -> None:
    """Raise Impossible unless a community network and a statutory partner stand side by side."""
    if not is_network:
        raise Impossible("Choose a network of the community for this cohort.")
    if not is_statutory:
        raise Impossible("Choose a statutory partner, such as a trust, for this cohort.")


def ensure_name(name: str) -> None:
    """Raise Impossible when a cohort has no name, or one that the tables cannot hold."""
    if not name.strip():
        raise Impossible("Write a name for the cohort.")
    if len(name) > LONGEST_NAME:
        raise Impossible(f"Shorten the name to {LONGEST_NAME} characters or fewer.")


def ensure_plausible(day: date) -> None:
    """Raise Impossible for a date that can only be a slip of the pen."""
    if not EARLIEST <= day <= LATEST:
        raise Impossible(
            f"Check the year of {longdate(day)}: it lies between {EARLIEST.year} and {LATEST.year}."
        )


def ensure_dates(starts_on: date, ends_on: date) -> None:
    """Raise Impossible unless the cohort ends after it starts, at a plausible time."""
    ensure_plausible(starts_on)
    ensure_plausible(ends_on)
    if ends_on <= starts_on:
        raise Impossible("A cohort ends after it starts. Check both dates.")
    if ends_on - starts_on > LONGEST_COHORT:
        raise Impossible("A cohort lasts ten years at most. Check both dates.")


def ensure_sites(
    site_organisations: Collection[int], organisation_id: int, partner_id: int
) -> None:
    """Raise Impossible when a site belongs neither to the network nor to its partner."""
    if not set(site_organisations) <= {organisation_id, partner_id}:
        raise Impossible("Choose sites of the network or of its partner.")


def ensure_approval(approved_from: date, approved_until: date | None, ends_on: date) -> None:
    """Raise Impossible unless the approval begins before the cohort ends and lasts a day or more."""
    ensure_plausible(approved_from)
    if approved_from > ends_on:
        raise Impossible(
            f"This cohort ends on {longdate(ends_on)}. Approve the supervisor from an earlier date."
        )
    if approved_until is not None:
        ensure_plausible(approved_until)
        if approved_until < approved_from:
            raise Impossible("The approval ends before it begins. Check both dates.")


def own_place(others: Sequence[str]) -> NotAllowed:
    """Return the refusal for a lead who approves or enrols themselves; `others` lead it too."""
    ask = names_in_words(others) if others else "an administrator to invite a second training lead"
    return NotAllowed(f"Nobody approves or enrols themselves in a cohort. Ask {ask}.")


def ensure_not_both(is_trainee: bool, is_supervisor: bool, name: str) -> None:
    """Raise Impossible for somebody who would supervise themselves."""
    if is_trainee and is_supervisor:
        raise Impossible(
            f"{name} cannot be a trainee and a supervisor of the same cohort, "
            "because nobody signs for themselves."
        )


def ensure_enrolment_date(enrolled_on: date, starts_on: date, ends_on: date) -> None:
    """Raise Impossible when a trainee would join before the cohort begins or after it has ended."""
    ensure_plausible(enrolled_on)
    if enrolled_on < starts_on:
        raise Impossible(
            f"This cohort’s first day is {longdate(starts_on)}, and {longdate(enrolled_on)} is "
            "before it. Enrol the trainee from that first day or a later one."
        )
    if enrolled_on > ends_on:
        raise Impossible(
            f"This cohort ends on {longdate(ends_on)}. Enrol the trainee from an earlier date."
        )


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
        raise Impossible(f"Plan between 1 and {MOST_CLASSES} classes at once.")
    left_out = set(skipping)
    dates: list[date] = []
    step = 0
    while len(dates) < count:
        day = _nth(first_on, step, repeat)
        if day > LATEST:
            raise Impossible("These classes go on for too long. Check the first date.")
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


def has_register_to_take(held_on: date, registers: int, today: date) -> bool:
    """Tell whether the register of a class, taken `registers` times, is still to be taken."""
    return not registers and held_on <= today


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
            raise Impossible("Choose the modules of this course.")
    if titles and len(titles) != len(dates):
        raise Impossible("Give every class a title, or none.")
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
            raise Impossible("Write the time a class starts as hours and minutes, such as 18:30.")
        if not 1 <= planned.minutes <= LONGEST_CLASS:
            raise Impossible(f"A class lasts from 1 to {LONGEST_CLASS} minutes.")
        if not planned.title.strip() or len(planned.title) > LONGEST_NAME:
            raise Impossible(f"Give each class a title of 1 to {LONGEST_NAME} characters.")
    outside = [each.held_on for each in classes if not starts_on <= each.held_on <= ends_on]
    if outside:
        raise Impossible(
            f"The cohort runs from {longdate(starts_on)} to {longdate(ends_on)}; "
            f"a class on {longdate(outside[0])} lies outside."
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


def ensure_class_held(held_on: date, today: date) -> None:
    """Raise Impossible before the day of a class: nobody can have attended yet."""
    if held_on > today:
        raise Impossible(
            f"This class is on {longdate(held_on)}. Take its register on that day or later."
        )


def ensure_same_turn(sequence: int, sequence_seen: int | None) -> None:
    """Raise Stale when a register was taken since the person was shown the last one."""
    if sequence_seen is not None and sequence_seen != sequence:
        raise Stale("Somebody took this register while your page was open. Look at it again.")


def ensure_everyone_marked(listed: Collection[int], marked: Collection[int]) -> None:
    """Raise Impossible unless the marks are of just those trainees who are on the list."""
    if set(marked) - set(listed):
        raise Impossible("This register has a mark for somebody who was not in this class.")
    missing = len(set(listed) - set(marked))
    if missing:
        raise Impossible(
            f"Mark every trainee; {missing} {'has' if missing == 1 else 'have'} no mark yet."
        )


def mark_given(mark: Mark, minutes_late: int, minutes: int) -> MarkGiven:
    """Return a mark with the minutes present in a class of `minutes`.

    Only a late mark has minutes late. Raises Impossible when they do not fit the class.
    """
    if mark is Mark.LATE:
        if not 1 <= minutes_late < minutes:
            raise Impossible(
                f"Somebody late to this class came from 1 to {minutes - 1} minutes after its "
                f"start, because it lasts {duration(minutes)}."
            )
        return MarkGiven(mark, minutes_late, minutes - minutes_late)
    return MarkGiven(mark, 0, minutes if mark is Mark.PRESENT else 0)


def ensure_decided(decided_on: date, today: date) -> None:
    """Raise Impossible for a module result that lies in the future, or long past."""
    ensure_plausible(decided_on)
    if decided_on > today:
        raise Impossible(f"{longdate(decided_on)} is still to come. Enter today or an earlier day.")


def ensure_seen(seen: int | None, last: int) -> None:
    """Raise Stale when a result was recorded since the last one that the person was shown."""
    if seen is not None and seen != last:
        raise Stale("Somebody recorded a result while your page was open. Look at it again.")


def ensure_free(classes: Sequence[PlannedClass], taken: Collection[tuple[date, str]]) -> None:
    """Raise Impossible where a class would begin when another class of the cohort does."""
    seen = set(taken)
    for planned in classes:
        moment = (planned.held_on, planned.starts_at)
        if moment in seen:
            raise Impossible(
                f"There is already a class on {longdate(planned.held_on)} at {planned.starts_at}. "
                "Choose another day or time, or leave that date out."
            )
        seen.add(moment)
