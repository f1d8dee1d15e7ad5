"""The words of every kind of limit: what makes time not count."""

from __future__ import annotations

from trainee_tracker.accreditation import limits
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.kinds.phrases import (
    activities_of,
    activity_of,
    course_time,
    level_words,
    restrictions,
    titled,
    told,
    up_to,
)
from trainee_tracker.courses.kinds.shape import FieldWords, LimitWords
from trainee_tracker.messages import Message, say, say_many

GATED = FieldWords(say("What does not count before?"), say("With everything below it."))
EITHER_MINUTES = FieldWords(
    say("At most how much time?"), say("Leave empty if you give a percentage instead.")
)
EITHER_PERCENT = FieldWords(
    say("Or at most how many per cent?"), say("Leave empty if you give a time instead.")
)
PERCENT_OF = FieldWords(say("Per cent of which requirement?"), say("Only with a percentage."))


def _not_older(limit: limits.NotOlderThan, terms: Terms) -> Message:
    years, rest = divmod(limit.months, 12)
    age = (
        say_many(
            "nothing older than {n} month counts",
            "nothing older than {n} months counts",
            n=limit.months,
        )
        if rest
        else say_many(
            "nothing older than {n} year counts", "nothing older than {n} years counts", n=years
        )
    )
    return told(age, titled(terms.activities, limit.activities) if limit.activities else None)


def _after_modules(limit: limits.AfterModules, terms: Terms) -> Message:
    return say(
        "{activities}: nothing counts before these modules are passed: {modules}",
        activities=titled(terms.activities, limit.activities),
        modules=titled(terms.modules, limit.modules),
    )


def _after_competence(limit: limits.AfterCompetence, terms: Terms) -> Message:
    activities = titled(terms.activities, limit.activities)
    level = level_words(limit.level)
    if not limit.competences:
        return say(
            "{activities}: nothing counts on a day before every competence is {level}, with nothing"
            " harmful",
            activities=activities,
            level=level,
        )
    return say(
        "{activities}: nothing counts on a day before these are {level}, with nothing harmful:"
        " {competences}",
        activities=activities,
        level=level,
        competences=titled(terms.competences, limit.competences),
    )


def _supervised(limit: limits.SupervisedPeriod, terms: Terms) -> Message:
    activities = activities_of(limit, terms)
    time = course_time(limit.minutes, terms.hour_minutes)
    kind = activity_of(terms, limit.supervision)
    period = (
        say(
            "{activities}: a calendar month counts only with {time} of {kind}",
            activities=activities,
            time=time,
            kind=kind,
        )
        if limit.period == "month"
        else say(
            "{activities}: a week counts only with {time} of {kind}",
            activities=activities,
            time=time,
            kind=kind,
        )
    )
    return told(period, say("at each site by itself") if limit.per_site else None)


def _best_window(limit: limits.BestWindow, terms: Terms) -> Message:
    return say_many(
        "{activities}: only the {n} month with the most counts",
        "{activities}: only the {n} months in a row with the most count",
        n=limit.months,
        activities=activities_of(limit, terms),
    )


def _rolling(limit: limits.RollingLimit, terms: Terms) -> Message:
    return say_many(
        "{activities}: at most {time} on any {n} day",
        "{activities}: at most {time} in any {n} days in a row",
        n=limit.days,
        activities=activities_of(limit, terms),
        time=course_time(limit.minutes, terms.hour_minutes),
    )


def _prior(limit: limits.PriorLearning, terms: Terms) -> Message:
    return say(
        "{amount} may have been done elsewhere (prior learning) · {activity}",
        amount=up_to(limit, terms),
        activity=activity_of(terms, limit.activity),
    )


def _cap(limit: limits.Cap, terms: Terms) -> Message:
    return told(up_to(limit, terms), activities_of(limit, terms), *restrictions(limit, terms))


