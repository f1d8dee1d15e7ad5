"""Keeping stored standings true: whatever changes a ledger recomputes them before it commits.

The session itself is watched, so that no action of any room can forget to. Enrolments that a
transaction touched are noted at each flush and judged once, before the act takes its turn.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from trainee_tracker.accreditation.standing import standing_to_dict
from trainee_tracker.append_only import LedgerRow
from trainee_tracker.audit.actions import before_the_turn
from trainee_tracker.audit.turns import take
from trainee_tracker.canonical import canonical
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import (
    Cohort,
    CourseResult,
    Enrolment,
    ModuleResult,
    RegisterMark,
    VersionMove,
)
from trainee_tracker.courses import queries as courses
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent, GovernanceRecord
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.progress import queries
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.rules import pools

TOUCHED = "progress.touched"
"""The key in `Session.info` of what this transaction touched: (kind, id) -> newest date."""


@event.listens_for(Session, "after_flush")
def note_touched(session: Session, context: Any) -> None:
    """Note which enrolments the flushed rows bear on."""
    touched: dict[tuple[str, int], date] = session.info.setdefault(TOUCHED, {})
    for row in session.new:
        for key in _bears_on(row):
            day = civil_date(row.recorded_at)
            touched[key] = max(day, touched.get(key, day))


def _bears_on(row: Any) -> Iterable[tuple[str, int]]:
    match row:
        case Enrolment():
            yield "enrolment", row.id
        case RegisterMark() | ModuleResult() | CourseResult() | HoursEntry():
            yield "enrolment", row.enrolment_id
        case HoursEvent():
            yield "entry", row.entry_id
        case GovernanceEvent():
            yield "record", row.record_id
        case VersionMove():
            yield "cohort", row.cohort_id
        case LedgerRow() | _:
            return


@before_the_turn
def judge_touched(session: Session) -> Standings | None:
    """Judge every touched enrolment again before the act takes its turn."""
    touched = session.info.pop(TOUCHED, None)
    if not touched:
        return None
    return Standings(_touched_enrolments(touched), max(touched.values()))


@event.listens_for(Session, "after_rollback")
def forget_touched(session: Session) -> None:
    """Forget what a rolled-back transaction touched; what came before a savepoint still stands."""
    if session.in_nested_transaction():
        return
    session.info.pop(TOUCHED, None)


def _touched_enrolments(touched: Iterable[tuple[str, int]]) -> set[int]:
    ids: dict[str, set[int]] = {
        "enrolment": set(),
        "entry": set(),
        "record": set(),
        "cohort": set(),
    }
    for kind, row_id in touched:
        ids[kind].add(row_id)
    found = set(ids["enrolment"])
    if ids["cohort"]:
        found |= set(queries.enrolments_in(ids["cohort"]))
    if ids["entry"]:
        found |= set(
            db.session.scalars(
                select(HoursEntry.enrolment_id).where(HoursEntry.id.in_(ids["entry"]))
            )
        )
    if ids["record"]:
        found |= set(
            db.session.scalars(
                select(Enrolment.id)
                .join(GovernanceRecord, GovernanceRecord.subject_id == Enrolment.person_id)
                .where(GovernanceRecord.id.in_(ids["record"]))
            )
        )
    return found | set(queries.enrolments_in(_pooling_cohorts(found)))


def _pooling_cohorts(enrolment_ids: set[int]) -> list[int]:
    """Return the cohorts in which one trainee's hour bears on everyone's requirement."""
    cohorts = db.session.scalars(
        select(Cohort)
        .where(Cohort.id.in_(select(Enrolment.cohort_id).where(Enrolment.id.in_(enrolment_ids))))
        .distinct()
    )
    return [each.id for each in cohorts if pools(courses.terms_of(each.version))]


class Standings:
    """The standings that an act changes: judged before its turn, compared and stored under it.

    What one judges upon changes only together with the stored standing, under the lock of the
    cohort's stream. So a standing that still has the version that it had before is judged rightly.
    """

    def __init__(self, enrolment_ids: Iterable[int], as_of: date) -> None:
        self.as_of = as_of
        self.ids = frozenset(enrolment_ids)
        streams = queries.streams_of(self.ids)
        self.exclusive: Collection[int] = streams.cohorts
        self.shared: Collection[int] = streams.organisations
        self.versions = queries.versions_of(self.ids)
        self.judgements = queries.judge_enrolments(self.ids, as_of)

    def settle(self) -> None:
        """Judge again where something was stored meanwhile, and store."""
        now = queries.versions_of(self.ids)
        outdated = {each for each in self.ids if now.get(each) != self.versions.get(each)}
        if outdated:
            self.judgements |= queries.judge_enrolments(outdated, self.as_of)
        _store(self.judgements, self.as_of)


def _store(judgements: Mapping[int, Judgement], as_of: date) -> None:
    present = {
        row.enrolment_id: row
        for row in db.session.scalars(
            select(StoredStanding)
            .where(StoredStanding.enrolment_id.in_(judgements))
            .execution_options(populate_existing=True)
        )
    }
    for enrolment_id, judgement in judgements.items():
        row = present.get(enrolment_id) or StoredStanding(enrolment_id=enrolment_id, version=0)
        summary = judgement.summary
        row.version += 1
        row.as_of = as_of
        row.holds_until = summary.holds_until
        row.is_met = summary.standing.met
        row.waiting_entries = summary.waiting_entries
        row.waiting_minutes = summary.waiting_minutes
        row.declined_entries = summary.declined_entries
        row.not_counted_minutes = summary.not_counted_minutes
        row.oldest_waiting_on = summary.oldest_waiting_on
        row.practice_minutes_by_session = json.dumps(summary.practice_minutes_by_session)
        row.standing = canonical(standing_to_dict(summary.standing))
        db.session.add(row)


def rebuild(as_of: date) -> int:
    """Judge every enrolment again from the ledgers, held still; returns how many there were.

    The caller has made sure that the ledgers are whole, and commits.
    """
    ids = list(db.session.scalars(select(Enrolment.id)))
    streams = queries.streams_of(ids)
    take(db.session(), streams.cohorts, streams.organisations)
    _store(queries.judge_enrolments(ids, as_of), as_of)
    return len(ids)
