"""Records of the cast, made through the actions that the pages use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests.cast import NOW, Cast, lead_governance
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions, queries
from trainee_tracker.governance.models import GovernanceEvent, GovernanceRecord
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role

FIRST, LAST = date(2026, 9, 7), date(2027, 9, 6)


def propose(
    cast: Cast,
    item: str = "supervision-contract",
    *,
    cohort: Cohort | None = None,
    subject: Person | None = None,
    actor: Person | None = None,
    **given: Any,
) -> GovernanceRecord:
    """Add a record of the trainee in the cast's cohort, by the training lead, and commit.

    Another cohort, subject or actor can be named.
    """
    facts = {
        "outcome": "cleared" if item == "enhanced-dbs" else "in-place",
        "evidence": "Seen on paper",
        "seen_by": "Ruth Mensah",
        "valid_from": FIRST,
        "valid_to": LAST,
        "request_id": str(uuid4()),
        **given,
    }
    record = actions.propose_record(
        cohort or cast.cohort,
        subject or cast.trainee,
        item,
        actor=actor or cast.training_lead,
        at=NOW,
        **facts,
    )
    db.session.commit()
    return record


def sign(record: GovernanceRecord, actor: Person, **given: Any) -> GovernanceEvent:
    """Sign a record as it stands, and commit."""
    digest = digest_of(queries.shown_for_signing(record))
    event = actions.sign_record(
        record,
        **{"digest_seen": digest, "actor": actor, "at": NOW, "request_id": str(uuid4()), **given},
    )
    db.session.commit()
    return event


def in_force(cast: Cast, item: str = "supervision-contract", **given: Any) -> GovernanceRecord:
    """Add a record and let both sides sign it."""
    record = propose(cast, item, **given)
    sign(record, cast.community_lead)
    sign(record, cast.statutory_lead)
    return record


def suspend(
    record: GovernanceRecord, actor: Person, on: date, reason: str = "A concern was raised"
) -> GovernanceEvent:
    """Suspend a record from a day on, and commit."""
    event = actions.suspend_record(
        record, effective_on=on, reason=reason, actor=actor, at=NOW, request_id=str(uuid4())
    )
    db.session.commit()
    return event


def lift(record: GovernanceRecord, actor: Person, on: date) -> GovernanceEvent:
    """Agree to lift a suspension from a day on, and commit."""
    event = actions.lift_suspension(
        record,
        effective_on=on,
        digest_seen=digest_of(queries.shown_for_lifting(record)),
        actor=actor,
        at=NOW,
        request_id=str(uuid4()),
    )
    db.session.commit()
    return event


def change_sides(cast: Cast) -> Person:
    """Let the community's governance lead leave that role and lead for the trust; nobody leads both.

    Another lead of the community takes their place and accepts them.
    """
    lead = cast.community_lead
    make_governance_lead(cast, cast.supervisor)
    roles.end_role(lead.grants[0], actor=cast.administrator, at=NOW)
    grant = roles.grant_role(lead, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    roles.accept_role(grant, actor=cast.supervisor, at=NOW, request_id=str(uuid4()))
    db.session.commit()
    return lead


def make_governance_lead(cast: Cast, person: Person) -> Person:
    """Let somebody lead governance for the network."""
    lead_governance(cast, person, cast.network)
    db.session.commit()
    return person


def day(number: int) -> date:
    """Return a day so many days after the first of a record."""
    return FIRST + timedelta(days=number)


def lead_elsewhere(cast: Cast, person: Person) -> Person:
    """Let somebody lead governance for another network."""
    lead_governance(cast, person, cast.other_network)
    db.session.commit()
    return person


def new_record_url(cast: Cast, item: str = "enhanced-dbs") -> str:
    """Return the address of the page that adds a record of the trainee."""
    return f"/governance/records/new?cohort={cast.cohort.id}&person={cast.trainee.id}&item={item}"


def actions_of(record: GovernanceRecord) -> list[GovernanceAction]:
    """Return what happened to a record, as the database has it."""
    db.session.expire_all()
    return [event.action for event in record.events]
