"""Who sees which cohort and enrolment, and what other rooms read of them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import NOW, Cast, request_id
from tests.cohorts.builders import plan, take
from trainee_tracker.cohorts import queries
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.modules.queries import module_progress
from trainee_tracker.cohorts.registers.queries import register_lines
from trainee_tracker.cohorts.results.queries import decisions_about
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


@pytest.mark.parametrize(
    ("who", "sees", "leads"),
    [
        ("training_lead", True, True),
        ("community_lead", True, False),
        ("statutory_lead", True, False),
        ("supervisor", False, False),
        ("trainee", False, False),
        ("administrator", False, False),
        ("outsider_lead", False, False),
        ("outsider", False, False),
    ],
)
def test_a_cohort_is_loaded_only_through_who_may_see_it(
    cast: Cast, who: str, sees: bool, leads: bool
) -> None:
    person = getattr(cast, who)
    assert (queries.cohort_for(person, cast.cohort.id) is not None) is sees
    assert (queries.cohort_led_by(person, cast.cohort.id) is not None) is leads
    assert queries.may_manage(person, cast.cohort) is leads


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("trainee", True),
        ("training_lead", True),
        ("community_lead", True),
        ("statutory_lead", True),
        ("supervisor", True),
        ("colleague", False),
        ("administrator", False),
        ("outsider_lead", False),
        ("outsider_supervisor", False),
        ("outsider", False),
    ],
)
def test_an_enrolment_is_seen_by_its_trainee_leads_and_supervisors(
    cast: Cast, who: str, sees: bool
) -> None:
    found = queries.enrolment_for(getattr(cast, who), cast.enrolment.id)
    assert (found is not None) is sees


def test_a_supervisor_whose_role_at_the_network_ended_sees_no_enrolment_there(cast: Cast) -> None:
    (grant,) = cast.supervisor.grants
    roles.grant_role(cast.supervisor, Role.SUPERVISOR, cast.other_network, actor=None, at=NOW)
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    assert queries.enrolment_for(cast.supervisor, cast.enrolment.id) is None


def test_a_supervisor_whose_role_ended_sees_nothing_more(cast: Cast) -> None:
    grant = roles.grant_role(cast.supervisor, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    assert queries.enrolment_for(cast.supervisor, cast.enrolment.id) is None


def test_people_find_their_own_enrolments(cast: Cast) -> None:
    assert queries.enrolments_of(cast.trainee) == [cast.enrolment]
    assert queries.enrolments_of(cast.supervisor) == []


def test_members_are_listed_by_name(cast: Cast) -> None:
    rows = queries.members_of(cast.cohort.id)
    assert [row.full_name for row in rows] == ["Abena Osei", "Kofi Boateng"]
    assert rows[0].enrolment_id == cast.enrolment.id
    assert rows[0].has_joined


def test_a_register_becomes_ledger_lines_of_the_minutes_present(cast: Cast) -> None:
    classes = plan(cast)
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    take(cast, classes[0], {abena: (Mark.PRESENT, 0), kofi: (Mark.ABSENT, 0)}, "wrong")
    take(cast, classes[0], {abena: (Mark.LATE, 20), kofi: (Mark.PRESENT, 0)}, "right", "A slip.")
    take(cast, classes[1], {abena: (Mark.APOLOGIES, 0), kofi: (Mark.PRESENT, 0)}, "next")
    lines = register_lines([abena])
    assert [(line.minutes, line.held_minutes, line.attended) for line in lines] == [
        (130, 150, True),
        (0, 150, False),
    ]
    assert {line.trainee for line in lines} == {abena}
    assert {line.activity for line in lines} == {"taught"}
    both = register_lines([abena, kofi])
    assert len({line.entry for line in both}) == len(both) == 4
    assert len({line.session for line in both}) == 2
    assert register_lines([]) == []


def test_module_outcomes_are_those_that_stand(cast: Cast) -> None:
    abena = cast.enrolment.id
    for number, (outcome, day) in enumerate(
        [
            (ModuleOutcome.PASSED, date(2026, 10, 1)),
            (ModuleOutcome.NOT_YET, date(2026, 10, 2)),
            (ModuleOutcome.PASSED, date(2026, 11, 2)),
        ]
    ):
        record_module_results(
            cast.cohort,
            "case-study",
            {abena: outcome},
            decided_on=day,
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id(f"result {number}"),
            reason="Looked at again.",
        )
    outcomes = decisions_about([abena, cast.colleague_enrolment.id]).passed
    assert [(each.trainee, each.module, each.passed_on) for each in outcomes] == [
        (abena, "case-study", date(2026, 11, 2))
    ]
    assert module_progress(cast.cohort.id) == {"case-study": 1}


def test_who_leads_at_a_trust_may_open_for_any_network(cast: Cast) -> None:
    assert queries.networks_open_to(cast.training_lead) == [cast.network]
    roles.grant_role(cast.statutory_lead, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    assert queries.networks_open_to(cast.statutory_lead) == [cast.network, cast.other_network]


def test_neither_trainees_nor_oneself_are_offered_as_supervisors(cast: Cast) -> None:
    roles.grant_role(cast.trainee, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    names = {
        row.full_name for row in queries.may_supervise(cast.cohort, asked_by=cast.training_lead)
    }
    assert names == {"Sam Okafor", "Clara James"}
    assert (
        queries.supervisor_choice(cast.cohort, cast.supervisor.id, asked_by=cast.training_lead)
        == cast.supervisor
    )
    assert (
        queries.supervisor_choice(cast.cohort, cast.trainee.id, asked_by=cast.training_lead) is None
    )
