"""Reads of the hours ledger, through the person who asks; what a supervisor signs is in `waiting`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.cohorts.models import Cohort, CohortSite, Enrolment, Supervision
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.hours.asked import asked_by
from trainee_tracker.hours.models import CaseCode, HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.plausibility import Approval, Setting
from trainee_tracker.hours.rows import (
    EntryRow,
    LastEvent,
    entry_row,
    entry_rows,
    is_approved_then,
    occasion,
)
from trainee_tracker.hours.rules import (
    STATE_AFTER,
    HoursAction,
    HoursState,
    SessionFormat,
)
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Person, Site
from trainee_tracker.people.queries import known_as
from trainee_tracker.people.rules import Role
from trainee_tracker.signatures.models import Signature

__all__ = [
    "CaseRow",
    "Choices",
    "EntryRow",
    "TimelineRow",
    "cases_of",
    "choices_for",
    "count_by_state",
    "enrolment_to_log",
    "entries_of",
    "entries_open_to",
    "entry_for",
    "last_entry_of",
    "lines_of",
    "problems_of",
    "row_of",
    "setting_for",
    "timeline_of",
    "unsent_of",
]

STATE_OF_LINE = {state: LineState(state.value) for state in HoursState}
GONE = (HoursAction.WITHDRAWN, HoursAction.CORRECTED)
"""After these an entry no longer says anything about what happened."""


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


@dataclass(frozen=True)
class TimelineRow:
    """One event of an entry or of the entries that it corrects, with who did it and as what."""

    entry_id: int
    action: HoursAction
    reason: str
    at: datetime
    who: str
    who_id: int
    capacity: str | None


def entry_for(person: Person, entry_id: int) -> HoursEntry | None:
    """Return the entry if it is the person's own, or names them as supervisor of that day, or
    belongs to a cohort whose training they lead.

    A supervisor finds it as long as they hold the role at the network of the cohort.
    """
    return db.session.scalar(_open_to(person).where(HoursEntry.id == entry_id))


def entries_open_to(person: Person, enrolment_id: int) -> frozenset[int]:
    """Return which entries of an enrolment `entry_for` gives to the person: where links may lead."""
    entries = _open_to(person).where(HoursEntry.enrolment_id == enrolment_id)
    return frozenset(db.session.scalars(entries.with_only_columns(HoursEntry.id)))


def _open_to(person: Person) -> Select[HoursEntry]:
    led = organisations_where(person, Role.TRAINING_LEAD)
    supervised = organisations_where(person, Role.SUPERVISOR)
    return (
        select(HoursEntry)
        .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
        .join(Enrolment, Enrolment.id == HoursEntry.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            or_(
                Enrolment.person_id == person.id,
                and_(
                    LoggedSession.supervisor_id == person.id,
                    is_approved_then(),
                    Cohort.organisation_id.in_(supervised),
                ),
                Cohort.organisation_id.in_(led),
                Cohort.partner_id.in_(led),
            ),
        )
    )


def enrolment_to_log(enrolments: Sequence[Enrolment], day: date) -> Enrolment | None:
    """Return the enrolment to which a session of `day` most likely belongs, or None without any.

    That is the cohort running on that day that started last, else the one that started last.
    """
    latest_first = sorted(enrolments, key=lambda each: each.cohort.starts_on, reverse=True)
    running = [e for e in latest_first if e.cohort.starts_on <= day <= e.cohort.ends_on]
    return next(iter(running or latest_first), None)


def row_of(entry_id: int) -> EntryRow:
    """Return the plain row of an entry that was loaded through the person asking."""
    values = db.session.execute(entry_rows().where(HoursEntry.id == entry_id)).mappings().one()
    return entry_row(values)


def lines_of(enrolment_ids: Collection[int]) -> list[LedgerLine]:
    """Return every entry of these enrolments, in whatever state, as the engine's ledger lines.

    A session told again by a correction keeps the key of the first telling.
    """
    rows = db.session.execute(
        entry_rows(occasion().label("occasion"))
        .where(HoursEntry.enrolment_id.in_(enrolment_ids))
        .order_by(LoggedSession.held_on, HoursEntry.id)
    )
    return [
        LedgerLine(
            entry=str(row.entry_id),
            session=str(row.occasion),
            trainee=str(row.enrolment_id),
            held_on=row.held_on,
            activity=row.activity,
            minutes=row.minutes,
            role=row.role.value if row.role else None,
            format=row.format.value if row.format else None,
            mode=row.mode.value,
            present=row.present,
            attended=row.is_attended,
            site=row.site_name,
            supervisor=row.supervisor_name,
            case=row.case_code,
            state=STATE_OF_LINE[STATE_AFTER[row.last_action]],
            problem=row.problem,
            observed=row.observed.value if row.observed else None,
        )
        for row in rows
    ]


def entries_of(
    enrolment_ids: Collection[int],
    *,
    states: Collection[HoursState] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[EntryRow]:
    """Return the entries of these enrolments, newest first; all states unless some are named."""
    rows = db.session.execute(
        entry_rows()
        .where(HoursEntry.enrolment_id.in_(enrolment_ids), *_in_states(states))
        .order_by(LoggedSession.held_on.desc(), HoursEntry.id.desc())
        .limit(limit)
        .offset(offset)
    ).mappings()
    return [entry_row(row) for row in rows]


def unsent_of(person: Person) -> Sequence[HoursEntry]:
    """Return the person's own entries that were logged and not sent yet, oldest first."""
    own = (
        entry_rows()
        .with_only_columns(HoursEntry.id)
        .where(Enrolment.entered_id.in_(known_as(person.id)), *_in_states([HoursState.LOGGED]))
    )
    return db.session.scalars(
        select(HoursEntry).where(HoursEntry.id.in_(own)).order_by(HoursEntry.id)
    ).all()


