"""What every kind of requirement and of limit provides, and that a kind which lacks any is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, get_args, get_origin, get_type_hints

import pytest

from trainee_tracker.accreditation.difference_words import FIELD_WORDS
from trainee_tracker.accreditation.kinds import KINDS
from trainee_tracker.accreditation.limits import DAY_LIMITS, LIMITS, STAGES
from trainee_tracker.accreditation.outlooks import by_pace
from trainee_tracker.accreditation.provisions import LimitKind, until_something_happens
from trainee_tracker.accreditation.registry import LIMIT_KINDS, REQUIREMENT_KINDS
from trainee_tracker.accreditation.requirement_kind import RequirementKind
from trainee_tracker.courses.kinds.answers import CHOICE_WORDS
from trainee_tracker.courses.kinds.limits import LIMIT_WORDS
from trainee_tracker.courses.kinds.requirements import REQUIREMENT_WORDS
from trainee_tracker.courses.kinds.shape import (
    SHARED_FIELDS,
    FieldWords,
    LimitWords,
    PartWords,
    RequirementWords,
)
from trainee_tracker.messages import say

NEVER_ASKED = {"key"}
"""The form makes a key from the title."""

ENGINE = {
    "judging": "judge",
    "how much it takes away": "acts",
    "forecast": "forecast",
    "until when it holds": "holds_until",
    "whether somebody without practice keeps it": "is_kept_by_nobody",
}
IN_WORDS = {
    "name": "title",
    "explanation": "explanation",
    "example": "example",
    "how a version says it": "sentence",
    "figure of a certificate": "figure",
}
OF_LIMITS = {"how much it takes away", "until when it holds"}
NOT_OF_LIMITS = {"figure of a certificate"}


def lacking(
    kind: type, does: Mapping[type, object], says: Mapping[type, PartWords], *, is_limit: bool
) -> list[str]:
    """Return what a kind does not provide yet, of all that one has to."""
    asked = {
        what: name
        for what, name in ENGINE.items()
        if (what in OF_LIMITS if is_limit else what != "how much it takes away")
    }
    found = [what for what, name in asked.items() if not hasattr(does.get(kind), name)]
    words = says.get(kind)
    for what, name in IN_WORDS.items():
        if is_limit and what in NOT_OF_LIMITS:
            continue
        may_be_none = what == "figure of a certificate"
        if not hasattr(words, name) or (getattr(words, name) is None and not may_be_none):
            found.append(what)
    own = words.fields if words else {}
    names = [each.name for each in fields(kind) if each.name not in NEVER_ASKED]
    found += [f"question of the form about {name}" for name in names if not _asks(own, name)]
    found += [
        f"answer of the form: {answer}"
        for name in names
        for answer in _answers(kind, name)
        if (name, answer) not in CHOICE_WORDS
    ]
    found += [f"phrase for a changed {name}" for name in names if name not in FIELD_WORDS]
    return found


def _asks(own: Mapping[str, FieldWords], name: str) -> bool:
    return name in own or name in SHARED_FIELDS


def _answers(kind: type, name: str) -> list[str]:
    """Return the words of which a field takes one; none for a field that takes something else."""
    hint = get_type_hints(kind)[name]
    literals = [each for each in (hint, *get_args(hint)) if get_origin(each) is Literal]
    return [answer for each in literals for answer in get_args(each)]


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_kind_of_requirement_provides_all_of_it(kind: type) -> None:
    assert lacking(kind, REQUIREMENT_KINDS, REQUIREMENT_WORDS, is_limit=False) == []


@pytest.mark.parametrize("kind", LIMITS.values())
def test_every_kind_of_limit_provides_all_of_it(kind: type) -> None:
    assert lacking(kind, LIMIT_KINDS, LIMIT_WORDS, is_limit=True) == []
    assert kind in (*DAY_LIMITS, *STAGES), "A limit has its place in the order in which they act."


def test_nothing_is_registered_that_is_no_kind() -> None:
    assert set(REQUIREMENT_KINDS) == set(REQUIREMENT_WORDS) == set(KINDS.values())
    assert set(LIMIT_KINDS) == set(LIMIT_WORDS) == set(LIMITS.values())


@dataclass(frozen=True)
class Shifts:
    """A kind that no course knows: so many night shifts, in wards of one colour."""

    kind: ClassVar[str] = "shifts"
    key: str
    title: str
    sessions: int
    colour: Literal["green", "blue"] = "green"


DOES = RequirementKind(
    judge=lambda _requirement, _evidence: pytest.fail("Nothing is judged here."),
    forecast=by_pace,
    holds_until=until_something_happens,
    is_kept_by_nobody=False,
)
SAYS: dict[str, Any] = {
    "title": say("Shifts"),
    "explanation": say("So many shifts."),
    "example": say("Three, on a green ward."),
    "fields": {"sessions": FieldWords(say("How many?"))},
    "sentence": lambda part, _terms: say("{shifts} shifts", shifts=part.sessions),
    "figure": None,
}


def test_a_kind_that_provides_nothing_is_told_all_of_it() -> None:
    assert lacking(Shifts, {}, {}, is_limit=False) == [
        "judging",
        "forecast",
        "until when it holds",
        "whether somebody without practice keeps it",
        "name",
        "explanation",
        "example",
        "how a version says it",
        "figure of a certificate",
        "question of the form about sessions",
        "question of the form about colour",
        "answer of the form: green",
        "answer of the form: blue",
        "phrase for a changed colour",
    ]
    assert lacking(Shifts, {}, {}, is_limit=True)[:2] == [
        "how much it takes away",
        "until when it holds",
    ]


def test_a_kind_of_which_the_form_cannot_ask_one_field_is_found() -> None:
    does: dict[type, object] = {Shifts: DOES}
    says: dict[type, PartWords] = {Shifts: RequirementWords(**SAYS)}
    assert lacking(Shifts, does, says, is_limit=False) == [
        "question of the form about colour",
        "answer of the form: green",
        "answer of the form: blue",
        "phrase for a changed colour",
    ]


@pytest.mark.parametrize("left_out", [each.name for each in fields(RequirementKind)])
def test_nothing_that_a_requirement_does_is_left_to_a_default(left_out: str) -> None:
    given = {name: getattr(DOES, name) for name in vars(DOES) if name != left_out}
    with pytest.raises(TypeError, match=left_out):
        RequirementKind(**given)


@pytest.mark.parametrize("left_out", [each.name for each in fields(LimitKind)])
def test_nothing_that_a_limit_does_is_left_to_a_default(left_out: str) -> None:
    given: dict[str, Any] = {"acts": print, "holds_until": until_something_happens}
    del given[left_out]
    with pytest.raises(TypeError, match=left_out):
        LimitKind(**given)


@pytest.mark.parametrize("left_out", ["title", "explanation", "sentence", "figure"])
def test_nothing_that_is_said_of_a_requirement_is_left_to_a_default(left_out: str) -> None:
    given = {name: said for name, said in SAYS.items() if name != left_out}
    with pytest.raises(TypeError, match=left_out):
        RequirementWords(**given)


@pytest.mark.parametrize("left_out", ["title", "explanation", "sentence"])
def test_nothing_that_is_said_of_a_limit_is_left_to_a_default(left_out: str) -> None:
    given = {name: said for name, said in SAYS.items() if name not in (left_out, "figure")}
    with pytest.raises(TypeError, match=left_out):
        LimitWords(**given)
