"""Which records the queries find, and which they leave out."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from tests.cast import NOW, Cast
from tests.cohorts.builders import another_cohort, county_trust
from tests.governance.builders import (
    day,
    in_force,
    lead_elsewhere,
    lift,
    propose,
    sign,
    suspend,
)
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions, queries


def test_each_record_is_found_by_its_own_number(cast: Cast) -> None:
    for record in (propose(cast), propose(cast), propose(cast, subject=cast.colleague)):
        assert queries.record_for(cast.training_lead, record.id) is record


def test_records_are_those_of_one_partnership(cast: Cast) -> None:
    """One trainee is in cohorts of one network with two trusts, and of two networks with one."""
    with_county = another_cohort(cast, county_trust(), cast.trainee)
    cohorts.enrol_trainee(
        cast.other_cohort,
        cast.trainee,
        enrolled_on=date(2026, 9, 7),
        actor=cast.outsider_lead,
        at=NOW,
    )
    here = propose(cast)
    propose(cast, cohort=with_county)
    propose(cast, cohort=cast.other_cohort, actor=cast.outsider_lead)
    propose(cast, subject=cast.colleague)
    found = queries.records_of([cast.trainee.id], cast.network.id, cast.trust.id)
    assert list(found) == [here]


def test_a_place_is_in_the_cohort_asked_for_or_in_the_newest(cast: Cast) -> None:
    later = another_cohort(cast, cast.trust, cast.trainee)
    for lead in (cast.training_lead, cast.community_lead, cast.statutory_lead):
        newest = queries.place_in_cohort_for(lead, cast.trainee.id)
        asked = queries.place_in_cohort_for(lead, cast.trainee.id, cast.cohort.id)
        assert newest is not None
        assert newest.cohort is later
        assert asked is cast.enrolment


def test_a_suspension_is_still_found_once_a_side_has_agreed_to_lift_it(cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.statutory_lead, day(30), "The contract has ended")
    before = queries.shown_for_lifting(record)
    assert (before["suspended_from"], before["suspended_because"]) == (
        day(30),
        "The contract has ended",
    )
    lift(record, cast.community_lead, day(40))
    assert queries.shown_for_lifting(record) == before


def test_only_a_later_record_of_the_same_check_and_person_is_pointed_out(cast: Cast) -> None:
    in_force(cast, "enhanced-dbs", outcome="not-cleared")
    record = in_force(cast, "enhanced-dbs")
    in_force(cast, "enhanced-dbs", subject=cast.colleague, outcome="not-cleared")
    in_force(cast, "supervision-contract", outcome="not-in-place")
    in_force(cast, "enhanced-dbs")
    assert queries.later_not_cleared(record) is None


def test_only_what_may_wait_for_a_signature_is_read(cast: Cast) -> None:
    """The rules decide of each record that is read; what is settled for years is not read at all."""
    added = propose(cast)
    signed = propose(cast)
    sign(signed, cast.statutory_lead)
    suspended = in_force(cast)
    suspend(suspended, cast.statutory_lead, day(30))
    half_lifted = in_force(cast)
    suspend(half_lifted, cast.statutory_lead, day(30))
    lift(half_lifted, cast.statutory_lead, day(40))
    withdrawn, signed_and_withdrawn = propose(cast), propose(cast)
    sign(signed_and_withdrawn, cast.statutory_lead)
    for record in (withdrawn, signed_and_withdrawn):
        actions.withdraw_record(
            record, reason="Wrong", actor=cast.training_lead, at=NOW, request_id=str(uuid4())
        )
    in_force(cast)
    db.session.commit()
    read = [row.id for row in queries.record_rows(queries.may_wait())]
    assert read == [added.id, signed.id, half_lifted.id]


def test_a_lead_of_one_partnership_reads_nothing_that_waits_in_another(cast: Cast) -> None:
    propose(cast)
    lead = lead_elsewhere(cast, cast.outsider_lead)
    assert queries.waiting_signature(lead) == []
