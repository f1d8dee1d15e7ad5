"""Proposing, signing, withdrawing, suspending and lifting."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.governance.builders import (
    FIRST,
    change_sides,
    day,
    in_force,
    lift,
    make_governance_lead,
    propose,
    sign,
    suspend,
)
from tests.naming import name_anew
from trainee_tracker.canonical import digest_of
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions, queries
from trainee_tracker.governance.models import GovernanceItem, GovernanceRecord
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.governance.signers import signers_of
from trainee_tracker.messages import say
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Stale
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Meaning

ONE_DAY = timedelta(days=1)


def test_without_a_last_day_the_item_s_usual_months_hold(cast: Cast) -> None:
    record = propose(cast, "enhanced-dbs", valid_from=date(2026, 2, 10), valid_to=None)
    assert record.valid_to == date(2029, 2, 9)


def test_two_sides_by_the_same_person_are_refused(cast: Cast) -> None:
    record = propose(cast)
    assert sign(record, cast.community_lead).side is Side.COMMUNITY
    # Somebody who signed for one side and leads for the other one later is still one person.
    turned = change_sides(cast)
    with pytest.raises(NotAllowed, match="Somebody else has to sign it"):
        sign(record, turned)
    db.session.rollback()
    assert queries.waiting_signature(turned) == []
    sign(record, cast.statutory_lead)
    assert record.situation.is_in_force


def test_who_added_a_record_is_not_one_of_its_two_signers(cast: Cast) -> None:
    record = propose(cast, actor=cast.community_lead)
    with pytest.raises(NotAllowed, match="You added this record"):
        sign(record, cast.community_lead)
    db.session.rollback()
    assert GovernanceAction.SIGNED not in queries.possible_actions(cast.community_lead, record)
    assert queries.waiting_signature(cast.community_lead) == [], "and no queue offers it"
    sign(record, cast.statutory_lead)
    assert not record.situation.is_in_force
    assert [each.leads for each in signers_of(record)] == [()]
    other = make_governance_lead(cast, cast.supervisor)
    assert [lead.name for each in signers_of(record) for lead in each.leads] == ["Sam Okafor"]
    assert len(queries.waiting_signature(other)) == 1
    sign(record, other)
    assert record.situation.is_in_force
    assert signers_of(record) == []


def test_a_second_lead_of_the_same_side_is_refused(cast: Cast) -> None:
    record = propose(cast)
    sign(record, cast.community_lead)
    with pytest.raises(Impossible, match="The community side has signed this record already"):
        sign(record, make_governance_lead(cast, cast.supervisor))


def test_the_subject_never_signs_their_own_even_as_a_governance_lead(cast: Cast) -> None:
    record = propose(cast)
    subject = make_governance_lead(cast, cast.trainee)
    with pytest.raises(NotAllowed, match="This record is about you"):
        sign(record, subject)
    assert queries.record_for(subject, record.id) is None
    assert queries.waiting_signature(subject) == []
    with pytest.raises(NotAllowed, match="This record is about you"):
        propose(cast, actor=subject)


def test_a_training_lead_proposes_and_does_not_sign(cast: Cast) -> None:
    record = propose(cast, actor=cast.training_lead)
    with pytest.raises(NotAllowed, match=r"Only a governance lead .* Ask Clara James or Tom Reid"):
        sign(record, cast.training_lead)
    assert GovernanceAction.SIGNED not in queries.possible_actions(cast.training_lead, record)


def test_a_lead_of_another_network_neither_sees_nor_signs_nor_proposes(cast: Cast) -> None:
    record = propose(cast)
    assert queries.record_for(cast.outsider_lead, record.id) is None
    assert queries.place_in_cohort_for(cast.outsider_lead, cast.trainee.id) is None
    with pytest.raises(NotAllowed):
        sign(record, cast.outsider_lead)
    with pytest.raises(NotAllowed):
        propose(cast, actor=cast.outsider_lead)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"outcome": "splendid"}, "Choose one of the outcomes shown"),
        ({"valid_to": FIRST - ONE_DAY}, "The last day comes before the first"),
        ({"valid_from": date(1926, 9, 7)}, "Check the year of the first date"),
        ({"valid_to": date(2062, 9, 7)}, "longer than ten years"),
    ],
)
def test_a_record_that_cannot_be_meant_is_refused(
    cast: Cast, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        propose(cast, **given)


def test_only_a_member_of_the_cohort_and_a_known_item_can_be_recorded(cast: Cast) -> None:
    with pytest.raises(Impossible, match="not enrolled"):
        propose(cast, subject=cast.outsider)
    with pytest.raises(Impossible, match="Choose one of the checks"):
        propose(cast, "horoscope")


def test_the_partnership_adopts_an_item_once(cast: Cast) -> None:
    propose(cast)
    propose(cast, subject=cast.colleague)
    [item] = db.session.query(GovernanceItem).all()
    assert (item.key, item.months_valid) == ("supervision-contract", 12)


def test_a_double_click_proposes_once_and_another_body_is_a_conflict(cast: Cast) -> None:
    request_id = str(uuid4())
    first = propose(cast, request_id=request_id)
    assert propose(cast, request_id=request_id).id == first.id
    with pytest.raises(Conflict):
        propose(cast, request_id=request_id, outcome="not-in-place")


def test_a_double_click_signs_once(cast: Cast) -> None:
    record, request_id = propose(cast), str(uuid4())
    first = sign(record, cast.community_lead, request_id=request_id)
    assert sign(record, cast.community_lead, request_id=request_id).id == first.id
    assert [event.sequence for event in record.events] == [1, 2]
    with pytest.raises(Conflict):
        sign(record, cast.statutory_lead, request_id=request_id)


def test_a_changed_record_is_stale(cast: Cast) -> None:
    record = propose(cast)
    seen = digest_of(queries.shown_for_signing(record))
    name_anew(cast.trainee, "Abena Osei-Bonsu")
    with pytest.raises(Stale):
        sign(record, cast.community_lead, digest_seen=seen)


def test_a_signature_says_who_for_whom_and_exactly_what(cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.statutory_lead, day(30), "A concern")
    lift(record, cast.statutory_lead, day(40))
    signatures = db.session.query(Signature).order_by(Signature.id).all()
    assert [
        (each.signer_name, each.capacity, each.on_behalf_of, each.meaning) for each in signatures
    ] == [
        (
            "Clara James",
            "Governance lead, community side",
            "Grace Network",
            Meaning.GOVERNANCE_SIGNED,
        ),
        (
            "Tom Reid",
            "Governance lead, statutory side",
            "City Health Trust",
            Meaning.GOVERNANCE_SIGNED,
        ),
        (
            "Tom Reid",
            "Governance lead, statutory side",
            "City Health Trust",
            Meaning.GOVERNANCE_SUSPENDED,
        ),
        (
            "Tom Reid",
            "Governance lead, statutory side",
            "City Health Trust",
            Meaning.GOVERNANCE_LIFTED,
        ),
    ]
    assert json.loads(signatures[0].shown)["outcome"] == "In place"
    assert json.loads(signatures[2].shown)["reason"] == "A concern"
    assert json.loads(signatures[3].shown)["suspended_from"] == day(30).isoformat()


def test_the_audit_chain_covers_every_step(cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.community_lead, day(3))
    db.session.commit()
    assert list(faults_of_ledger()) == []


def test_what_waits_is_what_the_rules_would_take(cast: Cast) -> None:
    record = propose(cast)
    both = cast.community_lead
    assert [each.side for each in queries.waiting_signature(both)] == [Side.COMMUNITY]
    [waiting] = queries.waiting_signature(cast.statutory_lead)
    assert (waiting.record_id, waiting.item_title) == (
        record.id,
        say("Supervision contract"),
    )
    assert waiting.action is GovernanceAction.SIGNED
    assert queries.waiting_signature(cast.training_lead) == []
    sign(record, both)
    assert queries.waiting_signature(both) == []
    sign(record, cast.statutory_lead)
    assert queries.waiting_signature(cast.statutory_lead) == []
    suspend(record, cast.statutory_lead, day(30))
    assert queries.waiting_signature(cast.statutory_lead) == []
    lift(record, cast.statutory_lead, day(31))
    assert queries.waiting_signature(cast.statutory_lead) == []
    [waiting] = queries.waiting_signature(both)
    assert waiting.action is GovernanceAction.LIFT_SIGNED
    lift(record, both, day(31))
    assert queries.waiting_signature(both) == []


def test_a_withdrawn_record_waits_for_nobody(cast: Cast) -> None:
    record = propose(cast)
    actions.withdraw_record(
        record, reason="Wrong", actor=cast.training_lead, at=NOW, request_id=str(uuid4())
    )
    assert queries.waiting_signature(cast.community_lead) == []


def test_a_later_record_that_does_not_clear_is_pointed_out(cast: Cast) -> None:
    record = in_force(cast, "enhanced-dbs")
    assert queries.later_not_cleared(record) is None
    doubt = propose(cast, "enhanced-dbs", outcome="not-cleared")
    assert queries.later_not_cleared(record) is None
    sign(doubt, cast.community_lead)
    sign(doubt, cast.statutory_lead)
    assert queries.later_not_cleared(record) is doubt
    assert queries.later_not_cleared(doubt) is None


def test_an_outcome_that_is_no_longer_offered_shows_its_key(cast: Cast) -> None:
    record: GovernanceRecord = propose(cast)
    record.item.key = "enhanced-dbs"
    assert record.outcome_title == "in-place"


def test_a_record_that_is_not_suspended_has_no_suspension_to_show(cast: Cast) -> None:
    record = in_force(cast)
    assert queries.suspension_of(record) is None
    assert queries.shown_for_lifting(record)["suspended_from"] is None
