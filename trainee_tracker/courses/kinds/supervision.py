"""Requirements of supervision beside practice in words: ratio, regularity, cadence."""

from __future__ import annotations

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.kinds.phrases import activity_of, course_time, told
from trainee_tracker.courses.kinds.shape import PRACTICE, FieldWords, RequirementWords
from trainee_tracker.messages import Message, say, say_many

_PER = {
    "course": say("over the whole course"),
    "month": say("in every calendar month"),
    "week-and-site": say("in every week, at each site"),
}


def _ratio(requirement: kinds.SupervisionRatio, terms: Terms) -> Message:
    amounts = say(
        "{supervision} of {kind} for every {practice} of {activity}",
        supervision=course_time(requirement.supervision_minutes, terms.hour_minutes),
        kind=activity_of(terms, requirement.supervision),
        practice=course_time(requirement.practice_minutes, terms.hour_minutes),
        activity=activity_of(terms, requirement.activity),
    )
    return told(amounts, _PER[requirement.per])


def _regular(requirement: kinds.RegularSupervision, terms: Terms) -> Message:
    time = course_time(requirement.minutes, terms.hour_minutes)
    kind = activity_of(terms, requirement.supervision)
    activity = activity_of(terms, requirement.activity)
    if requirement.period == "month":
        return say(
            "{time} of {kind} in every calendar month with {activity}",
            time=time,
            kind=kind,
            activity=activity,
        )
    return say(
        "{time} of {kind} in every week with {activity}", time=time, kind=kind, activity=activity
    )


def _cadence(requirement: kinds.SupervisionCadence, terms: Terms) -> Message:
    return say_many(
        "{kind} at least every day while there is {activity}",
        "{kind} at least every {n} days while there is {activity}",
        n=requirement.days,
        kind=activity_of(terms, requirement.supervision),
        activity=activity_of(terms, requirement.activity),
    )


SUPERVISION: dict[type[kinds.Requirement], RequirementWords] = {
    kinds.SupervisionRatio: RequirementWords(
        say("So much supervision for so much practice"),
        say("Supervision keeps step with practice: over the whole course, monthly or weekly."),
        say("BACP course: 1 h of supervision for every 8 h of practice (bacp.co.uk)."),
        {
            "activity": PRACTICE,
            "supervision_minutes": FieldWords(say("How much supervision?")),
            "practice_minutes": FieldWords(say("For how much practice?")),
            "per": FieldWords(say("Looked at where?")),
        },
        sentence=_ratio,
        figure=None,
    ),
    kinds.RegularSupervision: RequirementWords(
        say("Supervision in every month"),
        say(
            "At least so much supervision in every month, or week, with practice. Practice in a "
            "month with less still counts; where it should not, add a limit instead."
        ),
        say("NCPS: 1 h 30 min a month (ncps.com)."),
        {"activity": PRACTICE, "minutes": FieldWords(say("How much supervision?"))},
        sentence=_regular,
        figure=None,
    ),
    kinds.SupervisionCadence: RequirementWords(
        say("Never too long without supervision"),
        say("While somebody practises, there is supervision at least every so many days."),
        say("BACP course: at least every two weeks, which is 14 days (bacp.co.uk)."),
        {"activity": PRACTICE, "days": FieldWords(say("At least every how many days?"))},
        sentence=_cadence,
        figure=None,
    ),
}
"""The requirements of supervision: rules that are kept, none of them an amount."""
