"""A figure that somebody reported says so, and one that was counted does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.accreditation.builders import (
    MODULES,
    TODAY,
    limited,
    line,
    only_requirement,
    prior,
    terms,
    texts,
)
from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    EvidenceCounted,
    MinimumMinutes,
)
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    EvidenceAccepted,
    LedgerLine,
    ModuleOutcome,
)
from trainee_tracker.accreditation.limits import PriorLearning
from trainee_tracker.accreditation.standing import (
    Report,
    standing_from_dict,
    standing_to_dict,
)
from trainee_tracker.accreditation.unchecked_terms import EvidenceKind

OVERALL = terms(requirements=(AttendancePercent("a", "A", "taught", 80),))
EACH = terms(
    modules=MODULES, requirements=(AttendancePercent("a", "A", "taught", 80, each_module=True),)
)
STUDIES = terms(
    evidence=(EvidenceKind("studies", "Case studies"),),
    requirements=(EvidenceCounted("e", "Case studies", "studies", 2),),
)


def taught(**changes: Any) -> Any:
    """Return terms that ask for 100 minutes of teaching, of which 60 may be prior learning."""
    return limited(
        PriorLearning("apel", "APEL", "taught", minutes=60),
        requirements=(MinimumMinutes("m", "M", "taught", 100, **changes),),
    )


def lesson(module: str | None = None) -> LedgerLine:
    return line("taught", 90, planned_minutes=100, module=module)


def test_attendance_that_was_counted_is_not_said_to_be_reported() -> None:
    assert only_requirement(OVERALL, lesson()).report is None
    assert only_requirement(EACH, lesson("genograms")).report is None


@pytest.mark.parametrize("percent", [0, 85])
def test_reported_attendance_says_that_it_is_reported(percent: int) -> None:
    figures = [AttendanceFigure("amina", percent)]
    assert only_requirement(OVERALL, lesson(), outcomes=figures).report == Report(percent)


def test_reported_attendance_without_any_class_says_that_no_class_was_registered() -> None:
    result = only_requirement(OVERALL, outcomes=[AttendanceFigure("amina", 85)])
    assert (result.met, result.report) == (True, Report(85, has_register=False))
    short = only_requirement(OVERALL, outcomes=[AttendanceFigure("amina", 60)])
    assert texts(short.missing) == (
        "attendance of 80 %: 60 % is reported, no class was registered",
    )


def test_a_figure_of_another_module_or_person_makes_nothing_reported() -> None:
    assert only_requirement(EACH, outcomes=[AttendanceFigure("amina", 85)]).report is None
    other = [AttendanceFigure("benedict", 85)]
    assert only_requirement(OVERALL, outcomes=other).report is None


def test_attendance_of_modules_is_reported_where_that_of_one_is() -> None:
    lines = [lesson("genograms"), lesson("case-study")]
    figures = [AttendanceFigure("amina", 95, "genograms")]
    assert only_requirement(EACH, *lines, outcomes=figures).report == Report(90)
    # A class was registered for one of the two figures, and none for the other.
    figures.append(AttendanceFigure("amina", 81, "case-study"))
    result = only_requirement(EACH, lines[0], outcomes=figures)
    assert result.report == Report(81, has_register=False)


def test_evidence_is_reported_because_somebody_says_how_many_pieces_there_are() -> None:
    assert only_requirement(STUDIES).report is None
    accepted = [EvidenceAccepted("amina", "studies", 2)]
    assert only_requirement(STUDIES, outcomes=accepted).report == Report(2)


@pytest.mark.parametrize("pooled", [None, "person", "session"])
def test_of_minutes_the_prior_learning_that_counts_is_reported(pooled: Any) -> None:
    course = taught(pooled=pooled)
    result = only_requirement(course, lesson(), prior("taught", 500))
    assert (result.have, result.report) == (150, Report(60))
    assert only_requirement(course, lesson()).report is None


def test_prior_learning_that_does_not_count_makes_nothing_reported() -> None:
    course = taught(after_module="genograms")
    passed = [ModuleOutcome("amina", "genograms", TODAY)]
    assert only_requirement(course, prior("taught", 60), outcomes=passed).report is None


def test_a_stored_standing_keeps_what_was_reported() -> None:
    figures = [AttendanceFigure("amina", 85)]
    standing = judge(OVERALL, [], [], figures, TODAY, "amina")
    stored = json.loads(json.dumps(standing_to_dict(standing)))
    assert stored["requirements"][0]["report"] == {"amount": 85, "has_register": False}
    assert standing_from_dict(stored) == standing
