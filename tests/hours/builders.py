"""Short ways to have hours in a test, through the room's own actions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from tests.cast import NOW, Cast
from trainee_tracker.cohorts.models import CohortSite, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.hours.models import CaseCode, HoursEntry, HoursEvent
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.sessions.rules import RoleInSession, SessionFacts, SessionFormat
from trainee_tracker.hours.signing.actions import decide_hours
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.signatures.models import Signature

DAY = date(2026, 11, 2)


def request_id() -> str:
    """Return the id of a form that nobody sent yet."""
    return str(uuid4())


def case_of(enrolment: Enrolment, session_format: SessionFormat = SessionFormat.FAMILY) -> CaseCode:
    """Return the enrolment's case of this format, opened at first use."""
    case = db.session.scalar(
        select(CaseCode).where(
            CaseCode.opened_by_enrolment_id == enrolment.id, CaseCode.format == session_format
        )
    )
    return case or actions.open_case(
        enrolment, session_format, actor=enrolment.person, at=NOW, request_id=request_id()
    )


def facts(cast: Cast, enrolment: Enrolment | None = None, **changes: Any) -> SessionFacts:
    """Return an hour with a family at the cohort's site on 2 November, with changes."""
    enrolment = enrolment or cast.enrolment
    parts: dict[str, Any] = {
        "held_on": DAY,
        "activity": "practice",
        "minutes": 60,
        "supervisor_id": cast.supervisor.id,
        "role": RoleInSession.LEAD,
        "format": SessionFormat.FAMILY,
        "site_id": site_id(enrolment),
    }
    parts |= changes
    if parts["activity"] == "practice" and "case_code_id" not in parts:
        parts["case_code_id"] = case_of(enrolment).id
    return SessionFacts(**parts)


def site_id(enrolment: Enrolment) -> int | None:
    """Return the first site of the enrolment's cohort."""
    return db.session.scalar(
        select(CohortSite.site_id).where(CohortSite.cohort_id == enrolment.cohort_id)
    )


def logged(
    cast: Cast, *, submit: bool = False, enrolment: Enrolment | None = None, **changes: Any
) -> HoursEntry:
    """Return an entry of Abena's (or of another enrolment), committed."""
    enrolment = enrolment or cast.enrolment
    entry = actions.log_session(
        enrolment,
        facts(cast, enrolment, **changes),
        submit=submit,
        actor=enrolment.person,
        at=NOW,
        request_id=request_id(),
    )
    db.session.commit()
    return entry


def submitted(cast: Cast, **changes: Any) -> HoursEntry:
    """Return an entry that waits for Sam, committed."""
    return logged(cast, submit=True, **changes)


def decided(cast: Cast, *entries: HoursEntry, reason: str = "") -> Signature:
    """Have Sam sign the entries off, or decline them all with `reason`; committed."""
    decisions = [Decision(entry.id, not reason, reason) for entry in entries]
    signature = decide_hours(
        decisions,
        digest_seen=sheet_for(cast.supervisor, decisions).digest,
        actor=cast.supervisor,
        at=NOW,
        request_id=request_id(),
    )
    db.session.commit()
    return signature


def steps_of(entry: HoursEntry | int) -> list[HoursAction]:
    """Return the actions of an entry in their order, from the database."""
    entry_id = entry if isinstance(entry, int) else entry.id
    return list(
        db.session.scalars(
            select(HoursEvent.action)
            .where(HoursEvent.entry_id == entry_id)
            .order_by(HoursEvent.sequence)
        )
    )
