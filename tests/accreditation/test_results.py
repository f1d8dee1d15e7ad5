"""Requirements of what is decided beside the hours: evidence, competence, attendance, time."""

from datetime import date
from typing import Any

import pytest

from tests.accreditation.builders import (
    MODULES,
    TODAY,
    day,
    limited,
    line,
    only_requirement,
    prior,
    terms,
    texts,
)
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    EvidenceCounted,
    LeastElapsed,
    MinimumMinutes,
    ModulesPassed,
    ObservedCompetence,
)
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    CompetenceRating,
    EvidenceAccepted,
    LedgerLine,
    LineState,
    ModuleOutcome,
    Outcome,
)
from trainee_tracker.accreditation.limits import Cap, PriorLearning
from trainee_tracker.accreditation.unchecked_terms import Competence, EvidenceKind

YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)


# Evidence.

STUDIES = terms(
    evidence=(EvidenceKind("studies", "Case studies"), EvidenceKind("logs", "Logs")),
    requirements=(EvidenceCounted("ev", "Case studies", "studies", 4, verified=True),),
)


def accepted(
    count: int, on: date | None = None, *, trainee: str = "amina", evidence: str = "studies"
) -> EvidenceAccepted:
    return EvidenceAccepted(trainee, evidence, count, on)


@pytest.mark.parametrize(
    ("outcomes", "have"),
    [
        ([], 0),
        ([accepted(3)], 3),
        ([accepted(1), accepted(2), accepted(1)], 4),
        ([accepted(5)], 5),
        ([accepted(3), accepted(1, TODAY)], 4),
        ([accepted(3), accepted(1, TOMORROW)], 3),
        ([accepted(3), accepted(1, trainee="benedict")], 3),
        ([accepted(3), accepted(1, evidence="logs")], 3),
    ],
)
def test_evidence_adds_up_by_kind_to_the_day_of_the_standing(
    outcomes: list[Outcome], have: int
) -> None:
    result = only_requirement(STUDIES, outcomes=outcomes)
    assert (result.have, result.need, result.unit, result.met) == (have, 4, "count", have >= 4)
    assert texts(result.missing) == (() if have >= 4 else (f"{4 - have} more of case studies",))


# Competence.

SEEN = terms(
    competences=(Competence("empathy", "Empathy"), Competence("harm", "No harm")),
    requirements=(ObservedCompetence("c", "Competence", 3, verified=True),),
)


def rated(
    competence: str, level: int, on: date = YESTERDAY, *, is_harmful: bool = False
) -> CompetenceRating:
    return CompetenceRating("amina", competence, level, on, is_harmful)


@pytest.mark.parametrize(
    ("outcomes", "have", "missing"),
    [
        ([], 0, ("Empathy: not observed yet", "No harm: not observed yet")),
        ([rated("empathy", 3)], 1, ("No harm: not observed yet",)),
        (
            [rated("empathy", 2), rated("harm", 4)],
            1,
            ("Empathy: level 2 on 21 November 2026, level 3 without harm is asked for",),
        ),
        (
            [rated("empathy", 3), rated("harm", 4, is_harmful=True)],
            1,
            ("No harm: seen to be harmful on 21 November 2026, level 3 without harm is asked for",),
        ),
        ([rated("empathy", 3), rated("harm", 4)], 2, ()),
        ([rated("empathy", 1), rated("empathy", 3, TODAY), rated("harm", 3)], 2, ()),
        (
            [rated("empathy", 3), rated("empathy", 1, TODAY), rated("harm", 3)],
            1,
            ("Empathy: level 1 on 22 November 2026, level 3 without harm is asked for",),
        ),
        ([rated("empathy", 3), rated("empathy", 1, TOMORROW), rated("harm", 3)], 2, ()),
        (
            [rated("empathy", 3, TOMORROW), rated("harm", 3)],
            1,
            ("Empathy: not observed yet",),
        ),
    ],
)
def test_every_competence_was_last_seen_well_and_without_harm(
    outcomes: list[Outcome], have: int, missing: tuple[str, ...]
) -> None:
    result = only_requirement(SEEN, outcomes=outcomes)
    assert (result.have, result.need, result.unit) == (have, 2, "count")
    assert (texts(result.missing), result.met) == (missing, not missing)


