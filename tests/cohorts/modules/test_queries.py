"""Which results of modules stand, whose, and which was recorded last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast, request_id
from trainee_tracker.cohorts.models import ModuleResult
from trainee_tracker.cohorts.modules import queries
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.extensions import db

PASSED, NOT_YET = ModuleOutcome.PASSED, ModuleOutcome.NOT_YET
FIRST, SECOND = date(2026, 10, 1), date(2026, 10, 2)
CASE, MEETINGS = "case-study", "first-meetings"


@pytest.fixture
def results(cast: Cast) -> list[ModuleResult]:
    """Abena passed, then not yet, and passed another module; Layla of Hope passed, then Kofi did.

    Each was recorded an hour after the one before.
    """
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    grace, hope = (cast.cohort, cast.training_lead), (cast.other_cohort, cast.outsider_lead)
    return [
        result
        for hour, ((cohort, lead), module, outcomes, day, why) in enumerate(
            (
                (grace, CASE, {abena: PASSED}, FIRST, ""),
                (grace, CASE, {abena: NOT_YET}, SECOND, "Looked at again."),
                (grace, MEETINGS, {abena: PASSED}, FIRST, ""),
                (hope, CASE, {cast.outsider_enrolment.id: PASSED}, SECOND, ""),
                (grace, CASE, {kofi: PASSED}, FIRST, ""),
            )
        )
        for result in record_module_results(
            cohort,
            module,
            outcomes,
            decided_on=day,
            actor=lead,
            at=NOW + timedelta(hours=hour),
            request_id=request_id(f"results {hour}"),
            reason=why,
        )
    ]


def test_only_what_stands_of_a_cohorts_own_trainees_is_counted_and_shown(
    cast: Cast, results: list[ModuleResult]
) -> None:
    assert queries.module_progress(cast.cohort.id) == {CASE: 1, MEETINGS: 1}
    assert queries.module_progress(cast.other_cohort.id) == {CASE: 1}
    shown = {
        module: [
            (row.full_name, row.outcome, row.decided_on)
            for row in queries.module_results_of(cast.cohort.id, module)
        ]
        for module in (CASE, MEETINGS)
    }
    assert shown == {
        CASE: [("Abena Osei", NOT_YET, SECOND), ("Kofi Boateng", PASSED, FIRST)],
        MEETINGS: [("Abena Osei", PASSED, FIRST), ("Kofi Boateng", None, None)],
    }
    everything = db.session.scalars(queries.results_in_force([cast.enrolment.id]))
    assert {(each.module_key, each.outcome) for each in everything} == {
        (CASE, NOT_YET),
        (MEETINGS, PASSED),
    }


def test_whoever_has_no_result_yet_has_no_decision(cast: Cast, results: list[ModuleResult]) -> None:
    rows = queries.module_results_of(cast.cohort.id, MEETINGS)
    assert queries.decisions_in_force(rows) == {cast.enrolment.id: (PASSED, FIRST)}


def test_the_last_result_is_of_these_trainees_and_this_module_but_for_the_request_itself(
    cast: Cast, results: list[ModuleResult]
) -> None:
    _first, second, meetings, theirs, kofis = results
    both = [cast.enrolment.id, cast.colleague_enrolment.id]
    assert queries.last_result(both, CASE) == kofis.id
    assert queries.last_result(both, CASE, besides=[kofis.request_id]) == second.id
    assert queries.last_result(both, MEETINGS) == meetings.id
    assert queries.last_result([cast.outsider_enrolment.id], CASE) == theirs.id
    assert queries.last_result([cast.outsider_enrolment.id], MEETINGS) == 0


def test_what_was_recorded_is_told_newest_first_with_what_it_took_the_place_of(
    cast: Cast, results: list[ModuleResult]
) -> None:
    db.session.add(
        ModuleResult(
            request_id=request_id("by nobody"),
            request_digest="",
            enrolment_id=cast.colleague_enrolment.id,
            module_key=CASE,
            sequence=2,
            outcome=NOT_YET,
            decided_on=SECOND,
            reason="Moved by the server.",
            stream_id=cast.cohort.stream_id,
            recorded_at=NOW + timedelta(hours=9),
            recorded_by_id=None,
        )
    )
    db.session.flush()
    told = [
        (act.recorded_by, act.reason, [(e.full_name, e.outcome, e.before) for e in act.results])
        for act in queries.recorded_module_results(cast.cohort.id, CASE)
    ]
    assert told == [
        (None, "Moved by the server.", [("Kofi Boateng", NOT_YET, (PASSED, FIRST))]),
        ("Ruth Mensah", "", [("Kofi Boateng", PASSED, None)]),
        ("Ruth Mensah", "Looked at again.", [("Abena Osei", NOT_YET, (PASSED, FIRST))]),
        ("Ruth Mensah", "", [("Abena Osei", PASSED, None)]),
    ]
    assert queries.recorded_module_results(cast.cohort.id, "reflecting-teams") == []