def _in_states(states: Collection[HoursState]) -> list[ColumnElement[bool]]:
    if not states:
        return []
    return [LastEvent.action.in_([a for a, state in STATE_AFTER.items() if state in states])]


def count_by_state(enrolment_ids: Collection[int]) -> dict[HoursState, int]:
    """Return how many entries of these enrolments stand in each state that has any."""
    rows = db.session.execute(
        entry_rows()
        .with_only_columns(LastEvent.action, func.count())
        .where(HoursEntry.enrolment_id.in_(enrolment_ids))
        .group_by(LastEvent.action)
    )
    return {STATE_AFTER[action]: count for action, count in rows}


def last_entry_of(enrolment_id: int) -> HoursEntry | None:
    """Return the entry that was logged last and still stands, for "same as last time"."""
    latest = (
        entry_rows()
        .with_only_columns(HoursEntry.id)
        .where(HoursEntry.enrolment_id == enrolment_id, LastEvent.action.not_in(GONE))
        .order_by(HoursEntry.id.desc())
        .limit(1)
    )
    return db.session.scalar(select(HoursEntry).where(HoursEntry.id.in_(latest)))


def timeline_of(entry: HoursEntry) -> list[TimelineRow]:
    """Return what happened to the entry and to those it corrects or was corrected by, in order.

    A correction writes one event on each of two entries; the later one, "logged", is left out,
    because the earlier one says the same with its reason.
    """
    told_first = entry.session.corrects_id or entry.session.id
    rows = db.session.execute(
        select(
            HoursEvent.entry_id,
            HoursEvent.action,
            HoursEvent.reason,
            HoursEvent.recorded_at.label("at"),
            func.coalesce(Signature.signer_name, Person.full_name).label("who"),
            HoursEvent.recorded_by_id.label("who_id"),
            Signature.capacity,
        )
        .join(HoursEntry, HoursEntry.id == HoursEvent.entry_id)
        .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
        .join(Person, Person.id == HoursEvent.recorded_by_id)
        .outerjoin(Signature, Signature.id == HoursEvent.signature_id)
        .where(
            HoursEntry.enrolment_id == entry.enrolment_id,
            occasion() == told_first,
            or_(
                HoursEvent.action != HoursAction.LOGGED,
                HoursEntry.supersedes_id.is_(None),
            ),
        )
        .order_by(HoursEvent.id)
    ).mappings()
    return [TimelineRow(**row) for row in rows]


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
    approvals = db.session.execute(
        select(
            Supervision.supervisor_id,
            Person.full_name,
            Supervision.approved_from,
            Supervision.approved_until,
        )
        .select_from(Supervision)
        .join(Person, Person.id == Supervision.supervisor_id)
        .where(
            Supervision.cohort_id == enrolment.cohort_id,
            Supervision.supervisor_id != enrolment.person_id,
        )
        .order_by(Person.full_name, Supervision.approved_from)
    )
    return Choices(
        sites=tuple((row.id, row.name) for row in sites),
        approvals=tuple(Approval(*row) for row in approvals),
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
