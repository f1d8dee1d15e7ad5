"""What was achieved, figure by figure, in the words of a sentence; knows no database.

Only amounts are said. How often supervision has to be, in what proportion, or of how many types
the cases are, is a rule that was kept, and a rule read out as an amount says something false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.standing import RequirementStanding, Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.filters import duration, number
from trainee_tracker.progress.wording import as_reported

OF_WHAT = {
    ("taught", "taught hours"): _l("%(time)s of teaching"),
    ("study", "independent study"): _l("%(time)s of independent study"),
    ("practice", "practice"): _l("%(time)s of practice"),
    ("practice", "practice with families"): _l("%(time)s of practice with families"),
    ("supervision", "supervision"): _l("%(time)s of supervision"),
}
"""How a certificate speaks of an activity that a course shares with others, by the activity and by
what the course calls it. One that goes by another name there means something of its own."""

OF_SOME_LINES = ("roles", "formats", "modes", "observed", "after_module", "pooled")
"""What makes a minimum ask for more than any time in its activities, of one person alone."""

_HOURS = re.compile(r"\bhours?\b", re.IGNORECASE)


def figures_of(terms: Terms, standing: Standing) -> list[str]:
    """Return what the sentence of achievement lists: each amount, and in brackets its parts.

    Time that is asked for within other time is never said beside it: 100 h of placement and 70 h
    of placement in the room would sound like 170 h.
    """
    said = {each.key: figure_of(terms, each) for each in standing.requirements}
    asked = [each for each in terms.requirements if said.get(each.key)]
    wholes = [one for one in asked if not any(_is_part_of(terms, one, other) for other in asked)]
    parts: dict[str, list[str]] = {whole.key: [] for whole in wholes}
    for one in asked:
        whole = next((each for each in wholes if _is_part_of(terms, one, each)), None)
        if whole is not None:
            parts[whole.key].append(said[one.key])
    return [
        str(_("%(whole)s (of which %(parts)s)", whole=said[key], parts=listed(inside)))
        if inside
        else said[key]
        for key, inside in parts.items()
    ]


def listed(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence: "a", "a and b", "a, b and c"."""
    if len(parts) == 1:
        return parts[0]
    return str(_("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1]))


def _is_part_of(terms: Terms, one: kinds.Requirement, whole: kinds.Requirement) -> bool:
    """Say whether all that counts for `one` counts for `whole` too, and not the other way round."""
    if isinstance(one, kinds.MinimumMinutes) and isinstance(whole, kinds.MinimumMinutes):
        if one.pooled or any(getattr(whole, name) for name in OF_SOME_LINES):
            return False
        inner, outer = _activities(terms, one), _activities(terms, whole)
        is_narrowed = any(getattr(one, name) for name in OF_SOME_LINES)
        return inner < outer or (inner == outer and is_narrowed)
    if isinstance(one, kinds.CompletedCases) and isinstance(whole, kinds.CompletedCases):
        return (
            (one.activity, one.supervision) == (whole.activity, whole.supervision)
            and not whole.observed
            and bool(one.observed)
            and all(mine >= its for mine, its in zip(_least(one), _least(whole), strict=True))
        )
    return False


def _least(cases: kinds.CompletedCases) -> tuple[int, int]:
    return cases.sessions, cases.supervision_minutes


def _activities(terms: Terms, minimum: kinds.MinimumMinutes) -> set[str]:
    """Return the keys of the activities whose time counts for a minimum."""
    return {
        each.key
        for each in terms.activities
        if any(terms.covers(branch, each.key) for branch in (minimum.activity, *minimum.also))
        and not any(terms.covers(branch, each.key) for branch in minimum.without)
    }


def figure_of(terms: Terms, standing: RequirementStanding) -> str:
    """Return what one requirement says of what was achieved; "" where that is no amount."""
    requirement = next((each for each in terms.requirements if each.key == standing.key), None)
    words = FIGURES.get(type(requirement))
    if not words or standing.have <= 0:
        return ""
    figure, reported = words(terms, requirement, standing.have), as_reported(standing)
    return (
        str(_("%(figure)s (%(reported)s)", figure=figure, reported=reported))
        if reported
        else figure
    )


def _minutes(terms: Terms, requirement: kinds.MinimumMinutes, have: int) -> str:
    time, what = duration(have), requirement.title
    if _is_whole(terms, requirement):
        activity = terms.activity_titles[requirement.activity]
        shared = OF_WHAT.get((requirement.activity, activity.casefold()))
        if shared is not None:
            return str(shared) % {"time": time}
        # "20 h of hours exchanged" says hours twice.
        what = activity if _HOURS.search(what) else what
    names = {"time": time, "what": in_sentence(what)}
    if requirement.pooled:
        return str(_("%(what)s, %(time)s by the whole cohort together", **names))
    if _HOURS.search(what):
        return str(_("%(what)s (%(time)s)", **names))
    return str(_("%(time)s of %(what)s", **names))


def _is_whole(terms: Terms, requirement: kinds.MinimumMinutes) -> bool:
    """Say whether a minimum is about all time in its activity, and about nothing else."""
    is_other = any(getattr(requirement, name) for name in (*OF_SOME_LINES, "also", "without"))
    return not is_other and not terms.roles_counted[requirement.activity]


def _attendance(terms: Terms, requirement: kinds.AttendancePercent, have: int) -> str:
    if requirement.each_module:
        return str(_("at least %(percent)s %% attendance in every module", percent=have))
    return str(_("%(percent)s %% attendance", percent=have))


def _modules(terms: Terms, requirement: kinds.ModulesPassed, have: int) -> str:
    return str(ngettext("%(num)s module passed", "%(num)s modules passed", have))


def _elapsed(terms: Terms, requirement: kinds.LeastElapsed, have: int) -> str:
    if requirement.weeks is not None:
        return str(
            ngettext(
                "%(num)s week from the first session to the last",
                "%(num)s weeks from the first session to the last",
                have,
            )
        )
    return str(
        ngettext(
            "%(num)s month from the first session to the last",
            "%(num)s months from the first session to the last",
            have,
        )
    )


def _cases(terms: Terms, requirement: kinds.CompletedCases, have: int) -> str:
    return _counted(have, requirement.title, one=_("completed case"))


def _seen(terms: Terms, requirement: kinds.ObservedSessions, have: int) -> str:
    return _counted(have, requirement.title, one=_("observed session"))


def _evidence(terms: Terms, requirement: kinds.EvidenceCounted, have: int) -> str:
    kind = next(each.title for each in terms.evidence if each.key == requirement.evidence)
    return _counted(have, requirement.title, one=in_sentence(kind))


def _competence(terms: Terms, requirement: kinds.ObservedCompetence, have: int) -> str:
    return str(ngettext("%(num)s observed competence", "%(num)s observed competences", have))


def _counted(have: int, title: str, *, one: str) -> str:
    """Return a count and what is counted. Titles speak of many, so one has words of its own."""
    what = one if have == 1 else in_sentence(title)
    return str(_("%(count)s %(what)s", count=number(have), what=what))


Words = Callable[[Terms, Any, int], str]

FIGURES = cast(
    "dict[type, Words]",
    {
        kinds.MinimumMinutes: _minutes,
        kinds.AttendancePercent: _attendance,
        kinds.ModulesPassed: _modules,
        kinds.LeastElapsed: _elapsed,
        kinds.CompletedCases: _cases,
        kinds.ObservedSessions: _seen,
        kinds.EvidenceCounted: _evidence,
        kinds.ObservedCompetence: _competence,
    },
)
"""The words for each kind of requirement that is an amount; the other kinds are rules."""
