"""What a trainee can name in a session, and what the session is checked against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from trainee_tracker.cohorts.models import CohortSite, Enrolment
from trainee_tracker.cohorts.supervision.queries import approvals_in
from trainee_tracker.cohorts.supervision.rules import Approval
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import CaseCode, HoursEntry, LoggedSession
from trainee_tracker.hours.rows import occasion
from trainee_tracker.hours.sessions.asked import asked_by
from trainee_tracker.hours.sessions.rules import SessionFormat, Setting
from trainee_tracker.people.models import Site


@dataclass(frozen=True)
class CaseRow:
    """A case code that a trainee may name, with how many of their sessions do."""

    id: int
    code: str
    format: SessionFormat
    sessions: int


@dataclass(frozen=True)
class Choices:
    """What a form about one enrolment offers, besides the activities of its course."""

    sites: tuple[tuple[int, str], ...]
    approvals: tuple[Approval, ...]
    cases: tuple[CaseRow, ...]
    problems: tuple[str, ...] = ()


def cases_of(enrolment: Enrolment) -> tuple[CaseRow, ...]:
    """Return the case codes that the trainee opened or took part in, the latest used first."""
    took_part = (
        select(
            LoggedSession.case_code_id.label("case_code_id"),
            # Supervision may name a case too; a part in the session is taken in practice only.
            func.count(func.distinct(occasion()))
            .filter(HoursEntry.role.is_not(None))
            .label("sessions"),
            func.max(LoggedSession.held_on).label("last_on"),
        )
        .join(HoursEntry, HoursEntry.session_id == LoggedSession.id)
        .where(HoursEntry.enrolment_id == enrolment.id)
        .group_by(LoggedSession.case_code_id)
        .subquery()
    )
    rows = db.session.execute(
        select(CaseCode.id, CaseCode.code, CaseCode.format, func.coalesce(took_part.c.sessions, 0))
        .outerjoin(took_part, took_part.c.case_code_id == CaseCode.id)
        .where(
            CaseCode.cohort_id == enrolment.cohort_id,
            or_(
                CaseCode.opened_by_enrolment_id == enrolment.id,
                took_part.c.case_code_id.is_not(None),
            ),
        )
        .order_by(func.coalesce(took_part.c.last_on, date.max).desc(), CaseCode.id.desc())
    )
    return tuple(CaseRow(*row) for row in rows)


def choices_for(enrolment: Enrolment) -> Choices:
    """Return the sites, approved supervisors (whenever approved) and cases of an enrolment."""
    sites = db.session.execute(
        select(Site.id, Site.name)
        .join(CohortSite, CohortSite.site_id == Site.id)
        .where(CohortSite.cohort_id == enrolment.cohort_id)
        .order_by(Site.name, Site.id)
    )
    return Choices(
        sites=tuple((row.id, row.name) for row in sites),
        approvals=tuple(
            each
            for each in approvals_in(enrolment.cohort_id)
            if each.supervisor_id != enrolment.person_id
        ),
        cases=cases_of(enrolment),
        problems=problems_of(enrolment),
    )


def problems_of(enrolment: Enrolment) -> tuple[str, ...]:
    """Return the types of problem that the trainee named, each once, in the spelling used first.

    Only where the course asks for them; else nothing is read.
    """
    if not asked_by(terms_of(enrolment.cohort.version)).problem:
        return ()
    named = db.session.scalars(
        select(LoggedSession.problem)
        .join(HoursEntry, HoursEntry.session_id == LoggedSession.id)
        .where(HoursEntry.enrolment_id == enrolment.id, LoggedSession.problem.is_not(None))
        .order_by(LoggedSession.id)
    )
    first: dict[str, str] = {}
    for problem in filter(None, named):
        first.setdefault(problem.casefold(), problem)
    return tuple(sorted(first.values(), key=str.casefold))


def setting_for(enrolment: Enrolment, today: date, choices: Choices | None = None) -> Setting:
    """Return what a session of this enrolment is checked against; `choices` where already read."""
    choices = choices or choices_for(enrolment)
    return Setting(
        trainee_id=enrolment.person_id,
        today=today,
        starts_on=max(enrolment.cohort.starts_on, enrolment.enrolled_on),
        terms=terms_of(enrolment.cohort.version),
        approvals=choices.approvals,
        site_ids=frozenset(site_id for site_id, _name in choices.sites),
        cases={case.id: case.format for case in choices.cases},
        problems=choices.problems,
    )
