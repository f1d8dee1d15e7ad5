"""What differs between two versions of a course, and how it is told."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.accreditation.builders import terms
from tests.accreditation.whole_course import OTHERWISE, WHOLE
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.difference_words import FIELD_WORDS, OWN_WORDS
from trainee_tracker.accreditation.differences import Change, differences
from trainee_tracker.accreditation.kinds import (
    KINDS,
    AttendancePercent,
    CompletedCases,
    EvidenceCounted,
    LeastElapsed,
    MinimumMinutes,
    SupervisionRatio,
)
from trainee_tracker.accreditation.limits import LIMITS, Cap, Limit, NotOlderThan, PriorLearning
from trainee_tracker.accreditation.term_faults import NAMED_BY, PARTS
from trainee_tracker.accreditation.terms import Terms, TermsError
from trainee_tracker.accreditation.unchecked_terms import (
    Activity,
    Competence,
    EvidenceKind,
    GovernanceNeed,
    Module,
    Translation,
)
from trainee_tracker.messages import Minutes, Own, say

HOURS = MinimumMinutes("hours", "Practice hours", "practice", 3000)
ATTENDANCE = AttendancePercent("attendance", "Attendance", "taught", 80)
LOGS = EvidenceCounted("logs", "Reflective logs", "logs", 10)
LOG_KIND = (EvidenceKind("logs", "Reflective logs"),)
BEFORE = terms(requirements=(HOURS, ATTENDANCE), evidence=LOG_KIND)


def altered(course: Terms, **parts: Any) -> Terms:
    """Return the course with other parts."""
    return replace(course, **parts)


def told(before: Terms, after: Terms) -> list[str]:
    """Return the sentences of what differs."""
    return [str(each.sentence) for each in differences(before, after)]


def test_more_hours_something_new_and_something_no_longer_asked_for() -> None:
    after = replace(BEFORE, requirements=(replace(HOURS, minutes=3600), LOGS))
    assert told(BEFORE, after) == [
        "Practice hours: 60 h, was 50 h",
        "New: Reflective logs, 10",
        "No longer asked for: Attendance",
    ]
    change, added, removed = differences(BEFORE, after)
    assert (change.part, change.key, change.field) == ("requirements", "hours", "minutes")
    assert (change.change, change.before, change.after) == (
        Change.CHANGED,
        Minutes(3000),
        Minutes(3600),
    )
    assert (added.change, added.key) == (Change.ADDED, "logs")
    assert added.after == say("{part}, {amount}", part=Own("Reflective logs"), amount=10)
    assert (removed.change, removed.before) == (Change.REMOVED, Own("Attendance"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "Another"}, "Title of the course: “Another”, was “A course”"),
        (
            {"award_wording": "has done it."},
            "Sentence on the certificate: “has done it.”, was none",
        ),
        ({"hour_minutes": 50}, "Length of an hour: 50 minutes, was 60 minutes"),
        ({"weeks": 1}, "Weeks of teaching: 1 week, was not set"),
        ({"session_minutes": 150}, "Length of a class: 2 h 30 min, was not set in time"),
        (
            {"requirements": (replace(HOURS, title="Placement"), ATTENDANCE)},
            "“Practice hours” is now called “Placement”",
        ),
        (
            {"requirements": (replace(HOURS, roles=("lead", "co-therapist")), ATTENDANCE)},
            "Practice hours: only as lead or co-therapist, was in any part taken",
        ),
        (
            {"requirements": (replace(HOURS, verified=True), ATTENDANCE)},
            "Practice hours: verified, was unverified",
        ),
        (
            {"requirements": (replace(HOURS, pooled="person"), ATTENDANCE)},
            "Practice hours: by everyone together, was by each trainee",
        ),
        (
            {
                "requirements": (
                    SupervisionRatio("hours", "Supervision", "practice", "supervision", 60, 480),
                    ATTENDANCE,
                )
            },
            (
                "Asked for in another way: Supervision, 1 h of supervision, for every 8 h; "
                "before: Practice hours, 50 h"
            ),
        ),
        (
            {
                "requirements": (
                    HOURS,
                    ATTENDANCE,
                    CompletedCases("cases", "Cases", "practice", "supervision", 8, 5),
                )
            },
            "New: Cases, 8 cases, 5 sessions each",
        ),
        (
            {"limits": (Cap("online", "Online", "taught", minutes=0, modes=("online",)),)},
            "New limit: Online, at most 0 min",
        ),
        (
            {"limits": (Cap("online", "Online", "practice", percent=30, of="hours"),)},
            "New limit: Online, at most 30 %, of what “Practice hours” asks for",
        ),
        (
            {"credits": (GroupCredit("supervision", CreditKind.HALF),)},
            "New rule for time in a group: Supervision, everyone is credited half of the time",
        ),
        ({"translations": (Translation("ar", "دورة", "جائزة"),)}, "New translation: دورة (ar)"),
        (
            {"governance": (GovernanceNeed("dbs", "DBS check", ("practice",)),)},
            "New check: DBS check",
        ),
        ({"competences": (Competence("listening", "Listening"),)}, "New competence: Listening"),
        ({"evidence": (*LOG_KIND, EvidenceKind("b", "Reports"))}, "New kind of evidence: Reports"),
        ({"modules": (Module("genograms", "Genograms"),)}, "New module: Genograms"),
    ],
)
def test_it_is_told_in_plain_words(changes: dict[str, Any], sentence: str) -> None:
    assert told(BEFORE, altered(BEFORE, **changes)) == [sentence]


def test_a_translation_that_changed_is_named_by_its_language() -> None:
    before = replace(BEFORE, translations=(Translation("fr", "Cours", "Prix"),))
    after = replace(BEFORE, translations=(Translation("fr", "Le cours", "Diplôme"),))
    assert told(before, after) == [
        "The translation (fr) is now called “Le cours”",
        "Le cours (fr): “Diplôme”, was “Prix”",
    ]


def test_two_things_of_one_name_are_told_apart_by_their_keys() -> None:
    twin = Activity("clinic-two", "Family clinic", parent="practice")
    before = terms(
        activities=(*BEFORE.activities, twin),
        requirements=(replace(HOURS, activity="family-clinic"),),
    )
    after = replace(before, requirements=(replace(HOURS, activity="clinic-two"),))
    (sentence,) = told(before, after)
    assert sentence == (
        "Practice hours: time in Family clinic (clinic-two), "
        "was time in Family clinic (family-clinic)"
    )
    lists = [replace(HOURS, also=(each,)) for each in ("family-clinic", "clinic-two")]
    befores, afters = (replace(before, requirements=(each,)) for each in lists)
    assert "together with Family clinic (clinic-two)" in told(befores, afters)[0]


def test_modules_are_taught_in_order_so_their_order_is_told() -> None:
    modules = (Module("a", "Genograms"), Module("b", "Ethics"), Module("c", "Case study"))
    before = terms(modules=modules)
    after = terms(modules=(modules[2], modules[0], Module("d", "New")))
    found = differences(before, after)
    assert [str(each.sentence) for each in found] == [
        "New module: New",
        "No longer a module: Ethics",
        "The modules come in another order: Case study, then Genograms",
    ]
    assert found[-1].change is Change.REORDERED


def test_only_limits_of_one_kind_act_in_the_order_they_are_written_in() -> None:
    first = Cap("online", "Online", "taught", minutes=60, modes=("online",))
    second = Cap("all", "All teaching", "taught", minutes=90)
    window = NotOlderThan("old", "Nothing old", 12)
    before = terms(limits=(window, first, second))
    assert told(before, terms(limits=(first, second, window))) == []
    assert told(before, terms(limits=(second, window, first))) == [
        "These limits act in another order: All teaching, then Online"
    ]


def test_a_limit_of_another_kind_is_told_as_one_change() -> None:
    before = terms(limits=(NotOlderThan("old", "Nothing old", 12),))
    after = terms(limits=(Cap("old", "A cap", "taught", minutes=90),))
    assert told(before, after) == [
        "Limited in another way: A cap, at most 1 h 30 min; before: Nothing old, 12 months at most"
    ]


def test_every_field_of_every_kind_has_its_phrase() -> None:
    parts = {type(each) for name in PARTS for each in getattr(WHOLE, name)}
    assert {*KINDS.values(), *LIMITS.values()} <= parts, "the whole course has every kind"
    missing = [
        f"{kind.__name__}.{field.name}"
        for kind in (*parts, type(WHOLE.source))
        for field in fields(kind)
        if field.name not in FIELD_WORDS and (kind, field.name) not in OWN_WORDS
    ]
    assert missing == []


def changed_once() -> list[Any]:
    """Return the whole course with each field of each part changed, one at a time."""
    found = [
        pytest.param(altered(WHOLE, **{name: value}), name, id=name)
        for name, value in OTHERWISE["course"].items()
    ]
    found += [
        pytest.param(replace(WHOLE, source=replace(WHOLE.source, **{name: value})), name, id=name)
        for name, value in OTHERWISE["source"].items()
    ]
    for name in PARTS:
        parts = getattr(WHOLE, name)
        for number, part in enumerate(parts):
            for field in fields(part):
                if field.name == NAMED_BY.get(name, "key"):
                    continue
                if field.name == "pooled" and part.key != "by-itself":
                    continue  # A share is taken of it, and nobody has a share of what is pooled.
                changed = replace(part, **otherwise(part, field.name))
                after = altered(WHOLE, **{name: (*parts[:number], changed, *parts[number + 1 :])})
                label = f"{name}-{number}-{field.name}"
                found.append(pytest.param(after, field.name, id=label))
    return found


def otherwise(part: Any, field: str) -> dict[str, Any]:
    """Return another value for a field, and what has to go with it."""
    value = getattr(part, field)
    if isinstance(part, Cap | PriorLearning) and field in ("minutes", "percent", "of"):
        share: dict[str, Any] = {"minutes": None, "percent": 20, "of": "more"}
        plain: dict[str, Any] = {"minutes": 45, "percent": None, "of": None}
        return plain if field == "minutes" else share
    if isinstance(part, LeastElapsed) and field in ("weeks", "months"):
        return {"weeks": None, "months": None, field: 7}
    if isinstance(part, Activity) and field == "parent":
        return {field: "taught" if part.key == "outreach" else "outreach"}
    if field in (of_kind := OTHERWISE.get(type(part).__name__, {})):
        return {field: of_kind[field]}
    if isinstance(value, bool):
        return {field: not value}
    if isinstance(value, int):
        return {field: value % 4 + 1 if field == "level" else value + 1}
    return {field: OTHERWISE["any"][field]}


@pytest.mark.parametrize(("after", "field"), changed_once())
def test_every_change_of_any_field_is_told(after: Terms, field: str) -> None:
    found = differences(WHOLE, after)
    assert field in [each.field for each in found]
    assert all("None" not in str(each.sentence) for each in found)
    back = differences(after, WHOLE)
    assert [(each.field, each.after) for each in back if each.field == field] == [
        (each.field, each.before) for each in found if each.field == field
    ]


@pytest.mark.parametrize("name", PARTS)
def test_every_part_that_comes_or_goes_is_told(name: str) -> None:
    for number, part in enumerate(getattr(WHOLE, name)):
        rest = (*getattr(WHOLE, name)[:number], *getattr(WHOLE, name)[number + 1 :])
        try:
            without = altered(WHOLE, **{name: rest})
        except TermsError:
            continue  # Something else of the course names it.
        key = getattr(part, NAMED_BY.get(name, "key"))
        assert (name, key, Change.REMOVED) in kinds_of(WHOLE, without)
        assert (name, key, Change.ADDED) in kinds_of(without, WHOLE)


def kinds_of(before: Terms, after: Terms) -> list[tuple[str, str, Change]]:
    return [(each.part, each.key, each.change) for each in differences(before, after)]


def meaning(course: Terms) -> dict[str, Any]:
    """Return what a course says, whatever order its parts are written in; slow and separate."""
    plain: dict[str, Any] = {}
    for field in fields(course):
        value = getattr(course, field.name)
        if field.name not in PARTS:
            plain[field.name] = value
        else:
            plain[field.name] = {repr(unordered(part)) for part in value}
    plain["modules in order"] = [module.key for module in course.modules]
    for kind in get_args(Limit):
        if kind.kind not in ("not-older-than", "after-modules", "after-competence"):
            plain[kind.kind] = [each.key for each in course.limits if isinstance(each, kind)]
    return plain


def unordered(part: Any) -> list[Any]:
    values = [getattr(part, field.name) for field in fields(part)]
    return [type(part).__name__] + [
        sorted(value) if isinstance(value, tuple) else value for value in values
    ]


@st.composite
def courses(draw: st.DrawFn) -> Terms:
    """Draw a course that leaves out, changes and shuffles parts of the whole one."""
    course = WHOLE
    for one_change in draw(st.lists(st.sampled_from(range(len(CHANGES))), max_size=3)):
        name, value = CHANGES[one_change]
        try:
            course = altered(course, **{name: value})
        except TermsError:
            continue  # These two changes do not go together.
    shuffle = random.Random(draw(st.integers(0, 5)))
    for name in draw(st.lists(st.sampled_from(PARTS), max_size=2)):
        parts = list(getattr(course, name))
        shuffle.shuffle(parts)
        course = altered(course, **{name: tuple(parts)})
    return course


CHANGES = [
    (name, getattr(each.values[0], name))
    for each in changed_once()
    for name in (field.name for field in fields(Terms))
    if getattr(each.values[0], name) != getattr(WHOLE, name)
]


@given(courses(), courses())
def test_two_courses_differ_just_where_they_do_not_mean_the_same(one: Terms, other: Terms) -> None:
    found = differences(one, other)
    assert (found == ()) == (meaning(one) == meaning(other))
    assert len(differences(other, one)) == len(found)


@given(courses())
def test_a_course_does_not_differ_from_itself(course: Terms) -> None:
    assert differences(course, replace(course)) == ()


def test_dates_are_told_as_people_write_them() -> None:
    later = replace(BEFORE, source=replace(BEFORE.source, read_on=date(2027, 1, 2)))
    assert told(BEFORE, later) == ["When the rules were read: 2 January 2027, was 22 November 2026"]