def test_harm_seen_once_on_a_day_stands_for_that_day() -> None:
    named = terms(
        competences=SEEN.competences,
        requirements=(ObservedCompetence("c", "Competence", 3, ("harm",)),),
    )
    ratings = [rated("harm", 4, is_harmful=True), rated("harm", 4)]
    for outcomes in (ratings, ratings[::-1]):
        result = only_requirement(named, outcomes=outcomes)
        assert (result.have, result.need) == (0, 1)


# Attendance.

EACH = terms(
    modules=MODULES,
    requirements=(AttendancePercent("a", "Attendance", "taught", 80, each_module=True),),
)
OVERALL = terms(requirements=(AttendancePercent("a", "Attendance", "taught", 80),))


def lesson(minutes: int, module: str | None, **changes: Any) -> LedgerLine:
    return line("taught", minutes, planned_minutes=100, module=module, **changes)


def test_the_module_that_was_attended_least_decides() -> None:
    lines = [lesson(100, "genograms"), lesson(70, "case-study"), lesson(0, None)]
    result = only_requirement(EACH, *lines)
    assert (result.have, result.need, result.met) == (70, 80, False)
    assert texts(result.missing) == (
        "Case study: attendance of 80 %: it is 70 % now, 1 h 10 min of 1 h 40 min",
    )
    assert only_requirement(EACH, *lines, lesson(90, "case-study")).met


def test_a_module_without_a_register_is_not_attended_yet() -> None:
    result = only_requirement(EACH, lesson(100, "genograms"))
    assert result.have == 0
    assert texts(result.missing) == (
        "Case study: attendance of 80 %: no register has been taken yet",
    )


@pytest.mark.parametrize(("percent", "met"), [(79, False), (80, True)])
def test_a_reported_figure_takes_the_place_of_the_registers(percent: int, met: bool) -> None:
    figures = [AttendanceFigure("amina", percent)]
    result = only_requirement(OVERALL, lesson(10, None), outcomes=figures)
    assert (result.have, result.met) == (percent, met)
    assert texts(result.missing) == (() if met else ("attendance of 80 %: 79 % is reported",))


def test_a_reported_figure_is_for_the_whole_or_for_its_module() -> None:
    lines = [lesson(50, "genograms"), lesson(90, "case-study")]
    figures = [AttendanceFigure("amina", 85, "genograms"), AttendanceFigure("amina", 10)]
    assert only_requirement(EACH, *lines, outcomes=figures).have == 85
    assert only_requirement(OVERALL, *lines, outcomes=figures[:1]).have == 70


def test_of_several_reported_figures_the_lowest_stands() -> None:
    figures = [AttendanceFigure("amina", percent) for percent in (90, 60, 100)]
    assert only_requirement(OVERALL, outcomes=figures).have == 60
    other = [AttendanceFigure("benedict", 90)]
    assert only_requirement(OVERALL, outcomes=other).have == 0


def test_prior_learning_was_no_class_that_anybody_attended() -> None:
    course = limited(
        PriorLearning("apel", "APEL", "taught", minutes=6000), requirements=OVERALL.requirements
    )
    lines = [lesson(50, None), prior("taught", 6000)]
    assert only_requirement(course, *lines).have == 50


# How long it took.


