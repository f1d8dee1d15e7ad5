"""What was achieved, figure by figure, in words; knows no database.

Only amounts are said. How often supervision has to be, in what proportion, or of how many types
the cases are, is a rule that was kept, and a rule read out as an amount says something false. How
each kind of requirement is told is known to `courses/kinds/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_babel import gettext as _

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.standing import RequirementStanding, Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.kinds.hours import OF_SOME_LINES
from trainee_tracker.courses.kinds.requirements import figure_words
from trainee_tracker.spoken import ISOLATE, POP, speak

_WITHOUT_ISOLATES: Final = str.maketrans("", "", ISOLATE + POP)


def figures_of(terms: Terms, standing: Standing) -> list[str]:
    """Return the amounts that were reached, each with its parts in brackets.

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
    if requirement is None or standing.have <= 0:
        return ""
    words = figure_words(requirement, terms, standing.have)
    # What a certificate says has no isolates: nothing in it may turn the direction of reading.
    figure = "" if words is None else speak(words).translate(_WITHOUT_ISOLATES)
    if not figure or standing.as_reported is None:
        return figure
    return str(_("%(figure)s (%(reported)s)", figure=figure, reported=speak(standing.as_reported)))
