"""Logging, sending, withdrawing and correcting, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import NOW, Cast
from tests.cohorts.builders import enrol
from tests.hours.builders import (
    case_of,
    decided,
    facts,
    logged,
    request_id,
    steps_of,
    submitted,
)
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions, queries
from trainee_tracker.hours.models import CaseCode, HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.rules import FaultyFacts, HoursAction
from trainee_tracker.hours.sessions.rules import NEW_CASE, RoleInSession, SessionFormat
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed

LOGGED, SUBMITTED = HoursAction.LOGGED, HoursAction.SUBMITTED


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def log(cast: Cast, **changes: Any) -> HoursEntry:
    call: dict[str, Any] = {
        "submit": True,
        "actor": cast.trainee,
        "at": NOW,
        "request_id": request_id(),
    }
    given = {key: changes.pop(key) for key in list(changes) if key in {*call, "with_others"}}
    return actions.log_session(cast.enrolment, facts(cast, **changes), **(call | given))


def correct(cast: Cast, entry: HoursEntry, **changes: Any) -> HoursEntry:
    call: dict[str, Any] = {
        "reason": "It was 45 minutes.",
        "submit": True,
        "actor": cast.trainee,
        "at": NOW,
        "request_id": request_id(),
    }
    given = {key: changes.pop(key) for key in list(changes) if key in call}
    return actions.correct_hours(
        entry, facts(cast, **({"minutes": 45} | changes)), **(call | given)
    )


# Logging


def test_what_is_logged_stands_in_the_ledger_as_it_was_said(cast: Cast) -> None:
    entry = log(cast, minutes=50, note="Genogram")
    row = queries.row_of(entry.id)
    assert (row.facts.minutes, row.facts.note, row.trainee_name) == (50, "Genogram", "Abena Osei")
    assert (row.site_name, row.supervisor_name) == ("Grace Hall", "Sam Okafor")
    assert steps_of(entry) == [LOGGED, SUBMITTED]


def test_what_is_kept_for_later_is_not_sent(cast: Cast) -> None:
    assert steps_of(log(cast, submit=False)) == [LOGGED]


def test_a_double_click_lands_once(cast: Cast) -> None:
    same, case = request_id(), case_of(cast.enrolment).id
    first = log(cast, request_id=same, case_code_id=case)
    assert log(cast, request_id=same, case_code_id=case) is first
    assert count(LoggedSession) == count(HoursEntry) == 1


def test_the_same_request_with_another_body_is_a_conflict(cast: Cast) -> None:
    same = request_id()
    log(cast, request_id=same)
    with pytest.raises(Conflict, match="sent before with other answers"):
        log(cast, request_id=same, minutes=90)


def test_a_new_case_is_opened_with_the_session_and_once_only(cast: Cast) -> None:
    same = request_id()
    first = log(cast, request_id=same, case_code_id=NEW_CASE)
    assert log(cast, request_id=same, case_code_id=NEW_CASE) is first
    assert count(CaseCode) == 1
    assert first.session.case_code is not None
    assert first.session.case_code.code.startswith("F-")


def test_two_cases_never_have_the_same_code(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("2222" + "2222" + "3333")
    monkeypatch.setattr("secrets.choice", lambda _letters: next(drawn))
    codes = [
        actions.open_case(
            cast.enrolment,
            SessionFormat.COUPLE,
            actor=cast.trainee,
            at=NOW,
            request_id=request_id(),
        ).code
        for _each in range(2)
    ]
    assert codes == ["C-2222", "C-3333"]


def test_a_case_is_opened_once_for_each_request(cast: Cast) -> None:
    same = request_id()
    cases = {
        actions.open_case(
            cast.enrolment, SessionFormat.COUPLE, actor=cast.trainee, at=NOW, request_id=same
        ).id
        for _each in range(2)
    }
    assert len(cases) == 1
    with pytest.raises(Conflict):
        actions.open_case(
            cast.enrolment, SessionFormat.GROUP, actor=cast.trainee, at=NOW, request_id=same
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1500}, "minutes"),
        ({"held_on": NOW.date() + timedelta(1)}, "held_on"),
        ({"held_on": date(2026, 9, 6)}, "held_on"),
        ({"activity": "taught", "case_code_id": None}, "activity"),
        ({"case_code_id": 999}, "case_code_id"),
        ({"note": "mail a@b.example"}, "note"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(FaultyFacts) as refusal:
        log(cast, **changes)
    assert list(refusal.value.faults) == [field]
    assert count(LoggedSession) == 0


def test_a_case_of_another_trainee_cannot_be_named_before_one_took_part(cast: Cast) -> None:
    theirs = case_of(cast.colleague_enrolment).id
    with pytest.raises(FaultyFacts, match="from the list"):
        log(cast, case_code_id=theirs)
    actions.log_session(
        cast.colleague_enrolment,
        facts(cast, cast.colleague_enrolment, case_code_id=theirs),
        with_others={cast.enrolment.id: RoleInSession.REFLECTING_TEAM},
        submit=False,
        actor=cast.colleague,
        at=NOW,
        request_id=request_id(),
    )
    assert log(cast, case_code_id=theirs).session.case_code_id == theirs


def test_nobody_logs_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="somebody else"):
        log(cast, actor=cast.colleague)
    with pytest.raises(NotAllowed, match="somebody else"):
        actions.open_case(
            cast.enrolment,
            SessionFormat.FAMILY,
            actor=cast.colleague,
            at=NOW,
            request_id=request_id(),
        )


def test_a_joint_session_is_logged_once_and_credited_by_role(cast: Cast) -> None:
    entry = log(
        cast,
        note="My own reflection",
        with_others={cast.colleague_enrolment.id: RoleInSession.OBSERVER},
    )
    lines = queries.lines_of([cast.enrolment.id, cast.colleague_enrolment.id])
    assert [line.role for line in lines] == ["lead", "observer"]
    assert len({line.session for line in lines}) == 1
    theirs = next(int(line.entry) for line in lines if line.entry != entry.id)
    assert steps_of(theirs) == [LOGGED]
    assert queries.row_of(theirs).facts.note == ""
    actions.submit_hours(db.session.get_one(HoursEntry, theirs), actor=cast.colleague, at=NOW)
    assert steps_of(theirs) == [LOGGED, SUBMITTED]


@pytest.mark.parametrize("which", ["enrolment", "outsider_enrolment"])
def test_only_other_trainees_of_the_cohort_can_have_taken_part(cast: Cast, which: str) -> None:
    with pytest.raises(NotAllowed, match="other trainees of your cohort"):
        log(cast, with_others={getattr(cast, which).id: RoleInSession.LEAD})


def test_the_part_of_each_other_is_asked_for_in_a_session_with_a_family(cast: Cast) -> None:
    with pytest.raises(FaultyFacts, match="part that each of the others took"):
        log(cast, with_others={cast.colleague_enrolment.id: None})


def test_nobody_took_part_before_they_joined_the_cohort(cast: Cast) -> None:
    late = enrol(cast, "Grace Lungu", date(2026, 11, 3))
    with pytest.raises(FaultyFacts, match="Grace Lungu joined the cohort on 3 November 2026"):
        log(cast, with_others={late.id: RoleInSession.OBSERVER})
    with pytest.raises(FaultyFacts, match="Your time in this cohort began on 3 November 2026"):
        logged(cast, enrolment=late)
    logged(cast, enrolment=late, held_on=date(2026, 11, 3))


def test_others_in_supervision_have_no_part(cast: Cast) -> None:
    log(cast, activity="supervision", present=2, with_others={cast.colleague_enrolment.id: None})
    lines = queries.lines_of([cast.enrolment.id, cast.colleague_enrolment.id])
    assert [line.role for line in lines] == [None, None]
    assert [line.present for line in lines] == [2, 2]


# Sending and withdrawing


def test_hours_are_sent_once(cast: Cast) -> None:
    entry = logged(cast)
    actions.submit_hours(entry, actor=cast.trainee, at=NOW)
    with pytest.raises(Impossible, match=r"cannot be sent for sign-off\. They wait for sign-off"):
        actions.submit_hours(entry, actor=cast.trainee, at=NOW)


def test_withdrawn_hours_keep_their_reason(cast: Cast) -> None:
    entry = submitted(cast)
    event = actions.withdraw_hours(entry, reason="Logged twice", actor=cast.trainee, at=NOW)
    assert (event.reason, event.sequence) == ("Logged twice", 3)


@pytest.mark.parametrize("reason", ["", "ring 07700 900123"])
def test_a_withdrawal_needs_a_usable_reason(cast: Cast, reason: str) -> None:
    entry = submitted(cast)
    with pytest.raises(FaultyFacts):
        actions.withdraw_hours(entry, reason=reason, actor=cast.trainee, at=NOW)


@pytest.mark.parametrize(
    "act",
    [
        lambda entry, who: actions.submit_hours(entry, actor=who, at=NOW),
        lambda entry, who: actions.withdraw_hours(entry, reason="No", actor=who, at=NOW),
    ],
)
def test_nobody_acts_on_the_hours_of_somebody_else(
    cast: Cast, act: Callable[[HoursEntry, Person], HoursEvent]
) -> None:
    entry = logged(cast)
    for other in (cast.colleague, cast.supervisor, cast.training_lead):
        with pytest.raises(NotAllowed):
            act(entry, other)


# Correcting


def test_a_correction_supersedes_and_needs_a_sign_off_of_its_own(cast: Cast) -> None:
    entry = submitted(cast)
    decided(cast, entry)
    corrected = correct(cast, entry)
    assert steps_of(entry)[-1] is HoursAction.CORRECTED
    assert steps_of(corrected) == [LOGGED, SUBMITTED]
    assert (corrected.supersedes_id, corrected.reason) == (entry.id, "It was 45 minutes.")
    states = {line.entry: line.state.value for line in queries.lines_of([cast.enrolment.id])}
    assert states == {entry.id: "superseded", corrected.id: "submitted"}


def test_a_session_told_again_is_still_one_session(cast: Cast) -> None:
    entry = log(cast, with_others={cast.colleague_enrolment.id: RoleInSession.OBSERVER})
    again = correct(cast, correct(cast, entry), minutes=50)
    lines = queries.lines_of([cast.enrolment.id, cast.colleague_enrolment.id])
    assert len(lines) == 4
    assert {line.session for line in lines} == {entry.session_id}
    assert again.session.corrects_id == entry.session_id


def test_a_correction_lands_once(cast: Cast) -> None:
    entry, same = submitted(cast), request_id()
    first = correct(cast, entry, request_id=same)
    assert correct(cast, entry, request_id=same) is first
    with pytest.raises(Conflict):
        correct(cast, entry, request_id=same, reason="Another reason")


def test_what_was_corrected_cannot_be_corrected_again(cast: Cast) -> None:
    entry = submitted(cast)
    correct(cast, entry)
    with pytest.raises(Impossible, match="look at the entry that took their place"):
        correct(cast, entry)


def test_a_correction_needs_a_reason_and_possible_facts(cast: Cast) -> None:
    entry = submitted(cast)
    with pytest.raises(FaultyFacts, match="Say what you correct"):
        correct(cast, entry, reason=" ")
    with pytest.raises(FaultyFacts, match="whole number"):
        correct(cast, entry, minutes=721)
    with pytest.raises(NotAllowed):
        correct(cast, entry, actor=cast.colleague)
    assert steps_of(entry) == [LOGGED, SUBMITTED]


def test_a_correction_can_open_a_new_case(cast: Cast) -> None:
    entry = submitted(cast)
    corrected = correct(cast, entry, case_code_id=NEW_CASE, format=SessionFormat.COUPLE)
    assert corrected.session.case_code is not None
    assert corrected.session.case_code.code.startswith("C-")