@pytest.mark.parametrize(
    ("unit", "first", "last", "have"),
    [
        ("weeks", date(2026, 3, 2), date(2026, 3, 14), 1),
        ("weeks", date(2026, 3, 2), date(2026, 3, 15), 2),
        ("weeks", date(2026, 3, 2), date(2026, 3, 2), 0),
        ("weeks", date(2026, 3, 2), date(2026, 3, 8), 1),
        ("months", date(2026, 3, 2), date(2026, 4, 30), 1),
        ("months", date(2026, 3, 2), date(2026, 5, 1), 2),
        ("months", date(2026, 3, 1), date(2026, 3, 30), 0),
        ("months", date(2026, 3, 1), date(2026, 3, 31), 1),
        ("months", date(2026, 1, 31), date(2026, 2, 26), 0),
        ("months", date(2026, 1, 31), date(2026, 2, 27), 1),
        ("months", date(2024, 2, 29), date(2025, 2, 27), 12),
        ("months", date(2024, 2, 29), date(2025, 2, 26), 11),
        ("months", date(2020, 1, 15), date(2026, 1, 14), 72),
        ("months", date(9999, 11, 15), date.max, 1),
        ("months", date(9999, 11, 1), date.max, 2),
        ("weeks", date.min, date.max, 521722),
        ("months", date.min, date.max, 119988),
    ],
)
def test_elapsed_are_the_whole_weeks_or_months_with_both_days(
    unit: str, first: date, last: date, have: int
) -> None:
    parts: dict[str, Any] = {unit: 2}
    wanted = LeastElapsed("e", "Elapsed", "practice", **parts)
    lines = [line(held_on=last), line(held_on=first)]
    result = only_requirement(terms(requirements=(wanted,)), *lines, as_of=date.max)
    assert (result.have, result.need, result.unit) == (have, 2, "count")
    assert result.met is (have >= 2)


def test_elapsed_says_since_when_it_runs() -> None:
    weeks = LeastElapsed("e", "E", "practice", weeks=104, also=("supervision",), verified=True)
    course = terms(requirements=(weeks,))
    assert texts(only_requirement(course).missing) == (
        "104 weeks from the first to the last of practice with families or supervision: so far 0",
    )
    lines = [line("supervision", held_on=day(0)), line(held_on=day(13)), line("taught")]
    result = only_requirement(course, *lines)
    assert (result.have, result.met) == (2, False)
    assert [phrase.partition(": ")[2] for phrase in texts(result.missing)] == [
        "so far 2 since 2 March 2026"
    ]
    month = terms(requirements=(LeastElapsed("e", "E", "practice", months=1),))
    assert texts(only_requirement(month).missing) == (
        "1 month from the first to the last of practice with families: so far 0",
    )


def test_only_what_counts_here_lets_time_elapse() -> None:
    weeks = LeastElapsed("e", "E", "practice", weeks=1)
    course = limited(
        PriorLearning("apel", "APEL", "practice", minutes=600),
        Cap("cap", "Cap", "practice", minutes=0, modes=("online",)),
        requirements=(weeks,),
    )
    first = line(held_on=day(0))
    others = [
        line(held_on=day(9), state=LineState.SUBMITTED),
        line(held_on=day(9), mode="online"),
        prior("practice", 60, held_on=day(9)),
        line(held_on=day(9), minutes=0),
    ]
    assert only_requirement(course, first, *others).have == 0
    assert only_requirement(course, first, *others, line(held_on=day(9))).have == 1


# Minimums with their filters.


@pytest.mark.parametrize(
    ("wanted", "have"),
    [
        (MinimumMinutes("m", "M", "practice", 600, also=("taught",)), 31),
        (MinimumMinutes("m", "M", "practice", 600, without=("family-clinic",)), 9),
        (MinimumMinutes("m", "M", "practice", 600, observed=("live",)), 8),
        (MinimumMinutes("m", "M", "practice", 600, observed=("live", "recorded")), 8 + 4),
        (MinimumMinutes("m", "M", "practice", 600, ("lead",), observed=("live",)), 0),
    ],
)
def test_a_minimum_adds_up_what_it_is_about(wanted: MinimumMinutes, have: int) -> None:
    lines = [
        line(minutes=1),
        line("family-clinic", 4, observed="recorded", role="lead"),
        line(minutes=8, observed="live"),
        line("taught", 18),
    ]
    assert only_requirement(terms(requirements=(wanted,)), *lines).have == have


