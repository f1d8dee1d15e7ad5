"""What a course asks to be recorded, what stands of it and what the engine is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.asking import ASKING
from trainee_tracker.accreditation.kinds import ModulesPassed, ObservedCompetence
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    CompetenceRating,
    EvidenceAccepted,
    LineState,
)
from trainee_tracker.accreditation.limits import AfterCompetence
from trainee_tracker.cohorts.results.rules import (
    Answer,
    ResultAct,
    ResultFacts,
    ResultKind,
    changes,
    ensure_asked,
    in_force,
    latest_of,
    outcomes_of,
    prior_learning_lines,
    questions_of,
)
from trainee_tracker.refusals import Impossible

DAY, LATER = date(2026, 10, 1), date(2026, 11, 1)


def fact(number: int, kind: ResultKind, subject: str, amount: int, **rest: object) -> ResultFacts:
    plain = {"is_harmful": False, "decided_on": DAY, "sequence": number, "enrolment_id": 7} | rest
    return ResultFacts(id=number, kind=kind, subject=subject, amount=amount, **plain)  # type: ignore[arg-type]


def test_a_course_is_asked_for_what_its_terms_name_and_no_more() -> None:
    assert [(each.kind.value, each.subject, each.title) for each in questions_of(ASKING)] == [
        ("attendance", "", ""),
        ("evidence", "case-study", "Case study"),
        ("competence", "warmth", "Warmth and trust"),
        ("competence", "asking-about-harm", "Asking about harm"),
        ("prior-learning", "taught", "Taught hours"),
        ("attendance", "first", "First meetings"),
        ("attendance", "second", "Endings"),
    ]
    plain = replace(ASKING, requirements=(ModulesPassed("all", "All modules"),), limits=())
    assert questions_of(plain) == ()


def test_a_gate_of_competence_asks_for_its_ratings_too() -> None:
    gate = AfterCompetence("gate", "Gate", ("practice",), 2, ("warmth",))
    course = replace(ASKING, requirements=(ModulesPassed("all", "All"),), limits=(gate,))
    assert [each.subject for each in questions_of(course)] == ["warmth"]
    named = ObservedCompetence("named", "Named", 3, ("asking-about-harm",))
    course = replace(course, requirements=(named,))
    assert [each.subject for each in questions_of(course)] == ["warmth", "asking-about-harm"]


def test_the_highest_sequence_stands_and_every_rating() -> None:
    results = [
        fact(3, ResultKind.EVIDENCE, "case-study", 1, sequence=2),
        fact(2, ResultKind.EVIDENCE, "case-study", 4, sequence=1, decided_on=LATER),
        fact(4, ResultKind.COMPETENCE, "warmth", 1, sequence=1, is_harmful=True),
        fact(5, ResultKind.COMPETENCE, "warmth", 3, sequence=2),
        fact(6, ResultKind.COMPETENCE, "warmth", 2, sequence=3, decided_on=LATER),
        fact(7, ResultKind.EVIDENCE, "case-study", 9, sequence=9, enrolment_id=8),
    ]
    assert [each.id for each in in_force(results)] == [3, 4, 5, 6, 7]


def test_a_correction_takes_the_place_of_the_ratings_of_its_day_alone() -> None:
    corrected = {"act": ResultAct.CORRECTED}
    results = [
        fact(1, ResultKind.COMPETENCE, "warmth", 1, is_harmful=True),
        fact(2, ResultKind.COMPETENCE, "warmth", 2),
        fact(3, ResultKind.COMPETENCE, "warmth", 1, decided_on=LATER),
        fact(4, ResultKind.COMPETENCE, "asking-about-harm", 1),
        fact(5, ResultKind.COMPETENCE, "warmth", 1, enrolment_id=8),
        fact(6, ResultKind.COMPETENCE, "warmth", 4, **corrected),
        fact(7, ResultKind.COMPETENCE, "warmth", 3),
    ]
    assert [each.id for each in in_force(results)] == [3, 4, 5, 6, 7]


def test_attendance_that_is_taken_back_does_not_stand() -> None:
    results = [
        fact(1, ResultKind.ATTENDANCE, "", 80),
        fact(2, ResultKind.ATTENDANCE, "first", 70),
        fact(3, ResultKind.ATTENDANCE, "", 0, act=ResultAct.WITHDRAWN),
    ]
    assert [each.id for each in in_force(results)] == [2]
    again = fact(4, ResultKind.ATTENDANCE, "", 0)
    assert [each.id for each in in_force([*results, again])] == [2, 4]


def test_of_the_latest_day_the_lowest_rating_counts_with_harm_seen_once() -> None:
    warmth = (ResultKind.COMPETENCE, "warmth")
    studies = (ResultKind.EVIDENCE, "case-study")
    first = fact(1, *warmth, 1, decided_on=LATER)
    second = fact(2, *warmth, 3, decided_on=LATER, is_harmful=True)
    earlier = fact(3, *warmth, 4)
    found = latest_of([earlier, second, first, fact(4, *studies, 2)])
    assert (found[warmth].amount, found[warmth].is_harmful) == (1, True)
    assert found[studies].amount == 2
    assert latest_of([earlier])[warmth] == earlier


def test_only_what_differs_from_what_stands_is_a_change() -> None:
    warmth = (ResultKind.COMPETENCE, "warmth")
    studies = (ResultKind.EVIDENCE, "case-study")
    overall = (ResultKind.ATTENDANCE, "")
    assert changes({studies: Answer(0)}, DAY, []) == {}
    assert changes({overall: Answer(0)}, DAY, []) == {overall: Answer(0)}
    standing = [fact(1, *studies, 2), fact(2, *warmth, 3)]
    same = {studies: Answer(2), warmth: Answer(3)}
    assert changes(same, DAY, standing) == {}
    assert changes(same, LATER, standing) == {warmth: Answer(3)}
    assert changes({studies: Answer(0)}, DAY, standing) == {studies: Answer(0)}
    harmful = Answer(3, is_harmful=True)
    assert changes({warmth: harmful}, DAY, standing) == {warmth: harmful}
    # Said again by another assessor, the rating that stands already is nothing new.
    both = [*standing, fact(3, *warmth, 3, is_harmful=True)]
    assert changes({warmth: Answer(3)}, DAY, both) == {}
    corrected = {warmth: Answer(3, act=ResultAct.CORRECTED)}
    assert changes(corrected, DAY, both) == corrected
    assert changes(corrected, DAY, standing) == {}
    withdrawn = {overall: Answer(0, act=ResultAct.WITHDRAWN)}
    assert changes(withdrawn, DAY, standing) == {}
    assert changes(withdrawn, DAY, [fact(4, *overall, 0)]) == withdrawn


def test_the_engine_is_told_lines_and_outcomes() -> None:
    standing = [
        fact(1, ResultKind.PRIOR_LEARNING, "taught", 120),
        fact(2, ResultKind.PRIOR_LEARNING, "study", 0),
        fact(3, ResultKind.EVIDENCE, "case-study", 2),
        fact(4, ResultKind.COMPETENCE, "warmth", 2, is_harmful=True),
        fact(5, ResultKind.ATTENDANCE, "", 95),
        fact(6, ResultKind.ATTENDANCE, "first", 80),
    ]
    (line,) = prior_learning_lines(standing)
    assert (line.entry, line.trainee, line.held_on, line.activity, line.minutes) == (
        "prior-1",
        7,
        DAY,
        "taught",
        120,
    )
    assert line.is_prior_learning
    assert line.state is LineState.SIGNED_OFF
    assert outcomes_of(standing) == [
        EvidenceAccepted(7, "case-study", 2, DAY),
        CompetenceRating(7, "warmth", 2, DAY, is_harmful=True),
        AttendanceFigure(7, 95),
        AttendanceFigure(7, 80, "first"),
    ]


def test_what_a_course_no_longer_asks_is_named_with_when_the_cohort_moved() -> None:
    asked = {(each.kind, each.subject): each.title for each in questions_of(ASKING)}
    ensure_asked(ASKING, asked.keys(), titles=asked, moved_at=None)
    subject = (ResultKind.EVIDENCE, "essay")
    titles = {subject: "Long essay"}
    with pytest.raises(Impossible) as never_asked:
        ensure_asked(ASKING, [subject], titles=titles, moved_at=None)
    assert str(never_asked.value) == (
        "This course does not ask for “Long essay”. Open the page again."
    )
    moved_at = datetime(2026, 11, 27, 22, 6, tzinfo=UTC)
    with pytest.raises(Impossible) as moved:
        ensure_asked(ASKING, [subject], titles=titles, moved_at=moved_at)
    assert str(moved.value) == (
        "This course does not ask for “Long essay”: the cohort moved to another version of it on"
        " 27 November 2026, 22:06 UTC. Open the page again."
    )
