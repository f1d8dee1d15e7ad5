"""How requirements of cases and observed sessions are judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainee_tracker.accreditation.evidence import Evidence, stands
from trainee_tracker.accreditation.kinds import (
    CompletedCases,
    ObservedSessions,
    ProblemTypes,
    Requirement,
)
from trainee_tracker.accreditation.ledger import Key
from trainee_tracker.accreditation.observed_words import a_session_seen, more_sessions_seen
from trainee_tracker.accreditation.outlooks import by_new_cases, by_pace
from trainee_tracker.accreditation.provisions import until_something_happens
from trainee_tracker.accreditation.requirement_kind import RequirementKind
from trainee_tracker.accreditation.standing import RequirementStanding
from trainee_tracker.messages import All, Message, Minutes, Verbatim, names, say, say_many


@dataclass
class Case:
    """What was done with one family or person, known only by a code."""

    sessions: set[Key] = field(default_factory=set)
    supervision_minutes: int = 0
    observed: set[str] = field(default_factory=set)
    problems: set[str] = field(default_factory=set)

    def lacks(self, wanted: CompletedCases | ProblemTypes) -> tuple[Message, ...]:
        """Return what the case still needs, nothing where it is complete."""
        lacking = []
        if len(self.sessions) < wanted.sessions:
            count = wanted.sessions - len(self.sessions)
            lacking.append(say_many("{n} more session", "{n} more sessions", n=count))
        if self.supervision_minutes < wanted.supervision_minutes:
            minutes = wanted.supervision_minutes - self.supervision_minutes
            lacking.append(say("{time} more supervision", time=Minutes(minutes)))
        observed = getattr(wanted, "observed", None)
        if observed and not self.observed & set(observed):
            lacking.append(a_session_seen(observed))
        return tuple(lacking)


def _cases(wanted: CompletedCases | ProblemTypes, evidence: Evidence) -> dict[str, Case]:
    """Return every case of the trainee by its code; several requirements may ask for them."""
    asked = (wanted.activity, wanted.supervision)
    cases: dict[str, Case] | None = evidence.account.cases.get(asked)
    if cases is None:
        cases = evidence.account.cases[asked] = _find_cases(*asked, evidence)
    return cases


def _find_cases(activity: str, supervision: str, evidence: Evidence) -> dict[str, Case]:
    cases: dict[str, Case] = {}
    lines = evidence.tally.lines
    for branch in (activity, supervision):
        for share in evidence.account.counted.below(branch):
            for index in share.bucket.indexes:
                line = lines[index]
                if line.case is None or not (minutes := share.minutes_of(index)):
                    continue
                case = cases.get(line.case)
                if case is None:
                    case = cases[line.case] = Case()
                if line.observed:
                    case.observed.add(line.observed)
                if branch == supervision:
                    case.supervision_minutes += minutes
                else:
                    case.sessions.add(line.session)
                    if line.problem:
                        case.problems.add(line.problem)
    return cases


def judge_completed_cases(requirement: CompletedCases, evidence: Evidence) -> RequirementStanding:
    """Judge how many cases are complete, and say what each of the others needs."""
    lacking = {
        code: case.lacks(requirement) for code, case in _cases(requirement, evidence).items()
    }
    have = sum(not each for each in lacking.values())
    missing = [
        say_many("{n} more complete case", "{n} more complete cases", n=requirement.cases - have)
    ]
    missing += [
        say("case {code}: {lacking}", code=Verbatim(code), lacking=All(each))
        for code, each in sorted(lacking.items())
        if each
    ]
    return stands(
        requirement, have=have, need=requirement.cases, unit="count", missing=tuple(missing)
    )


def judge_problem_types(requirement: ProblemTypes, evidence: Evidence) -> RequirementStanding:
    """Judge how many types of problem the complete cases have."""
    types = {
        problem
        for case in _cases(requirement, evidence).values()
        if not case.lacks(requirement)
        for problem in case.problems
    }
    short = requirement.types - len(types)
    missing = (
        say_many(
            "complete cases of {n} more type of problem; so far {types}",
            "complete cases of {n} more types of problem; so far {types}",
            n=short,
            types=names(sorted(types)),
        )
        if types
        else say_many(
            "complete cases of {n} more type of problem",
            "complete cases of {n} more types of problem",
            n=short,
        )
    )
    return stands(
        requirement, have=len(types), need=requirement.types, unit="count", missing=(missing,)
    )


def judge_observed_sessions(
    requirement: ObservedSessions, evidence: Evidence
) -> RequirementStanding:
    """Judge how many different sessions were observed."""
    have = len({line.session for line, _ in evidence.counted_lines(requirement)})
    missing = more_sessions_seen(requirement.sessions - have, requirement.observed)
    return stands(
        requirement, have=have, need=requirement.sessions, unit="count", missing=(missing,)
    )


OF_CASEWORK: dict[type[Requirement], RequirementKind] = {
    CompletedCases: RequirementKind(
        judge=judge_completed_cases,
        forecast=by_new_cases,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
    ProblemTypes: RequirementKind(
        judge=judge_problem_types,
        forecast=by_new_cases,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
    ObservedSessions: RequirementKind(
        judge=judge_observed_sessions,
        forecast=by_pace,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
}
"""The requirements of work with families."""
