"""What can be read, by whom, and in how many statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.certificates.leads import second_lead
from tests.hours.builders import (
    DAY,
    case_of,
    decided,
    facts,
    logged,
    request_id,
    submitted,
)
from tests.statements import counted as counted_statements
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions, queries
from trainee_tracker.hours.choices import cases_of
from trainee_tracker.hours.rules import HoursState
from trainee_tracker.hours.sessions.rules import SessionFormat
from trainee_tracker.hours.signing.queries import Backlog, backlog_of, cohorts_signed_for, sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.logbook.queries import (
    count_by_state,
    enrolment_to_log,
    entries_of,
    last_entry_of,
    timeline_of,
)
from trainee_tracker.people.access import held_roles
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.sign_off.queries import grouped, waiting_for


def test_an_entry_is_found_by_its_trainee_supervisor_and_training_lead_only(cast: Cast) -> None:
    entry = submitted(cast)
    seen = {
        key: queries.entry_for(getattr(cast, key), entry.id) is not None
        for key in (
            "trainee",
            "supervisor",
            "training_lead",
            "colleague",
            "community_lead",
            "statutory_lead",
            "administrator",
            "outsider",
            "outsider_lead",
            "outsider_supervisor",
        )
    }
    assert [key for key, sees in seen.items() if sees] == [
        "trainee",
        "supervisor",
        "training_lead",
    ]


def test_another_supervisor_of_the_cohort_does_not_find_what_names_the_first(cast: Cast) -> None:
    cohorts.approve_supervisor(
        cast.cohort,
        cast.outsider_supervisor,
        approved_from=date(2026, 9, 7),
        approved_until=None,
        actor=cast.training_lead,
        at=NOW,
    )
    entry = submitted(cast)
    assert queries.entry_for(cast.outsider_supervisor, entry.id) is None
    assert waiting_for(cast.outsider_supervisor) == []
    assert backlog_of(cast.outsider_supervisor) == Backlog(0, 0, None)


def test_ledger_lines_say_what_was_logged(cast: Cast) -> None:
    entry = submitted(cast, minutes=50)
    decided(cast, entry)
    assert queries.lines_of([cast.enrolment.id]) == [
        LedgerLine(
            entry=entry.id,
            session=entry.session_id,
            trainee=cast.enrolment.id,
            held_on=DAY,
            activity="practice",
            minutes=50,
            role="lead",
            format="family",
            mode="in-room",
            present=1,
            attended=True,
            site="Grace Hall",
            supervisor="Sam Okafor",
            case=case_of(cast.enrolment).code,
            state=LineState.SIGNED_OFF,
        )
    ]


def test_a_missed_appointment_is_a_line_of_no_minutes(cast: Cast) -> None:
    logged(cast, is_attended=False, minutes=60)
    (line,) = queries.lines_of([cast.enrolment.id])
    assert (line.minutes, line.attended, line.state) == (0, False, LineState.LOGGED)


def test_entries_come_newest_first_by_state_and_in_pages(cast: Cast) -> None:
    for day in range(5):
        logged(cast, submit=day == 0, held_on=DAY + timedelta(day))
    ids = [cast.enrolment.id]
    days = [row.facts.held_on.day for row in entries_of(ids)]
    assert days == [6, 5, 4, 3, 2]
    assert [row.facts.held_on.day for row in entries_of(ids, limit=2, offset=1)] == [5, 4]
    waits = entries_of(ids, states=[HoursState.SUBMITTED])
    assert [row.facts.held_on.day for row in waits] == [2]
    assert count_by_state(ids) == {HoursState.LOGGED: 4, HoursState.SUBMITTED: 1}


def test_the_last_entry_is_the_one_logged_last_that_still_stands(cast: Cast) -> None:
    assert last_entry_of(cast.enrolment.id) is None
    first, second = logged(cast), logged(cast, held_on=DAY - timedelta(7))
    assert last_entry_of(cast.enrolment.id) is second
    actions.withdraw_hours(second, reason="A slip", actor=cast.trainee, at=NOW)
    assert last_entry_of(cast.enrolment.id) is first


def test_the_cohort_of_the_day_is_the_one_to_log_to(cast: Cast) -> None:
    enrolments = [cast.enrolment, cast.outsider_enrolment]
    assert enrolment_to_log([], NOW.date()) is None
    assert enrolment_to_log(enrolments, date(2020, 1, 1)) in enrolments
    assert enrolment_to_log([cast.enrolment], NOW.date()) is cast.enrolment


def test_cases_count_the_sessions_that_a_trainee_took_part_in(cast: Cast) -> None:
    family = case_of(cast.enrolment)
    case_of(cast.enrolment, SessionFormat.COUPLE)
    case_of(cast.colleague_enrolment)
    entry = logged(cast)
    logged(cast)
    actions.correct_hours(
        entry,
        facts(cast, minutes=45),
        reason="A slip",
        submit=False,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )
    cases = cases_of(cast.enrolment)
    assert [(case.code[0], case.sessions) for case in cases] == [("C", 0), ("F", 2)]
    assert cases[1].id == family.id


def test_a_timeline_tells_a_correction_once_and_in_order(cast: Cast) -> None:
    entry = submitted(cast)
    decided(cast, entry, reason="Please add the case.")
    corrected = actions.correct_hours(
        entry,
        facts(cast),
        reason="Added the case",
        submit=True,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )
    for which in (entry, corrected):
        told = [(event.action.value, event.who) for event in timeline_of(which)]
        assert told == [
            ("logged", "Abena Osei"),
            ("submitted", "Abena Osei"),
            ("declined", "Sam Okafor"),
            ("corrected", "Abena Osei"),
            ("submitted", "Abena Osei"),
        ]


def test_what_waits_comes_oldest_first_in_groups_of_trainee_and_month(cast: Cast) -> None:
    september, october = date(2026, 9, 30), date(2026, 10, 1)
    submitted(cast, held_on=october, minutes=30)
    submitted(cast, held_on=september, minutes=50)
    submitted(cast, enrolment=cast.colleague_enrolment, held_on=october, minutes=60)
    submitted(cast, held_on=october, minutes=300)
    groups = grouped(waiting_for(cast.supervisor))
    assert [(group.trainee_name, group.month.month, group.minutes) for group in groups] == [
        ("Abena Osei", 9, 50),
        ("Abena Osei", 10, 330),
        ("Kofi Boateng", 10, 60),
    ]
    assert [row.entry.is_long for row in groups[1].rows] == [False, True]
    assert [row.is_possible_duplicate for group in groups for row in group.rows] == [
        False,
        True,
        True,
        False,
    ]
    assert backlog_of(cast.supervisor) == Backlog(4, 2, september)


def test_a_withdrawn_twin_is_no_duplicate(cast: Cast) -> None:
    first = submitted(cast)
    submitted(cast)
    actions.withdraw_hours(first, reason="Logged twice", actor=cast.trainee, at=NOW)
    (row,) = waiting_for(cast.supervisor)
    assert not row.is_possible_duplicate


Read = Callable[[Cast, list[int]], object]
READS: dict[str, Read] = {
    "lines_of": lambda cast, _ids: queries.lines_of([cast.enrolment.id]),
    "entries_of": lambda cast, _ids: entries_of([cast.enrolment.id]),
    "count_by_state": lambda cast, _ids: count_by_state([cast.enrolment.id]),
    "cases_of": lambda cast, _ids: cases_of(cast.enrolment),
    "waiting_for": lambda cast, _ids: waiting_for(cast.supervisor),
    "backlog_of": lambda cast, _ids: backlog_of(cast.supervisor),
    "sheet_for": lambda cast, ids: sheet_for(
        cast.supervisor, [Decision(each, True) for each in ids]
    ),
}


@pytest.mark.parametrize(("name", "most"), [(name, 1) for name in READS if name != "sheet_for"])
def test_a_list_is_read_in_one_statement(cast: Cast, name: str, most: int) -> None:
    ids = [submitted(cast).id for _each in range(4)]
    assert cast.enrolment.cohort_id
    assert held_roles(cast.supervisor)  # Read before by every page, to let them in.
    with counted_statements() as statements:
        READS[name](cast, ids)
    assert len(statements) == most, statements


def test_a_sheet_of_any_length_is_read_in_two_statements(cast: Cast) -> None:
    ids = [submitted(cast).id for _each in range(4)]
    assert held_roles(cast.supervisor)  # Read before by every page, to let them in.
    found: list[Any] = []
    for length in (1, 4):
        with counted_statements() as statements:
            READS["sheet_for"](cast, ids[:length])
        found.append(len(statements))
    assert found == [2, 2]
    assert db.session.is_active


def test_who_is_no_supervisor_at_a_network_any_more_decides_nothing_there(cast: Cast) -> None:
    entry = submitted(cast)
    (grant,) = cast.supervisor.grants
    roles.grant_role(cast.supervisor, Role.SUPERVISOR, cast.other_network, actor=None, at=NOW)
    assert backlog_of(cast.supervisor).entries == 1
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    assert backlog_of(cast.supervisor).entries == 0
    assert waiting_for(cast.supervisor) == []
    assert sheet_for(cast.supervisor, [Decision(entry.id, True)]).lines == ()
    assert queries.entry_for(cast.supervisor, entry.id) is None


def test_an_entry_is_ones_own_only_if_one_logged_it_and_each_is_found_by_its_number(
    cast: Cast,
) -> None:
    first, second = submitted(cast), submitted(cast, minutes=45)
    for entry in (first, second):
        assert queries.own_entry_for(cast.trainee, entry.id) is entry
        assert queries.entry_for(cast.trainee, entry.id) is entry
        assert queries.row_of(entry.id).entry_id == entry.id
        for other in (cast.supervisor, cast.training_lead, cast.colleague):
            assert queries.own_entry_for(other, entry.id) is None


def test_links_lead_only_to_the_entries_of_the_enrolment_that_is_looked_at(cast: Cast) -> None:
    mine = submitted(cast)
    theirs = submitted(cast, enrolment=cast.colleague_enrolment)
    lead = cast.training_lead
    assert queries.entries_open_to(lead, cast.enrolment.id) == {mine.id}
    assert queries.entries_open_to(lead, cast.colleague_enrolment.id) == {theirs.id}
    assert queries.entries_open_to(cast.outsider_lead, cast.enrolment.id) == set()


def test_a_training_lead_of_the_partner_finds_an_entry(cast: Cast) -> None:
    entry = submitted(cast)
    assert queries.entry_for(second_lead(cast, cast.trust), entry.id) is entry
    assert queries.entry_for(cast.outsider_lead, entry.id) is None


def test_the_lines_of_one_trainee_are_nobody_elses(cast: Cast) -> None:
    mine = submitted(cast)
    submitted(cast, enrolment=cast.colleague_enrolment)
    assert [line.entry for line in queries.lines_of([cast.enrolment.id])] == [mine.id]


def test_what_is_signed_is_named_after_its_own_cohort_and_network(cast: Cast) -> None:
    found = cohorts_signed_for({cast.other_cohort.id})
    assert {key: (terms.title, network) for key, (terms, network) in found.items()} == {
        cast.other_cohort.id: ("Intermediate, Hope Network", "Hope Network")
    }


def test_a_sheet_shows_each_row_with_its_decision_and_tells_what_does_not_wait_any_more(
    cast: Cast,
) -> None:
    first, second, third = (submitted(cast, minutes=each) for each in (50, 90, 60))
    decisions = [
        Decision(first.id, True),
        Decision(second.id, False, "Please add the site."),
        Decision(third.id, True),
    ]
    before = sheet_for(cast.supervisor, decisions)
    actions.withdraw_hours(third, reason="A slip", actor=cast.trainee, at=NOW)
    sheet = sheet_for(cast.supervisor, decisions)
    assert [(e["entry"], e["minutes"], e["decision"], e["reason"]) for e in sheet.shown] == [
        (first.id, 50, "sign_off", ""),
        (second.id, 90, "decline", "Please add the site."),
        (third.id, 60, "sign_off", ""),
    ]
    parts = [(part.is_signed_off, len(part.lines), part.minutes) for part in sheet.parts]
    assert parts == [(True, 2, 110), (False, 1, 90)]
    assert [each.entry.entry_id for each in sheet.still_waiting.lines] == [first.id, second.id]
    assert [str(each) for each in sheet.changed] == [
        "Abena Osei, 2 November 2026, has been withdrawn by the trainee meanwhile."
    ]
    assert before.changed == ()
    declined = sheet_for(cast.supervisor, decisions[1:2])
    assert [part.is_signed_off for part in declined.parts] == [False]
    assert declined.digest != sheet_for(cast.supervisor, [Decision(second.id, True)]).digest
