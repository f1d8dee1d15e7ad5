"""Caps and prior learning: at most so much of something counts, and what was first counts first."""

from typing import Any

import pytest

from tests.accreditation.builders import day, left, limited, line, prior, said, standing
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.ledger import LedgerLine
from trainee_tracker.accreditation.limits import Cap, PriorLearning

# Caps.


def online(minutes: int, **changes: Any) -> LedgerLine:
    return line(minutes=minutes, mode="online", **changes)


ONLINE = Cap("online", "Online", "practice", minutes=90, modes=("online",))


@pytest.mark.parametrize(("minutes", "counted"), [(29, 29), (30, 30), (31, 30)])
def test_a_cap_leaves_what_fits_and_what_was_held_first(minutes: int, counted: int) -> None:
    lines = (online(minutes, held_on=day(2)), online(60, held_on=day(1)), line(minutes=500))
    assert left(limited(ONLINE), *lines) == [counted, 60, 500]


def test_a_line_over_a_cap_says_what_the_cap_is() -> None:
    lines = (online(60, held_on=day(1)), online(60, held_on=day(2)), online(60, held_on=day(3)))
    results = standing(limited(ONLINE), *lines).lines
    reason = "this course counts at most 1 h 30 min of practice with families, live online."
    assert [None if one.reason is None else str(one.reason) for one in results] == [
        None,
        f"Counted 30 min of 1 h: {reason}",
        f"Not counted: {reason}",
    ]
    assert {str(one.remedy) for one in results[1:]} == {
        "What was held earlier fills this already. If it was something else, correct it."
    }
    assert [one.limit for one in results] == [None, "online", "online"]


def test_a_cap_of_nothing_says_that_it_counts_none() -> None:
    none = Cap("no", "Not live", "practice", minutes=0, modes=("asynchronous",))
    letter = line(mode="asynchronous")
    result = said(limited(none), letter, line(), of=letter)
    assert (
        str(result.reason) == "Not counted: this course counts no practice with families, not live."
    )
    assert str(result.remedy) == "If it was something else, correct the entry."


def test_a_cap_by_share_says_of_how_much_and_rounds_down() -> None:
    third = Cap("third", "A third", "practice", percent=33, of="hours", formats=("group",))
    group = line(minutes=60, format="group")
    result = said(limited(third), group, of=group)
    assert (result.counted_minutes, result.limit) == (19, "third")
    assert str(result.reason) == (
        "Counted 19 min of 1 h: this course counts at most 19 min of practice with families in "
        "sessions with a group, 33 % of what it asks for."
    )


def test_a_cap_says_of_what_it_is_in_every_respect() -> None:
    cap = Cap(
        "narrow",
        "Narrow",
        "practice",
        minutes=10,
        roles=("lead", "observer"),
        formats=("couple",),
        observed=("reported",),
        also=("taught",),
    )
    one = line(minutes=11, role="lead", format="couple", observed="reported")
    result = said(limited(cap), one, of=one)
    assert str(result.reason) == (
        "Counted 10 min of 11 min: this course counts at most 10 min of practice with families "
        "and taught hours as lead or observer in sessions with a couple, only reported."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "co-therapist"},
        {"format": "family"},
        {"mode": "in-room"},
        {"observed": "recorded"},
        {"role": None},
        {"activity": "family-clinic"},
        {"activity": "supervision"},
    ],
)
def test_a_narrow_cap_leaves_everything_else_alone(changes: dict[str, Any]) -> None:
    cap = Cap(
        "narrow",
        "Narrow",
        "practice",
        minutes=0,
        roles=("lead",),
        formats=("couple",),
        modes=("online",),
        observed=("live",),
        without=("family-clinic",),
    )
    whole: dict[str, Any] = {
        "role": "lead",
        "format": "couple",
        "mode": "online",
        "observed": "live",
    }
    whole_with: dict[str, Any] = whole | changes
    assert left(limited(cap), line(**whole), line(**whole_with)) == [0, 60]


# Prior learning.


def test_prior_learning_counts_up_to_its_limit_and_what_was_accepted_first() -> None:
    course = limited(PriorLearning("apel", "APEL", "taught", minutes=90))
    lines = (
        prior("taught", 60, held_on=day(9)),
        prior("taught", 60, held_on=day(1)),
        line("taught", 500),
    )
    assert left(course, *lines) == [30, 60, 500]
    result = said(course, *lines, of=lines[0])
    assert str(result.reason) == (
        "Counted 30 min of 1 h: this course takes at most 1 h 30 min of prior learning "
        "for taught hours."
    )
    assert str(result.remedy) == "The rest has to be done on the course."
    assert result.limit == "apel"


@pytest.mark.parametrize(("percent", "counted"), [(10, 6), (12, 7), (100, 60)])
def test_prior_learning_by_share_is_of_what_is_asked_for_and_rounded_down(
    percent: int, counted: int
) -> None:
    course = limited(PriorLearning("apel", "APEL", "practice", percent=percent, of="hours"))
    assert left(course, prior("practice", 90)) == [counted]


def test_a_course_that_takes_no_prior_learning_says_so() -> None:
    course = limited(PriorLearning("apel", "APEL", "taught", minutes=90))
    elsewhere = prior("practice", 60)
    result = said(course, elsewhere, of=elsewhere)
    assert (result.counted_minutes, result.limit) == (0, None)
    assert str(result.reason) == (
        "Not counted: this course takes no prior learning for practice with families."
    )
    assert str(result.remedy) == "Only what is done on the course counts here."


def test_prior_learning_is_taken_below_its_activity_and_credited_as_it_was_accepted() -> None:
    course = limited(
        PriorLearning("apel", "APEL", "practice", minutes=600),
        credits=(GroupCredit("practice", CreditKind.HALF),),
    )
    lines = (prior("family-clinic", 60, present=4), line("family-clinic", 60, present=4))
    assert left(course, *lines) == [60, 30]
