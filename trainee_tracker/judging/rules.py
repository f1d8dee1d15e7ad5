"""A ledger file judged against a course: what `flask judge` answers, as data for machines.

How the same reads for a person is in `report.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from trainee_tracker.accreditation.forecast import (
    Forecast,
    as_it_was,
    earlier_day,
    forecast,
    held_back,
    repeated,
)
from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, Outcome, Who
from trainee_tracker.accreditation.outlooks import RequirementForecast
from trainee_tracker.accreditation.plain_json import to_plain
from trainee_tracker.accreditation.standing import (
    CohortStanding,
    JudgedLine,
    RequirementStanding,
    Standing,
)
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import GovernanceNeed
from trainee_tracker.canonical import digest_of
from trainee_tracker.messages import Message, Own, in_a_row, say

DIGEST_LENGTH: Final = 12
"""Hexadecimal digits: enough to tell the versions of a course apart at a glance."""

CHECKS: Final = "checks"
"""The key of the requirement that stands for checks about which nothing was given."""

CHECKS_TITLE: Final = say("Checks in date on the days of practice")


@dataclass(frozen=True)
class JudgedFile:
    """Everyone's standing on a course, with the lines in the order of the file.

    `unjudged` are the governance items that lines need and that were not looked at, because no
    clearances were given, and `checks_key` is that of the requirement which stands for them.
    `forecasts` has one for each trainee, where they were asked for.
    """

    terms: Terms
    lines: tuple[LedgerLine, ...]
    cohort: CohortStanding
    unjudged: tuple[GovernanceNeed, ...]
    forecasts: Mapping[Who, Forecast] = field(default_factory=dict)

    @property
    def checks_key(self) -> str | None:
        """Return the key of the requirement that stands for what was not judged, if there is one."""
        return _key_of_checks(self.terms) if self.unjudged else None

    @property
    def is_met(self) -> bool:
        """Say whether everybody has met everything."""
        return all(standing.met for standing in self.cohort.standings.values())

    @property
    def requirements(self) -> tuple[RequirementStanding, ...]:
        """Return each requirement as it is for whoever is furthest from it."""
        each = [standing.requirements for standing in self.cohort.standings.values()]
        return tuple(min(same, key=_nearness) for same in zip(*each, strict=True))

    def judged_lines(self) -> tuple[JudgedLine, ...]:
        """Return what became of each line, in the order of the file, prior learning last."""
        judged = {
            line.entry: line
            for standing in self.cohort.standings.values()
            for line in standing.lines
        }
        return tuple(judged[line.entry] for line in self.lines)


def judge_file(
    terms: Terms,
    lines: Iterable[LedgerLine],
    clearances: Iterable[Clearance] | None,
    outcomes: Iterable[Outcome],
    as_of: date,
    trainees: Iterable[Who],
) -> JudgedFile:
    """Judge the lines of everyone in `trainees`.

    With `clearances` None nothing is known of the checks: no line is refused for want of one, and
    where a line would need one, an unmet requirement says so in their place, so that nobody is
    told that everything is met.
    """
    lines = tuple(lines)
    unjudged: tuple[GovernanceNeed, ...] = ()
    judged_terms = terms
    if clearances is None:
        unjudged = _checks_needed(terms, lines)
        judged_terms = without_checks(terms)
    cohort = judge_cohort(judged_terms, lines, clearances or (), outcomes, as_of, trainees)
    if unjudged:
        checks = _unjudged_checks(terms, unjudged)
        standings = {
            name: replace(standing, requirements=(*standing.requirements, checks))
            for name, standing in cohort.standings.items()
        }
        cohort = replace(cohort, standings=standings)
    return JudgedFile(terms, lines, cohort, unjudged)


def without_checks(terms: Terms) -> Terms:
    """Return the same terms, by which no line is refused for want of a check."""
    blocking_nothing = tuple(replace(need, activities=()) for need in terms.governance)
    return replace(terms, governance=blocking_nothing)


def with_forecasts(
    judged: JudgedFile,
    clearances: Iterable[Clearance] | None,
    outcomes: Iterable[Outcome],
    deadline: date | None,
) -> JudgedFile:
    """Return the same judgement with everyone's forecast, from the same file and results.

    The record is judged once more, as it stood eight weeks before.
    """
    names = tuple(judged.cohort.standings)
    as_of = judged.cohort.as_of
    lines = as_it_was(judged.lines, as_of)
    before = judge_file(judged.terms, lines, clearances, outcomes, earlier_day(as_of), names).cohort
    began_on: dict[Who, date] = {}
    for line in judged.lines:
        began_on[line.trainee] = min(line.held_on, began_on.get(line.trainee, date.max))
    forecasts = {
        name: forecast(
            judged.terms,
            judged.cohort.standings[name],
            before.standings[name],
            began_on=began_on.get(name),
            deadline=deadline,
        )
        for name in names
    }
    for name, expected in forecasts.items():
        repeats, until = repeated(judged.lines, as_of, expected)
        ahead = judge_file(judged.terms, repeats, clearances, outcomes, until, names).cohort
        forecasts[name] = held_back(expected, ahead.standings[name])
    return replace(judged, forecasts=forecasts)


def _checks_needed(terms: Terms, lines: Iterable[LedgerLine]) -> tuple[GovernanceNeed, ...]:
    """Return the governance items without which any of the lines would not count."""
    activities = {line.activity for line in lines}
    needed = {need.item for key in activities for need in terms.needs_of.get(key, ())}
    return tuple(need for need in terms.governance if need.item in needed)


def _unjudged_checks(terms: Terms, unjudged: tuple[GovernanceNeed, ...]) -> RequirementStanding:
    return RequirementStanding(
        key=_key_of_checks(terms),
        title=str(CHECKS_TITLE),
        met=False,
        have=0,
        need=len(unjudged),
        short=len(unjudged),
        unit="count",
        waiting=0,
        missing=tuple(say("{check}: not judged", check=Own(need.title)) for need in unjudged),
        verified=True,
    )


def _key_of_checks(terms: Terms) -> str:
    """Return a key that no requirement of the course has."""
    key = CHECKS
    while key in {requirement.key for requirement in terms.requirements}:
        key = f"{key}-not-judged"
    return key


def _nearness(requirement: RequirementStanding) -> tuple[bool, int, int]:
    """Return what sorts the same requirement of several people, furthest from it first."""
    return requirement.met, -requirement.short, requirement.have


def digest_of_terms(terms: Terms) -> str:
    """Return a short name for exactly these terms, which any change of them changes."""
    return f"sha256:{digest_of(terms_to_dict(terms))[:DIGEST_LENGTH]}"


def explained(line: JudgedLine) -> Message | None:
    """Return why a line does not count in full and what would help; None where it does."""
    if line.counted_minutes == line.minutes:
        return None
    told = [each for each in (line.reason, line.remedy) if each is not None]
    return in_a_row(told) if told else None


def answer(judged: JudgedFile) -> dict[str, Any]:
    """Return the judgement as plain JSON values.

    `requirements` are of whoever is furthest from each; with several trainees `trainees` has
    everyone's own. `forecast`, where one was asked for, is by trainee.
    """
    standings = judged.cohort.standings
    values: dict[str, Any] = {
        "course": judged.terms.key,
        "version": digest_of_terms(judged.terms),
        "as_of": judged.cohort.as_of.isoformat(),
        "met": judged.is_met,
        "requirements": [_requirement(one) for one in judged.requirements],
        "lines": [
            {
                "entry": line.entry,
                "trainee": line.trainee,
                "minutes": line.minutes,
                "counted_minutes": line.counted_minutes,
                "reason": _in_english(explained(line)),
            }
            for line in judged.judged_lines()
        ],
        "pooled": {
            "person_minutes": judged.cohort.pooled_person_minutes,
            "session_minutes": judged.cohort.pooled_session_minutes,
        },
    }
    if judged.forecasts:
        values["forecast"] = {name: _forecast(one) for name, one in judged.forecasts.items()}
    if len(standings) > 1:
        values["trainees"] = {name: _own(standing) for name, standing in standings.items()}
    return values


def _in_english(message: Message | None) -> str | None:
    """Return a reason for a program, which reads the same whoever runs it."""
    return None if message is None else str(message)


def _own(standing: Standing) -> dict[str, Any]:
    return {
        "met": standing.met,
        "requirements": [_requirement(one) for one in standing.requirements],
    }


def _requirement(requirement: RequirementStanding) -> dict[str, Any]:
    values = {
        "key": requirement.key,
        "title": requirement.title,
        "met": requirement.met,
        "have": requirement.have,
        "need": requirement.need,
        "short": requirement.short,
        "unit": requirement.unit,
    }
    if requirement.report is not None:
        values["report"] = to_plain(requirement.report)
    return values


def _forecast(whole: Forecast) -> dict[str, Any]:
    return {
        "on": whole.on.isoformat() if whole.on else None,
        "deadline": whole.deadline.isoformat() if whole.deadline else None,
        "in_time": whole.is_in_time,
        "deciding": whole.deciding,
        "requirements": [_outlook(part) for part in whole.requirements],
    }


def _outlook(part: RequirementForecast) -> dict[str, Any]:
    return {
        "key": part.key,
        "outlook": part.outlook.value,
        "on": part.on.isoformat() if part.on else None,
        "per_week": part.per_week,
        "needed_per_week": part.needed_per_week,
    }
