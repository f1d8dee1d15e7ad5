"""Requirements of cases and of observed sessions in words."""

from __future__ import annotations

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.observed_words import sessions_seen
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.kinds.phrases import (
    activity_of,
    course_words,
    each_case,
    how_many,
    told,
)
from trainee_tracker.courses.kinds.shape import PRACTICE, FieldWords, RequirementWords
from trainee_tracker.messages import Message, say, say_many

EACH_CASE_SESSIONS = FieldWords(say("How many sessions with each case, at least?"))
EACH_CASE_SUPERVISION = FieldWords(
    say("How much supervision of each case, at least?"),
    say("Counted where the supervision names the case. Leave empty if none is asked for."),
)


def _cases(requirement: kinds.CompletedCases, terms: Terms) -> Message:
    cases = say_many(
        "{n} case, {each}",
        "{n} cases, {each}",
        n=requirement.cases,
        each=each_case(requirement, terms),
    )
    if not requirement.observed:
        return cases
    ways = course_words(requirement.observed)
    return told(cases, say("each with a session that was: {ways}", ways=ways))


def _cases_figure(requirement: kinds.CompletedCases, terms: Terms, have: int) -> Message:
    return say("1 completed case") if have == 1 else how_many(have, requirement.title)


def _problem_types(requirement: kinds.ProblemTypes, terms: Terms) -> Message:
    return say_many(
        "cases of {n} type of problem, {each}",
        "cases of {n} different types of problem, {each}",
        n=requirement.types,
        each=each_case(requirement, terms),
    )


def _observed(requirement: kinds.ObservedSessions, terms: Terms) -> Message:
    activity = activity_of(terms, requirement.activity)
    if not requirement.observed:
        return told(say_many("{n} session", "{n} sessions", n=requirement.sessions), activity)
    return told(sessions_seen(requirement.sessions, requirement.observed), activity)


def _observed_figure(requirement: kinds.ObservedSessions, terms: Terms, have: int) -> Message:
    return say("1 observed session") if have == 1 else how_many(have, requirement.title)


CASEWORK: dict[type[kinds.Requirement], RequirementWords] = {
    kinds.CompletedCases: RequirementWords(
        say("Completed cases"),
        say("At least so many cases, each with enough sessions and enough supervision."),
        say("BABCP: 8 cases of at least 5 sessions and 5 h of supervision each (babcp.com)."),
        {
            "activity": PRACTICE,
            "cases": FieldWords(say("How many cases?")),
            "sessions": EACH_CASE_SESSIONS,
            "supervision_minutes": EACH_CASE_SUPERVISION,
            "observed": FieldWords(
                say("Must a session of each case be observed?"),
                say("Tick each way that will do. Tick none if it need not be."),
            ),
        },
        sentence=_cases,
        figure=_cases_figure,
    ),
    kinds.ProblemTypes: RequirementWords(
        say("Different types of problem"),
        say("The completed cases are of at least so many different types of problem."),
        say("BABCP: at least 3 types (babcp.com)."),
        {
            "activity": PRACTICE,
            "types": FieldWords(say("How many types?")),
            "sessions": EACH_CASE_SESSIONS,
            "supervision_minutes": EACH_CASE_SUPERVISION,
        },
        sentence=_problem_types,
        figure=None,
    ),
    kinds.ObservedSessions: RequirementWords(
        say("Observed sessions"),
        say("At least so many different sessions that somebody else saw or heard of."),
        say("Three sessions seen live: common practice, for which we found no public source."),
        {
            "sessions": FieldWords(say("How many sessions?")),
            "observed": FieldWords(
                say("Observed in which way?"),
                say("Tick each way that will do. Tick none and it need not be observed."),
            ),
        },
        sentence=_observed,
        figure=_observed_figure,
    ),
}
"""The requirements of work with families, case by case and session by session."""
