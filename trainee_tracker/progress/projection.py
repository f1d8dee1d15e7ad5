"""Keeping stored standings true: whatever changes a ledger recomputes them before it commits.

The session itself is watched, so that no action of any room can forget to. Enrolments that a
transaction touched are noted at each flush and judged once, before the act takes its turn.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session, lazyload

from trainee_tracker.accreditation.standing import standing_to_dict
from trainee_tracker.append_only import LedgerRow
from trainee_tracker.audit.actions import before_the_turn
from trainee_tracker.audit.rules import Head
from trainee_tracker.audit.turns import heads_of, take
from trainee_tracker.canonical import canonical
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import (
    Cohort,
    Enrolment,
    ModuleResult,
    RegisterMark,
    VersionMove,
)
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent, GovernanceRecord
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.messages import say
from trainee_tracker.people.models import SamePerson
from trainee_tracker.people.queries import known_as_all
from trainee_tracker.progress import queries
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.rules import pools
from trainee_tracker.refusals import Stale

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
        case SamePerson():
            yield "person", row.same_as_id
        case LedgerRow() | _:
            return


@before_the_turn
def judge_touched(session: Session) -> Standings | None:
    """Judge every touched enrolment again before the act takes its turn."""
    touched = session.info.pop(TOUCHED, None)
    if not touched:
        return None
    return Standings(touched)


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
        "person": set(),
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
        found |= _enrolled(
            select(GovernanceRecord.subject_id).where(GovernanceRecord.id.in_(ids["record"]))
        )
    if ids["person"]:
        found |= _enrolled(ids["person"])
    pooling = _pooling_cohorts(found)
    return found | set(queries.enrolments_in(pooling)) if pooling else found


def _enrolled(people: Collection[int] | Select[int]) -> set[int]:
    """Return the enrolments of these people, under whatever name they were entered."""
    theirs = select(Enrolment.id).where(Enrolment.entered_id.in_(known_as_all(people)))
    return set(db.session.scalars(theirs))


def _pooling_cohorts(enrolment_ids: set[int]) -> list[int]:
    """Return the cohorts in which one trainee's hour bears on everyone's requirement."""
    # Asked of the database: a cohort that is loaded may have moved to another version since.
    rows = db.session.execute(
        select(Cohort.id, CourseVersion)
        .select_from(Cohort)
        .join(CourseVersion, CourseVersion.id == Cohort.course_version_id)
        .where(Cohort.id.in_(select(Enrolment.cohort_id).where(Enrolment.id.in_(enrolment_ids))))
        .options(lazyload(CourseVersion.course))
    ).all()
    return [cohort_id for cohort_id, version in rows if pools(courses.terms_of(version))]


class Standings:
    """The standings that an act changes: judged before its turn, compared and stored under it.

    What a standing is judged from changes only together with the stored standing, under the lock of
    the cohort's stream, or by an act in the streams of its network and partner. So a judgement
    holds if the stored standing still has the version that was read and those streams have not
    grown. A standing that was never stored has no version: for that one the cohort's stream is
    compared.
    """

    def __init__(self, touched: Mapping[tuple[str, int], date]) -> None:
        self.touched = touched
        self.as_of = max(touched.values())
        self.ids = frozenset(_touched_enrolments(touched))
        streams = queries.streams_of(self.ids)
        self.exclusive: Collection[int] = streams.cohorts
        self.shared: Collection[int] = streams.organisations
        self.heads = heads_of(db.session(), streams.cohorts | streams.organisations)
        self.versions = queries.versions_of(self.ids)
        self.stored = _as_stored(queries.judge_enrolments(self.ids, self.as_of), self.as_of)

    def finish(self, heads: Mapping[int, Head]) -> None:
        """Judge again where something was stored meanwhile, and store.

        Raises Stale when the act bears on other trainees than before: their locks are not taken.
        """
        present = _present(self.ids)
        now = {each: row.version for each, row in present.items()}
        outdated = {each for each in self.ids if now.get(each) != self.versions.get(each)}
        grown = {each for each, then in self.heads.items() if heads[each].position != then.position}
        if grown.intersection(self.shared):
            outdated = set(self.ids)
        elif grown:
            outdated |= self.ids - self.versions.keys()
        if self.ids != _touched_enrolments(self.touched):
            raise Stale(
                say("Somebody was enrolled at the same moment. Nothing was saved: try it again.")
            )
        if outdated:
            again = queries.judge_enrolments(outdated, self.as_of)
            self.stored |= _as_stored(again, self.as_of)
        _store(self.stored, present)


def _as_stored(judgements: Mapping[int, Judgement], as_of: date) -> dict[int, dict[str, Any]]:
    """Return what is stored of each judgement, by enrolment and column."""
    found: dict[int, dict[str, Any]] = {}
    for enrolment_id, judgement in judgements.items():
        summary = judgement.summary
        found[enrolment_id] = {
            "as_of": as_of,
            "holds_until": summary.holds_until,
            "is_met": summary.standing.met,
            "waiting_entries": summary.waiting_entries,
            "waiting_minutes": summary.waiting_minutes,
            "declined_entries": summary.declined_entries,
            "not_counted_minutes": summary.not_counted_minutes,
            "oldest_waiting_on": summary.oldest_waiting_on,
            "practice_minutes_by_session": json.dumps(summary.practice_minutes_by_session),
            "standing": canonical(standing_to_dict(summary.standing)),
        }
    return found


def _present(enrolment_ids: Collection[int]) -> dict[int, StoredStanding]:
    rows = db.session.scalars(
        select(StoredStanding)
        .where(StoredStanding.enrolment_id.in_(enrolment_ids))
        .execution_options(populate_existing=True)
    )
    return {row.enrolment_id: row for row in rows}


def _store(stored: Mapping[int, Mapping[str, Any]], present: Mapping[int, StoredStanding]) -> None:
    for enrolment_id, values in stored.items():
        row = present.get(enrolment_id) or StoredStanding(enrolment_id=enrolment_id, version=0)
        row.version += 1
        for name, value in values.items():
            setattr(row, name, value)
        db.session.add(row)


def rebuild(as_of: date) -> int:
    """Judge every enrolment again from the ledgers, held still; returns how many there were.

    The caller has made sure that the ledgers are whole, and commits.
    """
    ids = list(db.session.scalars(select(Enrolment.id)))
    streams = queries.streams_of(ids)
    take(db.session(), streams.cohorts, streams.organisations)
    _store(_as_stored(queries.judge_enrolments(ids, as_of), as_of), _present(ids))
    return len(ids)
