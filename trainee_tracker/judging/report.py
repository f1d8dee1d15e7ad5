"""A judged ledger file as plain text, for a person at a terminal of 80 columns.

What is said is made as messages and spoken at the end, so that it can be had in any language.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainee_tracker.accreditation.forecast import Forecast
from trainee_tracker.accreditation.ledger import Key, Who
from trainee_tracker.accreditation.outlooks import Outlook, RequirementForecast
from trainee_tracker.accreditation.standing import (
    ActivityTotal,
    JudgedLine,
    RequirementStanding,
    Standing,
    figure,
)
from trainee_tracker.judging.rules import (
    CHECKS_TITLE,
    JudgedFile,
    digest_of_terms,
    explained,
)
from trainee_tracker.messages import (
    All,
    Message,
    Minutes,
    Own,
    Value,
    say,
    say_again,
    say_many,
    say_of,
    verbatim,
)
from trainee_tracker.spoken import Speaker

WIDTH: Final = 80
"""Columns of the terminal."""

THAT_DAY: Final = say_of("the day of each of several lines", "that day")

MOST_DAYS: Final = 12
"""The most dates that are named for one reason; how many more there are is said."""


@dataclass(frozen=True)
class Told:
    """One thing that the report says, and how far its first line and the others stand in."""

    said: Message | Own
    first: str = ""
    rest: str = ""


NOTHING: Final = Told(Own(""))
"""An empty line."""


def report(judged: JudgedFile, speaker: Speaker) -> Iterator[str]:
    """Yield the lines of the report: what is met, what is missing, what does not count and why."""
    for told in _told(judged):
        lines = textwrap.wrap(
            speaker.value(told.said),
            WIDTH,
            initial_indent=told.first,
            subsequent_indent=told.rest,
            break_on_hyphens=False,
        )
        yield from lines or [""]


def unjudged_sentence(judged: JudgedFile) -> Message:
    """Return the sentence that says which checks were not looked at, and why."""
    return say(
        "Checks were not judged, because no clearances were given: {checks}. "
        "Give them with {option}.",
        checks=All(tuple(Own(need.title) for need in judged.unjudged)),
        option=verbatim("--clearances"),
    )


def _told(judged: JudgedFile) -> Iterator[Told]:
    standings = judged.cohort.standings
    yield from _of_the_course(judged)
    if judged.unjudged:
        yield NOTHING
        yield Told(unjudged_sentence(judged))
    days = {line.entry: line.held_on for line in judged.lines}
    for name, standing in standings.items():
        yield NOTHING
        yield Told(_verdict(name if len(standings) > 1 else None, standing))
        yield from _of_requirements(judged, standing)
        lines = tuple(standing.lines)
        yield from _not_counted(lines, days)
        yield from _totals(standing, lines)
        if name in judged.forecasts:
            yield from _forecast(judged, judged.forecasts[name])
    if len(standings) > 1:
        yield NOTHING
        yield from _together(judged)


def _of_the_course(judged: JudgedFile) -> Iterator[Told]:
    terms = judged.terms
    yield Told(Own(terms.title))
    yield Told(
        say(
            "Course {course}, version {version}.",
            course=verbatim(terms.key),
            version=verbatim(digest_of_terms(terms)),
        )
    )
    yield Told(
        say(
            "Rules of {body}; read on {day}: {where}.",
            body=Own(terms.source.body),
            day=terms.source.read_on,
            where=Own(terms.source.where),
        )
    )
    if not terms.is_verified:
        yield Told(say("Some of its figures are unverified: no public source confirms them."))
    yield Told(say("Judged as of {day}.", day=judged.cohort.as_of))


def _verdict(name: Who | None, standing: Standing) -> Message:
    """Return how far one trainee is; without a name where there is nobody else."""
    met, of = sum(one.met for one in standing.requirements), len(standing.requirements)
    if name is None and standing.met:
        return say("Everything is met.")
    if name is None:
        return say_many(
            "Not yet, {met} of {n} requirement is met.",
            "Not yet, {met} of {n} requirements are met.",
            n=of,
            met=met,
        )
    if standing.met:
        return say("{name}: everything is met.", name=Own(str(name)))
    return say_many(
        "{name}: not yet, {met} of {n} requirement is met.",
        "{name}: not yet, {met} of {n} requirements are met.",
        n=of,
        met=met,
        name=Own(str(name)),
    )


def _of_requirements(judged: JudgedFile, standing: Standing) -> Iterator[Told]:
    met = [one for one in standing.requirements if one.met]
    unmet = [one for one in standing.requirements if not one.met]
    for title, requirements in ((say("Met"), met), (say("Still to do"), unmet)):
        if requirements:
            yield NOTHING
            yield Told(title)
        for requirement in requirements:
            yield Told(_figures(_name(judged, requirement), requirement), "  ", "    ")
            # Of minutes the figures say it already; of the rest, which module or which month.
            if requirement.unit != "minutes":
                for missing in requirement.missing:
                    yield Told(say("- {missing}", missing=missing), "    ", "      ")


def _name(judged: JudgedFile, part: RequirementStanding | RequirementForecast) -> Message | Own:
    """Return what a requirement is called: by the course, or by us where it is one of ours."""
    return CHECKS_TITLE if part.key == judged.checks_key else Own(part.title)


def _figures(name: Value, requirement: RequirementStanding) -> Message:
    """Return what there is of a requirement, what it asks for, and what is to be known of that."""
    unit = requirement.unit
    have, need = figure(requirement.have, unit), figure(requirement.need, unit)
    said = say("{title}: {have} of {need}", title=name, have=have, need=need)
    if requirement.short:
        short = figure(requirement.short, unit)
        said = say(
            "{title}: {have} of {need}, {short} short",
            title=name,
            have=have,
            need=need,
            short=short,
        )
    for note in _notes(requirement):
        said = say("{figures}; {note}", figures=said, note=note)
    return said if requirement.verified else say("{figures} (unverified)", figures=said)


def _notes(requirement: RequirementStanding) -> Iterator[Message]:
    """Yield what waits, whose the figure is, and how much of it somebody reported."""
    if requirement.waiting:
        amount = figure(requirement.waiting, requirement.unit)
        yield say("{amount} wait for sign-off", amount=amount)
    if requirement.pooled:
        yield say("of everybody together")
    if requirement.as_reported is not None:
        yield requirement.as_reported


def _forecast(judged: JudgedFile, whole: Forecast) -> Iterator[Told]:
    """Yield when each open requirement is met, and which of them decides."""
    open_parts = [part for part in whole.requirements if part.outlook is not Outlook.MET]
    if not open_parts:
        return
    yield NOTHING
    yield Told(say("If things go on as in the last 8 weeks"))
    for part in open_parts:
        title, outlook = _name(judged, part), part.in_words
        if part.key == whole.deciding:
            said = say("{title}: {outlook} (this decides)", title=title, outlook=outlook)
        else:
            said = say("{title}: {outlook}", title=title, outlook=outlook)
        yield Told(said, "  ", "    ")
    if whole.deadline is not None and whole.is_in_time is not None:
        verdict = (
            say("All in all: in time for {day}.", day=whole.deadline)
            if whole.is_in_time
            else say("All in all: not in time for {day}.", day=whole.deadline)
        )
        yield Told(verdict, "  ", "    ")


def _not_counted(lines: Sequence[JudgedLine], days: Mapping[Key, date]) -> Iterator[Told]:
    """Yield what does not count, the same reason once, what costs most first."""
    groups: dict[Message, list[JudgedLine]] = {}
    for line in lines:
        why = explained(line)
        if why is not None:
            # The same reason on another day is the same reason.
            groups.setdefault(_of_any_day(why, days[line.entry]), []).append(line)
    if not groups:
        return
    yield NOTHING
    yield Told(say("Not counted"))
    for reason, group in sorted(groups.items(), key=lambda pair: (-_lost(pair[1]), str(pair[0]))):
        held = sorted({days[line.entry] for line in group})
        yield Told(
            say_many(
                "{time} in {n} line, on {days}",
                "{time} in {n} lines, on {days}",
                n=len(group),
                time=Minutes(_lost(group)),
                days=_days(held),
            ),
            "  ",
            "    ",
        )
        own = explained(group[0]) if len(held) == 1 else None
        yield Told(own or reason, "    ", "    ")


def _days(held: Sequence[date]) -> All:
    """Return the first days of many, and how many more there are."""
    named: tuple[Value, ...] = tuple(held[:MOST_DAYS])
    more = len(held) - len(named)
    if more:
        named = (*named, say_many("{n} more day", "{n} more days", n=more))
    return All(named)


def _of_any_day(reason: Message, day: date) -> Message:
    """Return a reason that names the day of its line as it reads for lines of several days."""
    return say_again(reason, **{name: _any_day(each, day) for name, each in reason.values.items()})


def _any_day(value: Value, day: date) -> Value:
    match value:
        case Message():
            return _of_any_day(value, day)
        case All():
            return All(tuple(_any_day(each, day) for each in value.items))
        case date() if value == day:
            return THAT_DAY
    return value


def _totals(standing: Standing, lines: Sequence[JudgedLine]) -> Iterator[Told]:
    yield NOTHING
    yield Told(say("Totals"))
    for total in standing.totals:
        if total.counted_minutes or total.waiting_minutes:
            yield Told(_total(total), "  ", "    ")
    logged, lost = sum(line.minutes for line in lines), _lost(lines)
    yield Told(
        say(
            "Logged {logged}: {counted} counted, {lost} not counted.",
            logged=Minutes(logged),
            counted=Minutes(logged - lost),
            lost=Minutes(lost),
        ),
        "  ",
        "    ",
    )


def _total(total: ActivityTotal) -> Message:
    title, counted = Own(total.title), Minutes(total.counted_minutes)
    if not total.waiting_minutes:
        return say("{title}: {counted}", title=title, counted=counted)
    return say(
        "{title}: {counted}; {waiting} wait for sign-off",
        title=title,
        counted=counted,
        waiting=Minutes(total.waiting_minutes),
    )


def _together(judged: JudgedFile) -> Iterator[Told]:
    standings = judged.cohort.standings
    yield Told(
        say_many(
            "TOGETHER: {met} of {n} trainee have met everything.",
            "TOGETHER: {met} of {n} trainees have met everything.",
            n=len(standings),
            met=sum(standing.met for standing in standings.values()),
        )
    )
    yield Told(
        say(
            "Practice: {added} of everybody added up, {once} with each session counted once.",
            added=Minutes(judged.cohort.pooled_person_minutes),
            once=Minutes(judged.cohort.pooled_session_minutes),
        ),
        "  ",
        "  ",
    )


def _lost(lines: Sequence[JudgedLine]) -> int:
    """Return the minutes of lines that do not count."""
    return sum(line.minutes - line.counted_minutes for line in lines)
