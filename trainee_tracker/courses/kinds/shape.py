"""The shape of what is said of a kind of part of a course, and the words that many kinds share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trainee_tracker.messages import Message, say

if TYPE_CHECKING:
    from trainee_tracker.accreditation.terms import Terms


@dataclass(frozen=True)
class FieldWords:
    """The question that a field answers, and a hint where one helps."""

    question: Message
    hint: Message | None = None


@dataclass(frozen=True)
class PartWords:
    """What a kind of part is called, what it does, and an example that says where it is read."""

    title: Message
    explanation: Message
    example: Message | None = None
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


PRACTICE = FieldWords(say("Which activity is the practice?"), say("With everything below it."))
"""The question after the practice that supervision or cases belong to."""

SHARED_FIELDS: dict[str, FieldWords] = {
    "title": FieldWords(say("What do you call it?"), say("Trainees read these words.")),
    "activity": FieldWords(
        say("Which activity?"), say("Everything below it in the list of activities is included.")
    ),
    "activities": FieldWords(say("Which activities?"), say("With everything below them.")),
    "supervision": FieldWords(
        say("Which activity is the supervision?"),
        say("Time in a group counts as “Time in a group” says."),
    ),
    "also": FieldWords(
        say("Which other activities belong to it?"), say("Tick none if it is alone.")
    ),
    "without": FieldWords(say("Which activities below it are left out?")),
    "roles": FieldWords(
        say("Only for a trainee who took part as"), say("Tick none and every part counts.")
    ),
    "formats": FieldWords(say("Only sessions with"), say("Tick none and all sessions count.")),
    "modes": FieldWords(say("Only sessions held"), say("Tick none and all sessions count.")),
    "observed": FieldWords(
        say("Only where somebody else observed the session"),
        say("Tick none and it does not matter whether it was observed."),
    ),
    "minutes": FieldWords(say("How much time?")),
    "period": FieldWords(say("In every")),
    "level": FieldWords(say("Which level at least?")),
    "competences": FieldWords(
        say("Which competences?"), say("Tick none and every competence of the course is meant.")
    ),
    "modules": FieldWords(
        say("Which modules?"), say("Tick none and every module of the course is meant.")
    ),
    "percent": FieldWords(say("How many per cent?")),
    "of": FieldWords(say("Per cent of which requirement?")),
    "verified": FieldWords(
        say("Did you read this figure in a public source?"),
        say("If not, pages and certificates show it as unverified."),
    ),
}
"""Words for fields that mean the same wherever they stand."""