def test_a_minimum_of_several_activities_says_so_and_how_they_are_seen() -> None:
    wanted = MinimumMinutes("m", "M", "practice", 90, also=("taught",), observed=("recorded",))
    assert texts(only_requirement(terms(requirements=(wanted,))).missing) == (
        "1 h 30 min more of practice with families or taught hours, seen on a recording",
    )


def passed(on: date, trainee: str = "amina") -> ModuleOutcome:
    return ModuleOutcome(trainee, "genograms", on)


@pytest.mark.parametrize("pooled", [None, "person", "session"])
def test_a_minimum_after_a_module_counts_from_the_day_on_which_it_was_passed(pooled: Any) -> None:
    wanted = MinimumMinutes(
        "m", "M", "practice", 90, after_module="genograms", pooled=pooled, verified=True
    )
    course = terms(modules=MODULES, requirements=(wanted,))
    lines = [line(minutes=minutes, held_on=day(number)) for number, minutes in ((0, 40), (1, 7))]
    assert only_requirement(course, *lines, outcomes=[passed(day(1))]).have == 7
    assert only_requirement(course, *lines, outcomes=[passed(day(0))]).have == 47
    assert only_requirement(course, *lines, outcomes=[passed(day(2))]).have == 0
    result = only_requirement(course, *lines, outcomes=[passed(day(0), "benedict")])
    assert result.have == 0
    assert texts(result.missing) == (
        "1 h 30 min more of practice with families, held once “Genograms” is passed",
    )


def test_in_a_pool_each_counts_from_the_day_on_which_they_passed_themselves() -> None:
    wanted = MinimumMinutes("m", "M", "practice", 90, after_module="genograms", pooled="session")
    course = terms(modules=MODULES, requirements=(wanted,))
    lines = [
        line(minutes=60, session="one"),
        line(minutes=45, session="one", trainee="benedict"),
    ]
    outcomes = [passed(date(2026, 3, 4)), passed(date(2026, 3, 3), "benedict")]
    assert only_requirement(course, *lines, outcomes=outcomes).have == 45


def test_on_the_last_day_of_the_calendar_nothing_is_passed_that_was_not() -> None:
    modules = terms(modules=MODULES, requirements=(ModulesPassed("p", "Passed"),))
    assert only_requirement(modules, as_of=date.max).have == 0
    wanted = MinimumMinutes("m", "M", "practice", 60, after_module="genograms")
    after = terms(modules=MODULES, requirements=(wanted,))
    assert only_requirement(after, line(held_on=date.max), as_of=date.max).have == 0


# What cannot be.


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        (AttendanceFigure, ("amina", -1), "An attendance of -1 % cannot be."),
        (AttendanceFigure, ("amina", 101), "An attendance of 101 % cannot be."),
        (EvidenceAccepted, ("amina", "logs", -1), "Fewer than 0 pieces of logs cannot be."),
        (CompetenceRating, ("amina", "harm", 0, TODAY), "Level 0 is not on the scale of 1 to 4."),
        (CompetenceRating, ("amina", "harm", 5, TODAY), "Level 5 is not on the scale of 1 to 4."),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(
    kind: Any, values: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        kind(*values)


def test_the_least_and_the_most_that_can_be_are_taken() -> None:
    assert AttendanceFigure("amina", 0).percent == 0
    assert AttendanceFigure("amina", 100).percent == 100
    assert EvidenceAccepted("amina", "logs", 0).count == 0
    assert [CompetenceRating("amina", "harm", level, TODAY).level for level in (1, 4)] == [1, 4]