LIMIT_WORDS: dict[type[limits.Limit], LimitWords] = {
    limits.NotOlderThan: LimitWords(
        say("Nothing too old"),
        say("Time from longer ago than so many months does not count."),
        say("California LMFT: nothing older than 6 years, which is 72 months (camft.org)."),
        {
            "months": FieldWords(say("Nothing older than how many months?")),
            "activities": FieldWords(
                say("Which activities?"), say("Tick none and all of them are meant.")
            ),
        },
        sentence=_not_older,
    ),
    limits.AfterModules: LimitWords(
        say("Only after modules"),
        say("Time before the day on which all these modules are passed does not count."),
        say("California LMFT: experience counts after the degree (camft.org)."),
        {
            "activities": GATED,
            "modules": FieldWords(say("Which modules must be passed?")),
        },
        sentence=_after_modules,
    ),
    limits.AfterCompetence: LimitWords(
        say("Only with observed competence"),
        say(
            "Time on a day before a trainee was seen to be competent, with nothing potentially "
            "harmful, does not count."
        ),
        say("WHO EQUIP: nobody sees a family until all harmful items are clear."),
        {"activities": GATED},
        sentence=_after_competence,
    ),
    limits.SupervisedPeriod: LimitWords(
        say("No practice without supervision"),
        say(
            "In a month, or week, with less supervision than this, practice does not count at all. "
            "More supervision in the same month makes it count again."
        ),
        say(
            "BACP individual: 1 h 30 min in each calendar month in which practice is claimed "
            "(bacp.co.uk)."
        ),
        {
            "activity": FieldWords(say("Which activity is the practice?")),
            "minutes": FieldWords(say("How much supervision?")),
            "per_site": FieldWords(say("Is it asked for at each site by itself?")),
        },
        sentence=_supervised,
    ),
    limits.BestWindow: LimitWords(
        say("Only the best stretch of time"),
        say("Only those months in a row count in which most was done; we find them."),
        say("BACP individual: 450 h within any 3 to 6 years (bacp.co.uk)."),
        {"months": FieldWords(say("How many months in a row?"))},
        sentence=_best_window,
    ),
    limits.RollingLimit: LimitWords(
        say("At most so much in any few days"),
        say("What is beyond this time, in any so many days in a row, does not count."),
        say("California LMFT: 40 h in any 7 days in a row (camft.org)."),
        {
            "minutes": FieldWords(say("At most how much time?")),
            "days": FieldWords(say("In how many days in a row?"), say("Usually 7.")),
        },
        sentence=_rolling,
    ),
    limits.PriorLearning: LimitWords(
        say("Prior learning"),
        say(
            "Time that was done elsewhere before the course, and is accepted here (APEL), counts up "
            "to this much. A course without such a limit takes none."
        ),
        say("A quarter of the taught hours: common practice, for which we found no public source."),
        {"minutes": EITHER_MINUTES, "percent": EITHER_PERCENT, "of": PERCENT_OF},
        sentence=_prior,
    ),
    limits.Cap: LimitWords(
        say("At most so much of something"),
        say(
            "Of these activities, or only of some parts taken, kinds of session or ways of "
            "meeting, no more than this counts. No time at all shuts them out."
        ),
        say("NCPS: at most 30 per cent of the placement hours live online (ncps.com)."),
        {"minutes": EITHER_MINUTES, "percent": EITHER_PERCENT, "of": PERCENT_OF},
        sentence=_cap,
    ),
}
"""The words of each kind of limit."""

STAGES: tuple[tuple[tuple[type, ...], object], ...] = (
    (
        limits.DAY_LIMITS,
        say("First, what the day alone decides: too old, or before modules or competence."),
    ),
    (
        (limits.SupervisedPeriod,),
        say(
            "Then group time is credited, and months or weeks without enough supervision fall out."
        ),
    ),
    ((limits.BestWindow,), say("Of what is left, the best stretch of time is found.")),
    ((limits.RollingLimit,), say("Then the most that counts in any few days.")),
    ((limits.PriorLearning,), say("Then the most prior learning.")),
    ((limits.Cap,), say("Last, what is capped. Only then are the requirements added up.")),
)
"""The fixed order in which limits act (`limits.STAGES`), in words."""


def limit_words(limit: limits.Limit, terms: Terms) -> Message:
    """Return what a limit takes away, as a version says it."""
    return LIMIT_WORDS[type(limit)].sentence(limit, terms)
