"""Versions with fewer checks, asking both sides to agree to them, and their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select

from tests.cast import NOW, Cast, lead_governance
from tests.moving.moves import publish
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.extensions import db
from trainee_tracker.moving.agreements import actions
from trainee_tracker.moving.agreements.queries import shown_for_agreeing
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import Person

ENOUGH = "The trust checks everybody before they join."


def publish_unchecked(cast: Cast) -> CourseVersion:
    """Publish a version that asks for no check at all: what a lead alone once moved a cohort to."""
    before = draft_terms_of(cast.cohort.version.course)
    return publish(cast, replace(before, governance=()))


def ask(
    cast: Cast,
    version: CourseVersion,
    *,
    actor: Person | None = None,
    at: datetime = NOW,
    reason: str = ENOUGH,
    request_id: str | None = None,
) -> TermsRequest:
    """Ask both sides of Grace's partnership to agree to a version."""
    return actions.ask_terms(
        version,
        cast.network,
        cast.trust,
        reason=reason,
        actor=actor or cast.training_lead,
        at=at,
        request_id=request_id or str(uuid4()),
    )


def agree(
    request: TermsRequest, actor: Person, *, at: datetime = NOW, digest_seen: str | None = None
) -> TermsAgreement:
    """Agree for the side that the actor leads."""
    return actions.agree_terms(
        request,
        digest_seen=digest_seen or digest_of(shown_for_agreeing(request, at)),
        actor=actor,
        at=at,
        request_id=str(uuid4()),
    )


def decline(request: TermsRequest, actor: Person, reason: str = "DBS stays.") -> TermsAgreement:
    """Decline for the side that the actor leads."""
    return actions.decline_terms(
        request, reason=reason, actor=actor, at=NOW, request_id=str(uuid4())
    )


def agree_both(cast: Cast, version: CourseVersion, *, at: datetime = NOW) -> TermsRequest:
    """Have Clara and Tom agree to a version, and commit."""
    request = ask(cast, version, at=at)
    agree(request, cast.community_lead, at=at)
    agree(request, cast.statutory_lead, at=at)
    db.session.commit()
    return request


def another_governance_lead(cast: Cast) -> Person:
    """Return somebody else who leads governance for the community side."""
    naomi = people.add_person(
        "Naomi Asante", "naomi@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    lead_governance(cast, naomi, cast.network)
    db.session.commit()
    return naomi


def answers() -> int:
    return db.session.scalar(select(func.count(TermsAgreement.id))) or 0


def requests() -> int:
    return db.session.scalar(select(func.count(TermsRequest.id))) or 0
