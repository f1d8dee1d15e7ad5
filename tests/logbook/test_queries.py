"""Whose entries a list shows, what happened to one, and what its reader can do next."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast as typed

from tests.cast import NOW, Cast
from tests.hours.builders import DAY, decided, facts, logged, request_id, submitted
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.hours import actions
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.rules import HoursAction, HoursState
from trainee_tracker.hours.sessions.rules import RoleInSession
from trainee_tracker.logbook import queries


def correct(cast: Cast, entry: HoursEntry, minutes: int = 45) -> HoursEntry:
    """Let Abena tell a session again."""
    return actions.correct_hours(
        entry,
        facts(cast, minutes=minutes),
        reason="It was another time.",
        submit=False,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )


def test_a_page_offers_the_trainee_their_steps_and_the_supervisor_theirs(cast: Cast) -> None:
    waits, signed = submitted(cast), submitted(cast, minutes=45)
    decided(cast, signed)
    offered = {
        (key, each.id): (page.is_own, bool(page.possible), page.may_decide, page.may_reverse)
        for key in ("trainee", "supervisor", "training_lead")
        for each in (waits, signed)
        for page in [queries.page_of(each, getattr(cast, key))]
    }
    nothing = (False, False, False, False)
    assert offered == {
        ("trainee", waits.id): (True, True, False, False),
        ("trainee", signed.id): (True, True, False, False),
        ("supervisor", waits.id): (False, False, True, False),
        ("supervisor", signed.id): (False, False, False, True),
        ("training_lead", waits.id): nothing,
        ("training_lead", signed.id): nothing,
    }


def test_the_page_of_what_was_corrected_leads_to_the_last_correction(cast: Cast) -> None:
    first = logged(cast)
    second = correct(cast, first)
    last = correct(cast, second, 40)
    for each in (first, second, last):
        assert queries.page_of(each, cast.trainee).latest_id == last.id


def place(starts_on: date, ends_on: date) -> Enrolment:
    """Return a place in a cohort that runs between two days."""
    return typed(
        Enrolment, SimpleNamespace(cohort=SimpleNamespace(starts_on=starts_on, ends_on=ends_on))
    )


def test_of_several_cohorts_the_running_one_that_started_last_is_logged_to() -> None:
    old = place(date(2024, 9, 1), date(2025, 7, 1))
    long = place(date(2025, 9, 1), date(2027, 7, 1))
    running = place(date(2026, 9, 1), date(2027, 7, 1))
    to_come = place(date(2027, 9, 1), date(2028, 7, 1))
    places = [old, running, long, to_come]
    for day, expected in (
        (date(2026, 11, 22), running),
        (date(2026, 9, 1), running),
        (date(2026, 8, 31), long),
        (date(2025, 7, 1), old),
        (date(2028, 7, 1), to_come),
        (date(2029, 1, 1), to_come),
    ):
        assert queries.enrolment_to_log(places, day) is expected
    assert queries.enrolment_to_log([], DAY) is None


def test_lists_and_counts_are_of_the_enrolments_asked_for(cast: Cast) -> None:
    mine = [logged(cast), submitted(cast)]
    theirs = logged(cast, enrolment=cast.colleague_enrolment)
    ids, others = [cast.enrolment.id], [cast.colleague_enrolment.id]
    assert {row.entry_id for row in queries.entries_of(ids)} == {each.id for each in mine}
    assert [row.entry_id for row in queries.entries_of(others)] == [theirs.id]
    kept = queries.entries_of(ids, states=[HoursState.LOGGED])
    assert [row.entry_id for row in kept] == [mine[0].id]
    assert queries.count_by_state(ids) == {HoursState.LOGGED: 1, HoursState.SUBMITTED: 1}
    assert queries.count_by_state(others) == {HoursState.LOGGED: 1}
    assert queries.last_entry_of(cast.enrolment.id) is mine[1]
    assert queries.last_entry_of(cast.colleague_enrolment.id) is theirs


def test_only_ones_own_entries_that_were_logged_and_not_sent_are_sent_together(
    cast: Cast,
) -> None:
    submitted(cast)
    first, second = logged(cast), logged(cast, held_on=DAY - timedelta(1))
    withdrawn = logged(cast)
    actions.withdraw_hours(withdrawn, reason="A slip", actor=cast.trainee, at=NOW)
    theirs = logged(cast, enrolment=cast.colleague_enrolment)
    assert list(queries.unsent_of(cast.trainee)) == [first, second]
    assert list(queries.unsent_of(cast.colleague)) == [theirs]


def test_what_happened_to_ones_part_tells_neither_of_others_parts_nor_of_other_sessions(
    cast: Cast,
) -> None:
    entry = actions.log_session(
        cast.enrolment,
        facts(cast),
        with_others={cast.colleague_enrolment.id: RoleInSession.OBSERVER},
        submit=True,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )
    another = logged(cast)
    corrected = correct(cast, another)
    told = {
        each.id: [(row.entry_id, row.action) for row in queries.timeline_of(each)]
        for each in (entry, another, corrected)
    }
    of_another = [
        (another.id, HoursAction.LOGGED),
        (another.id, HoursAction.CORRECTED),
    ]
    assert told == {
        entry.id: [(entry.id, HoursAction.LOGGED), (entry.id, HoursAction.SUBMITTED)],
        another.id: of_another,
        corrected.id: of_another,
    }
