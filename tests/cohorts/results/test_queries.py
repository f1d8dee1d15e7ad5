"""Which results beside modules stand, whose, and which was recorded last."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import NOW, Cast, request_id
from tests.cohorts.results.recording import STUDIES, WARMTH, record
from trainee_tracker.accreditation.ledger import ModuleOutcome as PassedModule
from trainee_tracker.cohorts.actions import enrol_trainee
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.results import queries
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import Answer
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.courses.queries import terms_of


@pytest.fixture
def abena(cast: Cast, kofi: Enrolment) -> Enrolment:
    """Abena's place beside Kofi's."""
    return enrol_trainee(
        kofi.cohort, cast.trainee, enrolled_on=kofi.enrolled_on, actor=cast.training_lead, at=NOW
    )


@pytest.fixture
def results(cast: Cast, abena: Enrolment, kofi: Enrolment) -> list[CourseResult]:
    """Abena has one, then two pieces of evidence and a rating; Kofi three pieces of evidence."""
    return [
        result
        for name, enrolment, answers in (
            ("one", abena, {STUDIES: Answer(1)}),
            ("two", abena, {STUDIES: Answer(2)}),
            ("rated", abena, {WARMTH: Answer(3)}),
            ("three", kofi, {STUDIES: Answer(3)}),
        )
        for result in record(cast, enrolment, answers, name)
    ]


def test_decisions_are_of_those_who_are_asked_for_and_as_they_stand(
    cast: Cast, abena: Enrolment, kofi: Enrolment, results: list[CourseResult]
) -> None:
    (module, *_more) = terms_of(kofi.cohort.version).modules
    passed, not_yet = ModuleOutcome.PASSED, ModuleOutcome.NOT_YET
    for day, outcomes in (
        (1, {abena.id: passed, kofi.id: passed}),
        (2, {kofi.id: not_yet}),
    ):
        record_module_results(
            kofi.cohort,
            module.key,
            outcomes,
            decided_on=date(2026, 10, day),
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id(f"modules {day}"),
            reason="Looked at again.",
        )
    of_abena, of_kofi = [(abena.id, 2), (abena.id, 3)], [(kofi.id, 3)]
    for asked, who_passed, stand in (
        ([abena.id], [abena.id], of_abena),
        ([kofi.id], [], of_kofi),
        ([abena.id, kofi.id], [abena.id], [*of_abena, *of_kofi]),
    ):
        decided = queries.decisions_about(asked)
        assert decided.passed == [
            PassedModule(each, module.key, date(2026, 10, 1)) for each in who_passed
        ]
        assert [(each.enrolment_id, each.amount) for each in decided.results] == stand
        assert queries.course_results_in_force(asked) == decided.results
    assert sorted(each.amount for each in queries.course_results([abena.id])) == [1, 2, 3]


def test_everything_recorded_of_a_trainee_says_what_stands_and_what_it_replaced(
    abena: Enrolment, results: list[CourseResult]
) -> None:
    told = [
        (each.facts.amount, each.stands, [one.amount for one in each.before], each.recorded_by)
        for each in queries.recorded_results(abena.id)
    ]
    assert told == [
        (3, True, [], "Ruth Mensah"),
        (2, True, [1], "Ruth Mensah"),
        (1, False, [], "Ruth Mensah"),
    ]


def test_the_last_result_is_the_trainees_own_but_for_the_request_itself(
    cast: Cast, abena: Enrolment, kofi: Enrolment, results: list[CourseResult]
) -> None:
    _one, two, rated, kofis = results
    assert queries.last_result(abena.id) == rated.id
    assert queries.last_result(abena.id, besides=[rated.request_id]) == two.id
    assert queries.last_result(kofi.id) == kofis.id
    assert queries.last_result(cast.outsider_enrolment.id) == 0


def test_ones_own_results_are_left_to_another_lead(cast: Cast) -> None:
    assert queries.why_own_result(cast.enrolment, cast.training_lead) is None
    assert "Ruth Mensah" in str(queries.why_own_result(cast.enrolment, cast.trainee))
