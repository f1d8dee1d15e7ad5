"""Requirements of time in words: minimums, attendance, and how long it took."""

from __future__ import annotations

import re

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.courses.kinds.phrases import (
    activities_of,
    activity_of,
    course_time,
    restrictions,
    titled,
    told,
)
from trainee_tracker.courses.kinds.shape import FieldWords, RequirementWords
from trainee_tracker.messages import Message, Minutes, Own, Percent, Value, say, say_again, say_many

OF_WHAT = {
    ("taught", "taught hours"): say("{time} of teaching"),
    ("study", "independent study"): say("{time} of independent study"),
    ("practice", "practice"): say("{time} of practice"),
    ("practice", "practice with families"): say("{time} of practice with families"),
    ("supervision", "supervision"): say("{time} of supervision"),
}
"""How a certificate speaks of an activity that a course shares with others, by the activity and by
what the course calls it. One that goes by another name there means something of its own."""

OF_SOME_LINES = ("roles", "formats", "modes", "observed", "after_module", "pooled")
"""What makes a minimum ask for more than any time in its activities, of one person alone."""

_HOURS = re.compile(r"\bhours?\b", re.IGNORECASE)


def _minimum(requirement: kinds.MinimumMinutes, terms: Terms) -> Message:
    is_told_by_title = (
        requirement.title == terms.activity_titles[requirement.activity] and not requirement.also
    )
    modules = titled(terms.modules, (str(requirement.after_module),))
    return told(
        _how_long(requirement, terms),
        None if is_told_by_title else activities_of(requirement, terms),
        *restrictions(requirement, terms),
        say("only after this module is passed: {module}", module=modules)
        if modules.items
        else None,
    )


def _how_long(requirement: kinds.MinimumMinutes, terms: Terms) -> Value:
    time = course_time(requirement.minutes, terms.hour_minutes)
    if requirement.pooled == "person":
        return say("{time} by everyone in the group together", time=time)
    if requirement.pooled == "session":
        return say("{time} of sessions, each counted once for the whole group", time=time)
    return time


def _minimum_figure(requirement: kinds.MinimumMinutes, terms: Terms, have: int) -> Message:
    time, what = Minutes(have), requirement.title
    if _is_whole(terms, requirement):
        activity = terms.activity_titles[requirement.activity]
        shared = OF_WHAT.get((requirement.activity, activity.casefold()))
        if shared is not None:
            return say_again(shared, time=time)
        # "20 h of hours exchanged" says hours twice.
        what = activity if _HOURS.search(what) else what
    named = Own(in_sentence(what))
    if requirement.pooled:
        return say("{what}, {time} by the whole cohort together", what=named, time=time)
    if _HOURS.search(what):
        return say("{what} ({time})", what=named, time=time)
    return say("{time} of {what}", time=time, what=named)


def _is_whole(terms: Terms, requirement: kinds.MinimumMinutes) -> bool:
    """Say whether a minimum is about all time in its activity, and about nothing else."""
    is_other = any(getattr(requirement, name) for name in (*OF_SOME_LINES, "also", "without"))
    return not is_other and not terms.roles_counted[requirement.activity]


def _attendance(requirement: kinds.AttendancePercent, terms: Terms) -> Message:
    return told(
        say(
            "{share} of the time that was held · {activity}",
            share=Percent(requirement.percent),
            activity=activity_of(terms, requirement.activity),
        ),
        say("in every module by itself") if requirement.each_module else None,
    )


def _attendance_figure(requirement: kinds.AttendancePercent, terms: Terms, have: int) -> Message:
    if requirement.each_module:
        return say("at least {share} attendance in every module", share=Percent(have))
    return say("{share} attendance", share=Percent(have))


def _elapsed(requirement: kinds.LeastElapsed, terms: Terms) -> Message:
    activities = activities_of(requirement, terms)
    if requirement.weeks is not None:
        return say_many(
            "spread over at least {n} week, from the first to the last · {activities}",
            "spread over at least {n} weeks, from the first to the last · {activities}",
            n=requirement.weeks,
            activities=activities,
        )
    return say_many(
        "spread over at least {n} month, from the first to the last · {activities}",
        "spread over at least {n} months, from the first to the last · {activities}",
        n=requirement.months or 0,
        activities=activities,
    )


def _elapsed_figure(requirement: kinds.LeastElapsed, terms: Terms, have: int) -> Message:
    if requirement.weeks is not None:
        return say_many(
            "{n} week from the first session to the last",
            "{n} weeks from the first session to the last",
            n=have,
        )
    return say_many(
        "{n} month from the first session to the last",
        "{n} months from the first session to the last",
        n=have,
    )


HOURS: dict[type[kinds.Requirement], RequirementWords] = {
    kinds.MinimumMinutes: RequirementWords(
        say("A minimum of hours"),
        say(
            "At least so much time that counts, for each trainee or for the whole group together. "
            "You can narrow it to some parts taken, kinds of session or ways of meeting."
        ),
        say("AFT Intermediate: 60 h of practice (familytherapy.org.uk)."),
        {
            "pooled": FieldWords(
                say("For the whole group together?"),
                say("Leave it as it is and every trainee needs these hours."),
            ),
            "after_module": FieldWords(
                say("Only time after this module is passed"),
                say("Leave it empty and time before counts too."),
            ),
        },
        sentence=_minimum,
        figure=_minimum_figure,
    ),
    kinds.AttendancePercent: RequirementWords(
        say("Attendance"),
        say(
            "At least such a share of the classes was attended, in minutes. Only classes whose "
            "register is taken count as held."
        ),
        say("One AFT-validated provider asks for 90 per cent (cfssw.org)."),
        {
            "each_module": FieldWords(
                say("Must every module reach it by itself?"),
            ),
        },
        sentence=_attendance,
        figure=_attendance_figure,
    ),
    kinds.LeastElapsed: RequirementWords(
        say("Spread over a time"),
        say(
            "From the first to the last time that counts there are at least so many weeks or "
            "months. Give one of the two."
        ),
        say("California LMFT: at least 104 weeks (camft.org)."),
        {
            "weeks": FieldWords(say("How many weeks?"), say("Leave empty if you give months.")),
            "months": FieldWords(say("How many months?"), say("Leave empty if you give weeks.")),
        },
        sentence=_elapsed,
        figure=_elapsed_figure,
    ),
}
"""The requirements that are a matter of time."""
