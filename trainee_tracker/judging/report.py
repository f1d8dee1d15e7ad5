"""A judged ledger file as plain text, for a person at a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from trainee_tracker.accreditation.forecast import Forecast
from trainee_tracker.accreditation.outlooks import Outlook
from trainee_tracker.accreditation.standing import (
    JudgedLine,
    RequirementStanding,
    Standing,
    Unit,
)
from trainee_tracker.accreditation.words import duration, listing, longdate
from trainee_tracker.judging.rules import JudgedFile, digest_of_terms, explained

WIDTH: Final = 80
"""Columns of the terminal."""

MOST_DAYS: Final = 12
"""The most dates that are named for one reason; how many more there are is said."""


def report(judged: JudgedFile) -> Iterator[str]:
    """Yield the lines of the report: what is met, what is missing, what does not count and why."""
    terms, standings = judged.terms, judged.cohort.standings
    yield from _wrapped(terms.title)
    yield from _wrapped(f"Course {terms.key}, version {digest_of_terms(terms)}.")
    yield from _wrapped(
        f"Rules of {terms.source.body}; read on {longdate(terms.source.read_on)}: "
        f"{terms.source.where}."
    )
    if not terms.is_verified:
        yield from _wrapped("Some of its figures are unverified: no public source confirms them.")
    yield from _wrapped(f"Judged as of {longdate(judged.cohort.as_of)}.")
    if judged.unjudged:
        yield ""
        yield from _wrapped(unjudged_sentence(judged))
    days = {line.entry: line.held_on for line in judged.lines}
    for name, standing in standings.items():
        yield ""
        yield from _of_one(name if len(standings) > 1 else None, standing, days)
        if name in judged.forecasts:
            yield from _forecast(judged.forecasts[name])
    if len(standings) > 1:
        met = sum(standing.met for standing in standings.values())
        yield ""
        yield from _wrapped(f"TOGETHER: {met} of {len(standings)} trainees have met everything.")
        yield from _wrapped(
            f"Practice: {duration(judged.cohort.pooled_person_minutes)} of everybody added up, "
            f"{duration(judged.cohort.pooled_session_minutes)} with each session counted once.",
            "  ",
        )


def unjudged_sentence(judged: JudgedFile) -> str:
    """Return the sentence that says which checks were not looked at, and why."""
    names = listing([need.title for need in judged.unjudged])
    return (
        f"Checks were not judged, because no clearances were given: {names}. "
        "Give them with --clearances."
    )


def _of_one(name: str | None, standing: Standing, days: Mapping[str, date]) -> Iterator[str]:
    """Yield one trainee's part of the report; without a name where there is nobody else."""
    met = [one for one in standing.requirements if one.met]
    unmet = [one for one in standing.requirements if not one.met]
    verdict = (
        "everything is met"
        if standing.met
        else f"not yet, {len(met)} of {len(standing.requirements)} requirements are met"
    )
    yield from _wrapped(f"{name}: {verdict}." if name else f"{verdict[0].upper()}{verdict[1:]}.")
    for title, requirements in (("Met", met), ("Still to do", unmet)):
        if requirements:
            yield ""
            yield title
        for requirement in requirements:
            yield from _of_requirement(requirement)
    lines = tuple(standing.lines)
    yield from _not_counted(lines, days)
    yield from _totals(standing, lines)


def _of_requirement(requirement: RequirementStanding) -> Iterator[str]:
    unit = requirement.unit
    words = f"{requirement.title}: {_amount(requirement.have, unit)}"
    words += f" of {_amount(requirement.need, unit)}"
    if requirement.short:
        words += f", {_amount(requirement.short, unit)} short"
    if requirement.waiting:
        words += f"; {_amount(requirement.waiting, unit)} wait for sign-off"
    if requirement.pooled:
        words += "; of everybody together"
    words += _reported(requirement)
    if not requirement.verified:
        words += " (unverified)"
    yield from _wrapped(words, "  ", "    ")
    # Of minutes the figures say it already; of the rest, which module or which month.
    if unit != "minutes":
        for phrase in requirement.missing:
            yield from _wrapped(f"- {phrase}", "    ", "      ")


def _reported(requirement: RequirementStanding) -> str:
    """Return how much of the figure somebody reported, to follow it; "" where all was counted."""
    report = requirement.report
    if report is None:
        return ""
    if requirement.unit == "minutes":
        return f"; {duration(report.amount)} of it prior learning, as reported"
    return "; as reported" if report.has_register else "; as reported, no class was registered"


def _forecast(whole: Forecast) -> Iterator[str]:
    """Yield when each open requirement is met, and which of them decides."""
    open_parts = [part for part in whole.requirements if part.outlook is not Outlook.MET]
    if not open_parts:
        return
    yield ""
    yield "If things go on as in the last 8 weeks"
    for part in open_parts:
        decides = " (this decides)" if part.key == whole.deciding else ""
        yield from _wrapped(f"{part.title}: {part.in_words}{decides}", "  ", "    ")
    if whole.deadline is not None and whole.is_in_time is not None:
        verdict = "in time for" if whole.is_in_time else "not in time for"
        yield from _wrapped(f"All in all: {verdict} {longdate(whole.deadline)}.", "  ", "    ")


def _not_counted(lines: Sequence[JudgedLine], days: Mapping[str, date]) -> Iterator[str]:
    """Yield what does not count, the same reason once, what costs most first."""
    groups: dict[str, list[JudgedLine]] = {}
    for line in lines:
        reason = explained(line)
        if reason is not None:
            # The same reason on another day is the same reason.
            groups.setdefault(_of_any_day(reason, days[line.entry]), []).append(line)
    if not groups:
        return
    yield ""
    yield "Not counted"
    for reason, group in sorted(groups.items(), key=lambda pair: (-_lost(pair[1]), pair[0])):
        held = sorted({days[line.entry] for line in group})
        named = [longdate(day) for day in held[:MOST_DAYS]]
        more = len(held) - len(named)
        on = f"{', '.join(named)} and {more:,} more days" if more else listing(named)
        count = "1 line" if len(group) == 1 else f"{len(group):,} lines"
        yield from _wrapped(f"{duration(_lost(group))} in {count}, on {on}", "  ", "    ")
        own = explained(group[0]) if len(held) == 1 else None
        yield from _wrapped(own or reason, "    ")


def _of_any_day(reason: str, day: date) -> str:
    """Return a reason that names the day of its line as it reads for lines of several days."""
    return reason.replace(longdate(day), "that day")


def _totals(standing: Standing, lines: Sequence[JudgedLine]) -> Iterator[str]:
    yield ""
    yield "Totals"
    for total in standing.totals:
        if total.counted_minutes or total.waiting_minutes:
            words = f"{total.title}: {duration(total.counted_minutes)}"
            if total.waiting_minutes:
                words += f"; {duration(total.waiting_minutes)} wait for sign-off"
            yield from _wrapped(words, "  ", "    ")
    logged = sum(line.minutes for line in lines)
    lost = _lost(lines)
    yield from _wrapped(
        f"Logged {duration(logged)}: {duration(logged - lost)} counted, "
        f"{duration(lost)} not counted.",
        "  ",
        "    ",
    )


def _lost(lines: Sequence[JudgedLine]) -> int:
    """Return the minutes of lines that do not count."""
    return sum(line.minutes - line.counted_minutes for line in lines)


def _amount(value: int, unit: Unit) -> str:
    if unit == "minutes":
        return duration(value)
    return f"{value} %" if unit == "percent" else f"{value:,}"


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
