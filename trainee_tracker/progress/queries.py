"""Asking for standings: judged afresh, or as they were stored."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased, lazyload

from trainee_tracker.accreditation.standing import standing_from_dict
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.models import Cohort, Enrolment, Register, TeachingSession
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.progress.gathering import Judgement, gather, judgements
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.rules import Summary, Together, pools, together


def judge_enrolments(enrolment_ids: Iterable[int], as_of: date) -> dict[int, Judgement]:
    """Judge the enrolments as of a day; others of a cohort are read where its course pools.

    Takes a fixed number of statements, however many enrolments and lines there are.
    """
    wanted = set(enrolment_ids)
    if not wanted:
        return {}
    cohort_of, versions = _cohorts_of(wanted)
    terms_of = {cohort: courses.terms_of(version) for cohort, version in versions.items()}
    return _judged(wanted, cohort_of, terms_of, as_of)


def judge_members(cohort: Cohort, wanted: Iterable[int], as_of: date) -> dict[int, Judgement]:
    """Judge enrolments that are known to be in `cohort`, which is loaded already."""
    (found,) = judge_members_under(cohort, wanted, as_of, [courses.terms_of(cohort.version)])
    return found


def judge_members_under(
    cohort: Cohort, wanted: Iterable[int], as_of: date, terms: Sequence[Terms]
) -> list[dict[int, Judgement]]:
    """Judge enrolments of `cohort` under each of `terms`, in their order, on what is read once."""
    ids = set(wanted)
    if not ids:
        return [{} for _each in terms]
    everyone = ids
    if any(pools(each) for each in terms):
        everyone = set(_members_of([cohort.id]))
    gathered = gather(everyone)
    return [
        judgements(gathered, ids, each, everyone if pools(each) else ids, as_of) for each in terms
    ]


def _judged(
    wanted: set[int],
    cohort_of: dict[int, int],
    terms_of: Mapping[int, Terms],
    as_of: date,
) -> dict[int, Judgement]:
    pooling = {cohort for cohort, terms in terms_of.items() if pools(terms)}
    everyone = dict(cohort_of)
    if pooling:
        everyone |= _members_of(pooling)
    gathered = gather(everyone)
    found: dict[int, Judgement] = {}
    for cohort, terms in terms_of.items():
        members = [each for each, its_cohort in everyone.items() if its_cohort == cohort]
        found |= judgements(gathered, wanted, terms, members, as_of)
    return found


def _cohorts_of(enrolment_ids: Iterable[int]) -> tuple[dict[int, int], dict[int, CourseVersion]]:
    rows = db.session.execute(
        select(Enrolment.id, Enrolment.cohort_id, CourseVersion)
        .join(Cohort, Enrolment.cohort_id == Cohort.id)
        .join(CourseVersion, Cohort.course_version_id == CourseVersion.id)
        .where(Enrolment.id.in_(enrolment_ids))
        .options(lazyload(CourseVersion.course))
    ).all()
    return {row[0]: row[1] for row in rows}, {row[1]: row[2] for row in rows}


def _members_of(cohort_ids: Iterable[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Enrolment.id, Enrolment.cohort_id).where(Enrolment.cohort_id.in_(cohort_ids))
    )
    return {row.id: row.cohort_id for row in rows}


def enrolments_in(cohort_ids: Iterable[int]) -> list[int]:
    """Return the ids of all enrolments of these cohorts."""
    return list(_members_of(cohort_ids))


@dataclass(frozen=True)
class Streams:
    """The streams in which what bears on some standings is chained."""

    cohorts: frozenset[int]
    organisations: frozenset[int]


def streams_of(enrolment_ids: Collection[int]) -> Streams:
    """Return the streams of these enrolments' cohorts, and of the networks and their partners."""
    network, partner = aliased(Organisation), aliased(Organisation)
    rows = db.session.execute(
        select(Cohort.stream_id, network.stream_id, partner.stream_id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(network, network.id == Cohort.organisation_id)
        .join(partner, partner.id == Cohort.partner_id)
        .where(Enrolment.id.in_(enrolment_ids))
    ).all()
    return Streams(
        frozenset(row[0] for row in rows),
        frozenset(each for row in rows for each in row[1:]),
    )


def versions_of(enrolment_ids: Collection[int]) -> dict[int, int]:
    """Return enrolment -> how often its standing was stored; those never stored are left out."""
    rows = db.session.execute(
        select(StoredStanding.enrolment_id, StoredStanding.version).where(
            StoredStanding.enrolment_id.in_(enrolment_ids)
        )
    )
    return {row.enrolment_id: row.version for row in rows}


@dataclass(frozen=True)
class TraineeRow:
    """One trainee of a cohort's grid."""

    enrolment_id: int
    person_id: int
    full_name: str
    other_name: str
    other_language: str
    summary: Summary


@dataclass(frozen=True)
class CohortGrid:
    """Everyone's standing in a cohort, and what they did together."""

    terms: Terms
    rows: Sequence[TraineeRow]
    together: Together

    @property
    def practises(self) -> bool:
        """Whether the course asks for practice, or the cohort has done some all the same."""
        asked = any(each.key == "practice" for each in self.terms.activities)
        return asked or self.together.person_minutes > 0

    @property
    def number_met(self) -> int:
        """How many trainees have met everything."""
        return sum(each.summary.standing.met for each in self.rows)

    @property
    def waiting_minutes(self) -> int:
        """How many minutes of all trainees wait for sign-off."""
        return sum(each.summary.waiting_minutes for each in self.rows)

    @property
    def not_counted_minutes(self) -> int:
        """How many minutes of all trainees are signed off and do not count."""
        return sum(each.summary.not_counted_minutes for each in self.rows)

    @property
    def oldest_waiting_on(self) -> date | None:
        """The day of the session that waits longest; None where nothing waits."""
        return min(
            filter(None, (each.summary.oldest_waiting_on for each in self.rows)), default=None
        )


def cohort_grid(cohort: Cohort, as_of: date) -> CohortGrid:
    """Return the grid of a cohort from the stored standings.

    A standing that no longer holds on `as_of`, since a governance record began or ended, is judged
    again for this page. Takes a fixed number of statements.
    """
    terms = courses.terms_of(cohort.version)
    stored = db.session.execute(
        select(
            Enrolment.id,
            Person.id.label("person_id"),
            Person.full_name,
            Person.other_name,
            Person.other_language,
            StoredStanding,
        )
        .select_from(Enrolment)
        .join(Person, Enrolment.person_id == Person.id)
        .outerjoin(StoredStanding, StoredStanding.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.refused_at.is_(None))
        .order_by(Person.full_name, Enrolment.id)
    ).all()
    outdated = [row.id for row in stored if not _holds(row.StoredStanding, as_of)]
    afresh = judge_members(cohort, outdated, as_of)
    rows = [
        TraineeRow(
            row.id,
            row.person_id,
            row.full_name,
            row.other_name,
            row.other_language,
            afresh[row.id].summary if row.id in afresh else summary_from(row.StoredStanding),
        )
        for row in stored
    ]
    return CohortGrid(
        terms, rows, together(row.summary.practice_minutes_by_session for row in rows)
    )


def _holds(stored: StoredStanding | None, as_of: date) -> bool:
    if stored is None or stored.as_of > as_of:
        return False
    return stored.holds_until is None or as_of <= stored.holds_until


def summary_from(stored: StoredStanding) -> Summary:
    """Return a stored standing as it was when it was computed."""
    return Summary(
        standing=standing_from_dict(json.loads(stored.standing)),
        holds_until=stored.holds_until,
        waiting_entries=stored.waiting_entries,
        waiting_minutes=stored.waiting_minutes,
        declined_entries=stored.declined_entries,
        not_counted_minutes=stored.not_counted_minutes,
        oldest_waiting_on=stored.oldest_waiting_on,
        practice_minutes_by_session=json.loads(stored.practice_minutes_by_session),
    )


def stored_faults() -> list[Message]:
    """Return one sentence for each stored standing that differs from the ledger judged afresh."""
    faults = []
    by_day: dict[date, list[StoredStanding]] = defaultdict(list)
    for stored in db.session.scalars(select(StoredStanding)):
        by_day[stored.as_of].append(stored)
    for as_of, rows in by_day.items():
        judgements = judge_enrolments([row.enrolment_id for row in rows], as_of)
        faults += [
            say(
                "The stored standing of enrolment {enrolment} differs from the ledger.",
                enrolment=verbatim(row.enrolment_id),
            )
            for row in rows
            if judgements[row.enrolment_id].summary != summary_from(row)
        ]
    missing = db.session.scalars(
        select(Enrolment.id).where(Enrolment.id.not_in(select(StoredStanding.enrolment_id)))
    )
    return faults + [
        say("Enrolment {enrolment} has no stored standing.", enrolment=verbatim(each))
        for each in missing
    ]


@dataclass(frozen=True)
class CohortOverview:
    """One cohort on a lead's home page; minutes are whole."""

    cohort: cohorts.CohortRow
    met: int
    waiting_entries: int
    waiting_minutes: int
    oldest_waiting_on: date | None


def cohort_overviews(of: Sequence[cohorts.CohortRow], today: date) -> list[CohortOverview]:
    """Return an overview of each cohort from the stored standings.

    Those that run on the day come first, the latest begun before the others. As in the grid, a
    standing that no longer holds is judged again. Takes a fixed number of statements.
    """
    ids = [each.id for each in of]
    holds = and_(
        StoredStanding.as_of <= today,
        or_(StoredStanding.holds_until.is_(None), StoredStanding.holds_until >= today),
    )
    rows = db.session.execute(
        select(
            Enrolment.cohort_id,
            func.sum(case((and_(holds, StoredStanding.is_met), 1), else_=0)),
            func.sum(StoredStanding.waiting_entries),
            func.sum(StoredStanding.waiting_minutes),
            func.min(StoredStanding.oldest_waiting_on),
        )
        .join(StoredStanding, StoredStanding.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id.in_(ids))
        .group_by(Enrolment.cohort_id)
    )
    found = {row[0]: row[1:] for row in rows}
    met_afresh = _met_afresh(ids, holds, today)
    running_first = sorted(
        of, key=lambda each: (each.ends_on >= today, each.starts_on), reverse=True
    )
    return [
        CohortOverview(cohort, met + met_afresh[cohort.id], *waiting)
        for cohort in running_first
        for met, *waiting in [found.get(cohort.id, (0, 0, 0, None))]
    ]


def _met_afresh(cohort_ids: Iterable[int], holds: ColumnElement[bool], today: date) -> Counter[int]:
    """Count by cohort who has met everything among those whose stored standing does not hold."""
    outdated = db.session.execute(
        select(Enrolment.id, Enrolment.cohort_id)
        .outerjoin(StoredStanding, StoredStanding.enrolment_id == Enrolment.id)
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            or_(StoredStanding.enrolment_id.is_(None), not_(holds)),
        )
    )
    cohort_of = {row.id: row.cohort_id for row in outdated}
    judgements = judge_enrolments(cohort_of, today)
    return Counter(cohort_of[each] for each, one in judgements.items() if one.standing.met)


@dataclass(frozen=True)
class RegisterDue:
    """A class that was held and whose register nobody has taken."""

    cohort_id: int
    cohort_name: str
    teaching_session_id: int
    title: str
    held_on: date


def registers_due(led_by: frozenset[int], today: date, *, limit: int) -> list[RegisterDue]:
    """Return the oldest classes without a register in cohorts of these organisations."""
    if not led_by:
        return []
    rows = db.session.execute(
        select(
            TeachingSession.cohort_id,
            Cohort.name,
            TeachingSession.id,
            TeachingSession.title,
            TeachingSession.held_on,
        )
        .join(Cohort, Cohort.id == TeachingSession.cohort_id)
        .where(
            or_(Cohort.organisation_id.in_(led_by), Cohort.partner_id.in_(led_by)),
            TeachingSession.held_on <= today,
            ~exists().where(Register.teaching_session_id == TeachingSession.id),
        )
        .order_by(TeachingSession.held_on, TeachingSession.id)
        .limit(limit)
    )
    return [RegisterDue(*row) for row in rows]
