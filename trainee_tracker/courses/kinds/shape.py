"""The shape of what is said of a kind of part of a course, and the words that many kinds share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel import LazyString

    from trainee_tracker.accreditation.terms import Terms
    from trainee_tracker.messages import Message


@dataclass(frozen=True)
class FieldWords:
    """The question that a field answers, and a hint where one helps."""

    question: LazyString
    hint: LazyString | None = None


@dataclass(frozen=True)
class PartWords:
    """What a kind of part is called, what it does, and an example that says where it is read."""

    title: LazyString
    explanation: LazyString
    example: LazyString | None = None
    fields: Mapping[str, FieldWords] = field(default_factory=dict)

    def about(self, name: str) -> FieldWords:
        """Return the words of a field: the kind's own, or those that all kinds share."""
        return self.fields.get(name) or SHARED_FIELDS[name]


@dataclass(frozen=True, kw_only=True)
class LimitWords(PartWords):
    """All that is said of a kind of limit: also the `sentence` in which a version says it."""

    sentence: Callable[[Any, Terms], Message]


@dataclass(frozen=True, kw_only=True)
class RequirementWords(PartWords):
    """All that is said of a kind of requirement.

    `sentence` is how a version asks it. `figure` is how a certificate tells how much of it was
    achieved; None for a rule that is kept, which read out as an amount would say something false.
    """

    sentence: Callable[[Any, Terms], Message]
    figure: Callable[[Any, Terms, int], Message] | None


PRACTICE = FieldWords(_l("Which activity is the practice?"), _l("With everything below it."))
"""The question after the practice that supervision or cases belong to."""

SHARED_FIELDS: dict[str, FieldWords] = {
    "title": FieldWords(_l("What do you call it?"), _l("Trainees read these words.")),
    "activity": FieldWords(
        _l("Which activity?"), _l("Everything below it in the list of activities is included.")
    ),
    "activities": FieldWords(_l("Which activities?"), _l("With everything below them.")),
    "supervision": FieldWords(
        _l("Which activity is the supervision?"),
        _l("Time in a group counts as “Time in a group” says."),
    ),
    "also": FieldWords(_l("Which other activities belong to it?"), _l("Tick none if it is alone.")),
    "without": FieldWords(_l("Which activities below it are left out?")),
    "roles": FieldWords(
        _l("Only for a trainee who took part as"), _l("Tick none and every part counts.")
    ),
    "formats": FieldWords(_l("Only sessions with"), _l("Tick none and all sessions count.")),
    "modes": FieldWords(_l("Only sessions held"), _l("Tick none and all sessions count.")),
    "observed": FieldWords(
        _l("Only where somebody else observed the session"),
        _l("Tick none and it does not matter whether it was observed."),
    ),
    "minutes": FieldWords(_l("How much time?")),
    "period": FieldWords(_l("In every")),
    "level": FieldWords(_l("Which level at least?")),
    "competences": FieldWords(
        _l("Which competences?"), _l("Tick none and every competence of the course is meant.")
    ),
    "modules": FieldWords(
        _l("Which modules?"), _l("Tick none and every module of the course is meant.")
    ),
    "percent": FieldWords(_l("How many per cent?")),
    "of": FieldWords(_l("Per cent of which requirement?")),
    "verified": FieldWords(
        _l("Did you read this figure in a public source?"),
        _l("If not, pages and certificates show it as unverified."),
    ),
}
"""Words for fields that mean the same wherever they stand."""
