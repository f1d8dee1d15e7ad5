"""What the sentences of several kinds of requirement and limit are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trainee_tracker.accreditation.kinds import CompletedCases, ProblemTypes
from trainee_tracker.accreditation.limits import Cap, PriorLearning
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity, GovernanceNeed
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.courses.words import COURSE_WORDS
from trainee_tracker.messages import (
    All,
    AnyOf,
    Message,
    Minutes,
    Own,
    Percent,
    Value,
    say,
    say_many,
)


def told(first: Value, *more: Value | None) -> Message:
    """Return clauses one after the other, as a version lists what it asks; None is left out."""
    found = first if isinstance(first, Message) else say("{said}", said=first)
    for each in more:
        if each is not None:
            found = say("{said} · {more}", said=found, more=each)
    return found


def course_word(key: str) -> Message:
    """Return a word of a course's terms."""
    return COURSE_WORDS[key]


def course_words(keys: Iterable[str]) -> AnyOf:
    """Return several words of a course's terms, of which any one will do."""
    return AnyOf(tuple(COURSE_WORDS[key] for key in keys))


def course_time(minutes: int, hour_minutes: int) -> Value:
    """Return minutes of the clock in hours of the course, each of `hour_minutes` minutes."""
    hours, rest = divmod(minutes, hour_minutes)
    if hour_minutes == 60 or not hours:
        return Minutes(minutes)
    whole = say("{hours} h of {minutes} min", hours=hours, minutes=hour_minutes)
    return say("{hours} and {rest}", hours=whole, rest=Minutes(rest)) if rest else whole


def titled(parts: Iterable[Any], keys: Iterable[str]) -> All:
    """Return the titles of the parts of a course that these keys name, in the course's order."""
    named = set(keys)
    return All(tuple(Own(part.title) for part in parts if part.key in named))


def activity_of(terms: Terms, key: str) -> Own:
    """Return what the course calls an activity."""
    return Own(terms.activity_titles[key])


def activities_of(part: Any, terms: Terms) -> All:
    """Return the titles of the activity of a part and of those that count with it."""
    return titled(terms.activities, (part.activity, *getattr(part, "also", ())))


def restrictions(part: Any, terms: Terms) -> list[Message | None]:
    """Return which time alone a part is about: what is left out, and roles, formats and the like."""
    left_out = titled(terms.activities, part.without)
    return [
        say("not: {activities}", activities=left_out) if part.without else None,
        only_as(part),
        say("only with: {formats}", formats=course_words(part.formats)) if part.formats else None,
        say("only held: {modes}", modes=course_words(part.modes)) if part.modes else None,
        say("only if: {ways}", ways=course_words(part.observed)) if part.observed else None,
    ]


def only_as(part: Any | Activity) -> Message | None:
    """Return the parts taken in which time counts alone; None where every one does."""
    return say("only as: {roles}", roles=course_words(part.roles)) if part.roles else None


def stopped_without(need: GovernanceNeed, terms: Terms) -> Message | None:
    """Return what does not count on a day without a check; None where it stops nothing."""
    if not need.activities:
        return None
    return say(
        "on a day without it, nothing counts as {activities}",
        activities=AnyOf(titled(terms.activities, need.activities).items),
    )


def each_case(part: CompletedCases | ProblemTypes, terms: Terms) -> Message:
    """Return what makes a case complete."""
    activity = activity_of(terms, part.activity)
    if not part.supervision_minutes:
        sessions = say_many(
            "each of at least {n} session", "each of at least {n} sessions", n=part.sessions
        )
        return told(sessions, activity)
    with_supervision = say_many(
        "each of at least {n} session with {time} of {kind}",
        "each of at least {n} sessions with {time} of {kind}",
        n=part.sessions,
        time=course_time(part.supervision_minutes, terms.hour_minutes),
        kind=activity_of(terms, part.supervision),
    )
    return told(with_supervision, activity)


def level_words(level: int) -> Message:
    """Return a level of the scale of four, with what it means."""
    match level:
        case 1:
            return say("seen at all (level 1 of 4)")
        case 2:
            return say("at least partly shown (level 2 of 4)")
        case 3:
            return say("shown (level 3 of 4)")
    return say("shown with skill (level 4 of 4)")


def up_to(limit: Cap | PriorLearning, terms: Terms) -> Message:
    """Return how much a limit leaves: a time, or a share of what a requirement asks."""
    if limit.minutes == 0:
        return say("none at all")
    if limit.minutes is not None:
        return say("at most {time}", time=course_time(limit.minutes, terms.hour_minutes))
    return say(
        "at most {share} of what “{requirement}” asks",
        share=Percent(limit.percent or 0),
        requirement=titled(terms.requirements, (str(limit.of),)),
    )


def how_many(have: int, title: str) -> Message:
    """Return a count and what is counted, by a title that speaks of as many."""
    return say("{count} {what}", count=have, what=Own(in_sentence(title)))
