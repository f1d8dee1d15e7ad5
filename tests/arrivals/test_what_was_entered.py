"""What was recorded of somebody as they were entered is theirs wherever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.arrivals.test_accept_as_known import enter
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.governance.builders import FIRST, propose, sign, suspend
from tests.hours.builders import logged
from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.certificates.queries import certificates_for
from trainee_tracker.certificates.support.changes import changes_behind
from trainee_tracker.certificates.support.models import StoredSupport
from trainee_tracker.certificates.support.projection import support_faults
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.actions import Newcomer, approve_anyone
from trainee_tracker.cohorts.agreements.queries import trains_on
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.supervision.queries import is_supervisor
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.governance import queries as governance
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.governance.overviews import matrix_for, own_checks
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.logbook.queries import unsent_of
from trainee_tracker.moving.agreements.actions import ask_terms
from trainee_tracker.people.models import Person
from trainee_tracker.people.queries import known_as, known_as_all
from trainee_tracker.progress.queries import stored_faults

TODAY = date(2026, 11, 22)
ITEM = "supervision-contract"


@dataclass(frozen=True)
class Accepted:
    """Layla, who was entered at Grace with a check that both sides signed, and then accepted."""

    cast: Cast
    entered_id: int
    place: Enrolment
    record: GovernanceRecord
    entry: HoursEntry

    @property
    def person(self) -> Person:
        """Who was entered."""
        return self.cast.outsider


@pytest.fixture
def accepted(cast: Cast) -> Accepted:
    """Somebody known elsewhere, who accepted a place after something was recorded of them."""
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    record = propose(cast, subject=arrival.person)
    sign(record, cast.community_lead)
    sign(record, cast.statutory_lead)
    place = db.session.scalars(
        select(Enrolment).where(Enrolment.entered_id == arrival.person.id)
    ).one()
    accept_as_known(arrival.token or "", PASSWORD, address=None, at=NOW)
    db.session.commit()
    db.session.expire_all()
    entry = logged(cast, enrolment=place, held_on=date(2026, 11, 3))
    return Accepted(cast, arrival.person.id, place, record, entry)


def records_of(one: Accepted) -> bool:
    found = governance.records_of([one.person.id], one.cast.network.id, one.cast.trust.id)
    return [each.id for each in found] == [one.record.id]


def place_in_cohort(one: Accepted) -> bool:
    found = governance.place_in_cohort_for(one.cast.training_lead, one.person.id)
    return found is one.place


def clearances(one: Accepted) -> bool:
    (found,) = governance.clearances([one.place.id])
    return (found.trainee, found.item) == (one.place.id, ITEM)


def later_not_cleared(one: Accepted) -> bool:
    later = propose(one.cast, subject=one.person, outcome="not-in-place")
    sign(later, one.cast.community_lead)
    sign(later, one.cast.statutory_lead)
    return governance.later_not_cleared(one.record) is later


def matrix(one: Accepted) -> bool:
    found = matrix_for(one.cast.training_lead, one.cast.cohort, TODAY)
    assert found is not None
    (row,) = (each for each in found.rows if each.person_id == one.person.id)
    return one.record.id in {cell.record_id for cell in row.cells}


def checks(one: Accepted) -> bool:
    found = {each.network: each.checks for each in own_checks(one.person, TODAY)}
    shown = {check.standing.record_id for check in found[one.cast.network.name]}
    return one.record.id in shown and one.cast.other_network.name in found


def membership(one: Accepted) -> bool:
    return cohorts.is_member(one.cast.cohort.id, one.person.id)


def unsent(one: Accepted) -> bool:
    return list(unsent_of(one.person)) == [one.entry]


def supervision(one: Accepted) -> bool:
    cast = one.cast
    approved = approve_anyone(
        cast.cohort,
        None,
        Newcomer("Peter Somebody", cast.outsider_supervisor.email),
        approved_from=date(2026, 11, 1),
        approved_until=None,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("Peter supervises at Grace"),
    )
    db.session.commit()
    accept_as_known(approved.token or "", PASSWORD, address=None, at=NOW)
    db.session.commit()
    db.session.expire_all()
    return (
        is_supervisor(cast.cohort.id, cast.outsider_supervisor.id)
        and cohorts.enrolment_for(cast.outsider_supervisor, one.place.id) is one.place
    )


def training_on(one: Accepted) -> bool:
    cast = one.cast
    course = cast.cohort.version.course
    revise_draft(
        course, replace(draft_terms_of(course), governance=()), actor=cast.training_lead, at=NOW
    )
    request = ask_terms(
        publish_version(course, actor=cast.training_lead, at=NOW),
        cast.network,
        cast.trust,
        reason="The trust checks everybody before they join.",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("fewer checks"),
    )
    return trains_on(one.person.id, request) and not trains_on(cast.supervisor.id, request)


@pytest.mark.parametrize(
    "finds",
    [
        records_of,
        place_in_cohort,
        clearances,
        later_not_cleared,
        matrix,
        checks,
        membership,
        unsent,
        supervision,
        training_on,
    ],
)
def test_what_was_entered_is_theirs_wherever_it_is_asked_for(
    accepted: Accepted, finds: Callable[[Accepted], bool]
) -> None:
    assert finds(accepted)


def test_as_they_were_entered_they_are_nobody_any_more(accepted: Accepted) -> None:
    cast, entered_id = accepted.cast, accepted.entered_id
    assert not governance.records_of([entered_id], cast.network.id, cast.trust.id)
    assert governance.place_in_cohort_for(cast.training_lead, entered_id) is None
    assert not cohorts.is_member(cast.cohort.id, entered_id)


def test_they_are_known_by_both_ids_whoever_else_is_asked_for(accepted: Accepted) -> None:
    both = {accepted.person.id, accepted.entered_id}
    other = accepted.cast.trainee.id
    assert set(db.session.scalars(known_as(accepted.person.id))) == both
    assert set(db.session.scalars(known_as_all([accepted.person.id, other]))) == {*both, other}
    chosen = select(Enrolment.person_id).where(Enrolment.id == accepted.place.id)
    assert set(db.session.scalars(known_as_all(chosen))) == both
    assert not db.session.scalars(known_as(accepted.entered_id)).all()
    assert not db.session.scalars(known_as_all([])).all()


def test_a_check_suspended_later_is_counted_where_they_train(accepted: Accepted) -> None:
    made = certificates.issue_progress(
        accepted.place,
        address=CheckAddress("https://training.example"),
        actor=accepted.person,
        at=NOW,
        request_id=request_id("Layla's progress"),
    )
    db.session.commit()
    assert made.id in {each.id for each in certificates_for(accepted.person)[0]}
    suspend(accepted.record, accepted.cast.community_lead, FIRST)
    db.session.expire_all()
    assert stored_faults() == []
    assert support_faults() == []
    assert db.session.get(StoredSupport, made.id)
    (change,) = changes_behind([made.id])[made.id]
    assert change.held_on == FIRST
