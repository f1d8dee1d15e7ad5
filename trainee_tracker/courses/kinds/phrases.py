"""Phrases that the sentences of several kinds of requirement and limit are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from trainee_tracker.accreditation.kinds import CompletedCases, ProblemTypes
from trainee_tracker.accreditation.limits import Cap, PriorLearning
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.courses.words import COURSE_WORDS
from trainee_tracker.filters import duration, number
from trainee_tracker.spoken import speak


def told(*phrases: str) -> str:
    """Return phrases one after the other, as a version lists what it asks; empty ones are left out."""
    return " · ".join(str(phrase) for phrase in phrases if phrase)


def course_word(key: str) -> str:
    """Return a word of a course's terms in the page's language."""
    return speak(COURSE_WORDS[key])


def course_words(keys: Iterable[str]) -> str:
    """Return several words of a course's terms, one after the other."""
    return ", ".join(course_word(key) for key in keys)


def course_time(minutes: int, hour_minutes: int) -> str:
    """Return minutes of the clock in hours of the course, each of `hour_minutes` minutes."""
    if hour_minutes == 60:
        return duration(minutes)
    hours, rest = divmod(minutes, hour_minutes)
    if not hours:
        return duration(minutes)
    whole = _("%(hours)s h of %(minutes)s min", hours=number(hours), minutes=hour_minutes)
    return str(_("%(hours)s and %(rest)s", hours=whole, rest=duration(rest)) if rest else whole)


def titled(parts: Iterable[Any], keys: Iterable[str], *, joint: str = ", ") -> str:
    """Return the titles of the parts of a course that these keys name, in the course's order."""
    named = set(keys)
    return joint.join(part.title for part in parts if part.key in named)


def activities_of(part: Any, terms: Terms) -> str:
    """Return the titles of the activity of a part and of those that count with it."""
    return titled(terms.activities, (part.activity, *getattr(part, "also", ())))


def restrictions(part: Any, terms: Terms) -> list[str]:
    """Return which time alone a part is about: what is left out, and roles, formats and the like."""
    left_out = titled(terms.activities, part.without)
    return [
        _("not: %(activities)s", activities=left_out) if part.without else "",
        _("only as: %(roles)s", roles=course_words(part.roles)) if part.roles else "",
        _("only with: %(formats)s", formats=course_words(part.formats)) if part.formats else "",
        _("only held: %(modes)s", modes=course_words(part.modes)) if part.modes else "",
        _("only if: %(ways)s", ways=course_words(part.observed)) if part.observed else "",
    ]


def each_case(part: CompletedCases | ProblemTypes, terms: Terms) -> str:
    """Return what makes a case complete."""
    sessions = ngettext(
        "each of at least %(num)s session", "each of at least %(num)s sessions", part.sessions
    )
    if part.supervision_minutes:
        supervision = _(
            "with %(time)s of %(kind)s",
            time=course_time(part.supervision_minutes, terms.hour_minutes),
            kind=terms.activity_titles[part.supervision],
        )
        sessions = f"{sessions} {supervision}"
    return told(sessions, terms.activity_titles[part.activity])


def level_words(level: int) -> str:
    """Return a level of the scale of four, with what it means."""
    match level:
        case 1:
            return str(_("seen at all (level 1 of 4)"))
        case 2:
            return str(_("at least partly shown (level 2 of 4)"))
        case 3:
            return str(_("shown (level 3 of 4)"))
    return str(_("shown with skill (level 4 of 4)"))


def up_to(limit: Cap | PriorLearning, terms: Terms) -> str:
    """Return how much a limit leaves: a time, or a share of what a requirement asks."""
    if limit.minutes == 0:
        return str(_("none at all"))
    if limit.minutes is not None:
        return str(_("at most %(time)s", time=course_time(limit.minutes, terms.hour_minutes)))
    return str(
        _(
            "at most %(percent)s %% of what “%(requirement)s” asks",
            percent=limit.percent,
            requirement=titled(terms.requirements, (str(limit.of),)),
        )
    )


def how_many(have: int, title: str, *, one: str) -> str:
    """Return a count and what is counted. Titles speak of many, so one has words of its own."""
    what = one if have == 1 else in_sentence(title)
    return str(_("%(count)s %(what)s", count=number(have), what=what))
