"""Who belongs on which register, and which marks stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import BEGAN, NOW, Cast, request_id
from tests.cohorts.builders import FIRST_CLASS, enrol, plan, take
from trainee_tracker.cohorts.models import Register, RegisterMark, TeachingSession
from trainee_tracker.cohorts.queries import sites_of_cohort
from trainee_tracker.cohorts.registers import queries
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.cohorts.teaching.queries import classes_of
from trainee_tracker.extensions import db
from trainee_tracker.people.invitations.actions import invite, refuse_invitation

ABSENT, LATE, PRESENT = Mark.ABSENT, Mark.LATE, Mark.PRESENT


def class_of_hope(cast: Cast) -> TeachingSession:
    """Return a class of the other cohort, at its site, where Layla was present."""
    (site,) = sites_of_cohort(cast.other_cohort.id)
    (held,) = plan_teaching(
        cast.other_cohort,
        first_on=FIRST_CLASS,
        weeks=1,
        starts_at="18:30",
        minutes=90,
        site=site,
        modules=["first-meetings"],
        actor=cast.outsider_lead,
        at=BEGAN,
    )
    take_register(
        held,
        {cast.outsider_enrolment.id: (PRESENT, 0)},
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("register of Hope"),
    )
    return held


def test_a_class_is_found_in_its_own_cohort_only(cast: Cast) -> None:
    ours, theirs = plan(cast), class_of_hope(cast)
    for each in ours:
        assert queries.class_for(cast.cohort, each.id) is each
        assert queries.class_for(cast.other_cohort, each.id) is None
    assert queries.class_for(cast.other_cohort, theirs.id) is theirs


def test_on_a_register_is_who_was_enrolled_by_that_day_and_has_not_refused(cast: Cast) -> None:
    first, second, _third = plan(cast)
    class_of_hope(cast)
    enrol(cast, "Same Day", FIRST_CLASS)
    enrol(cast, "Next Day", date(2026, 11, 10))
    refused = enrol(cast, "Refused It")
    refuse_invitation(invite(refused.person, actor=cast.training_lead, at=NOW), at=NOW)
    on_it = [[line.full_name for line in queries.register_list(each)] for each in (first, second)]
    assert on_it == [
        ["Abena Osei", "Kofi Boateng", "Same Day"],
        ["Abena Osei", "Kofi Boateng", "Next Day", "Same Day"],
    ]


def test_the_marks_of_the_last_register_of_that_class_stand(cast: Cast) -> None:
    first, second, third = plan(cast)
    class_of_hope(cast)
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    take(cast, first, {abena: (PRESENT, 0), kofi: (ABSENT, 0)}, "wrong")
    take(cast, second, {abena: (ABSENT, 0), kofi: (PRESENT, 0)}, "another class")
    take(cast, first, {abena: (LATE, 20), kofi: (PRESENT, 0)}, "right", "A slip.")
    marks = [queries.marks_in_force(queries.register_list(each)) for each in (first, second, third)]
    assert marks == [
        {abena: (LATE, 20), kofi: (PRESENT, 0)},
        {abena: (ABSENT, 0), kofi: (PRESENT, 0)},
        {},
    ]
    taken = [
        (each.sequence, each.reason, dict(each.counts), [one.full_name for one in each.changes])
        for each in queries.registers_of(first.id)
    ]
    assert taken == [
        (2, "A slip.", {LATE: 1, PRESENT: 1}, ["Abena Osei", "Kofi Boateng"]),
        (1, "", {PRESENT: 1, ABSENT: 1}, []),
    ]
    assert len(queries.registers_of(second.id)) == 1
    assert {line.minutes_late for line in queries.register_list(third)} == {0}
    listed = [(each.registers, each.attended, each.marked) for each in classes_of(cast.cohort.id)]
    assert listed == [(2, 2, 2), (1, 1, 2), (0, 0, 0)]
    (theirs,) = classes_of(cast.other_cohort.id)
    assert (theirs.site, theirs.registers, theirs.attended, theirs.marked) == (
        "Hope House",
        1,
        1,
        1,
    )


def test_a_class_at_a_site_was_held_in_a_room_and_of_another_nobody_said(cast: Cast) -> None:
    first, *_later = plan(cast)
    class_of_hope(cast)
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    take(cast, first, {abena: (PRESENT, 0), kofi: (ABSENT, 0)})
    lines = queries.register_lines([abena, kofi, cast.outsider_enrolment.id])
    assert {(each.trainee, each.mode, each.site, each.attended) for each in lines} == {
        (abena, None, None, True),
        (kofi, None, None, False),
        (cast.outsider_enrolment.id, "in-room", "Hope House", True),
    }


def test_a_register_taken_by_the_server_and_one_of_a_single_trainee_are_told_too(
    cast: Cast,
) -> None:
    first, *_later = plan(cast)
    theirs = class_of_hope(cast)
    by_server: dict[str, Any] = {
        "stream_id": first.stream_id,
        "recorded_at": NOW,
        "recorded_by_id": None,
    }
    register = Register(
        request_id=request_id("by nobody"),
        request_digest="",
        teaching_session_id=first.id,
        sequence=1,
        **by_server,
    )
    db.session.add(register)
    db.session.flush()
    db.session.add(
        RegisterMark(
            register_id=register.id,
            enrolment_id=cast.enrolment.id,
            mark=PRESENT,
            minutes_late=0,
            minutes_present=150,
            **by_server,
        )
    )
    db.session.flush()
    told = [
        (each.sequence, each.recorded_by, dict(each.counts))
        for held in (first, theirs)
        for each in queries.registers_of(held.id)
    ]
    assert told == [(1, None, {PRESENT: 1}), (1, "Omar Farouk", {PRESENT: 1})]
