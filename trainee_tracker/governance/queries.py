"""Governance records, through the person who asks; lists come in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.accreditation.ledger import Clearance
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.governance import rules
from trainee_tracker.governance.items import title_of
from trainee_tracker.governance.models import GovernanceEvent, GovernanceItem, GovernanceRecord
from trainee_tracker.governance.rules import GovernanceAction, RecordFacts, Situation, Step
from trainee_tracker.governance.signers import others_to_ask
from trainee_tracker.governance.standing import KnownRecord, joined
from trainee_tracker.messages import Message
from trainee_tracker.people.access import organisations_where, sides_led
from trainee_tracker.people.models import Person
from trainee_tracker.people.queries import known_as, known_as_all
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import ForOthers, Refused

LEADS = (Role.GOVERNANCE_LEAD, Role.TRAINING_LEAD)
"""Who sees and adds records; only governance leads sign them."""


def leads(person: Person, organisation_id: int, partner_id: int) -> bool:
    """Tell whether `person` leads governance or training on a side of a partnership."""
    return bool(organisations_where(person, *LEADS) & {organisation_id, partner_id})


def _theirs(person: Person, *roles: Role) -> ColumnElement[bool]:
    at = organisations_where(person, *roles)
    return or_(GovernanceItem.organisation_id.in_(at), GovernanceItem.partner_id.in_(at))


def record_for(person: Person, record_id: int) -> GovernanceRecord | None:
    """Return a record of a partnership that `person` leads; never one about themselves."""
    return db.session.scalar(
        select(GovernanceRecord)
        .join(GovernanceRecord.item)
        .where(
            GovernanceRecord.id == record_id,
            GovernanceRecord.subject_id != person.id,
            _theirs(person, *LEADS),
        )
    )


def records_of(
    person_ids: Collection[int], organisation_id: int, partner_id: int
) -> Sequence[GovernanceRecord]:
    """Return the records of these people in one partnership, newest first."""
    return db.session.scalars(
        select(GovernanceRecord)
        .join(GovernanceRecord.item)
        .where(
            GovernanceRecord.entered_id.in_(known_as_all(person_ids)),
            GovernanceItem.organisation_id == organisation_id,
            GovernanceItem.partner_id == partner_id,
        )
        .order_by(GovernanceRecord.id.desc())
    ).all()


def place_in_cohort_for(
    person: Person, subject_id: int, cohort_id: int | None = None
) -> Enrolment | None:
    """Return somebody's place in a cohort that `person` leads: in that one, or in the newest.

    Never the person's own: they see their own checks on another page, and sign none of them.
    """
    at = organisations_where(person, *LEADS)
    statement = (
        select(Enrolment)
        .join(Enrolment.cohort)
        .where(
            Enrolment.entered_id.in_(known_as(subject_id)),
            Enrolment.person_id != person.id,
            or_(Cohort.organisation_id.in_(at), Cohort.partner_id.in_(at)),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(1)
    )
    if cohort_id is not None:
        statement = statement.where(Cohort.id == cohort_id)
    return db.session.scalar(statement)


def shown_for_signing(record: GovernanceRecord) -> dict[str, Any]:
    """Return exactly what a page shows before a record is signed, as plain values.

    They are in English, so that a signature says the same whatever language the page spoke.
    """
    return {
        "record": record.id,
        "person": record.subject.full_name,
        "check": record.item.title,
        "outcome": str(record.outcome_title),
        "clears": record.is_clear,
        "evidence": record.evidence,
        "seen_by": record.seen_by,
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
        "community_side": record.item.organisation.name,
        "statutory_side": record.item.partner.name,
    }


def shown_for_lifting(record: GovernanceRecord) -> dict[str, Any]:
    """Return the same before a suspension is lifted, with the suspension it is about."""
    suspension = suspension_of(record)
    return {
        **shown_for_signing(record),
        "suspended_from": suspension.effective_on if suspension else None,
        "suspended_because": suspension.reason if suspension else "",
    }


def suspension_of(record: GovernanceRecord) -> GovernanceEvent | None:
    """Return the event that suspends a record now, if it is suspended."""
    if record.situation.suspended_from is None:
        return None
    return next(
        event for event in reversed(record.events) if event.action is GovernanceAction.SUSPENDED
    )


def step_for(
    person: Person,
    record: GovernanceRecord,
    action: GovernanceAction,
    effective_on: date | None = None,
) -> Step:
    """Return the step that `person` would take on a record.

    Without a day, for any that would do. Raises Impossible or NotAllowed when there is none, naming
    who can take it.
    """
    try:
        return _step_of(person, record, action, effective_on)
    except ForOthers as refusal:
        raise refusal.naming(others_to_ask(record, action)) from None


def _step_of(
    person: Person,
    record: GovernanceRecord,
    action: GovernanceAction,
    effective_on: date | None = None,
) -> Step:
    now = record.situation
    return rules.step_by(
        record.facts,
        now,
        action,
        actor_id=person.id,
        held=sides_led(person, record.item.organisation_id, record.item.partner_id),
        effective_on=effective_on or _any_day(record, action),
    )


def _any_day(record: GovernanceRecord, action: GovernanceAction) -> date | None:
    if action is GovernanceAction.SUSPENDED:
        return record.valid_from
    return record.situation.suspended_from


def possible_actions(person: Person, record: GovernanceRecord) -> frozenset[GovernanceAction]:
    """Return what `person` can do with a record now."""
    possible = set()
    for action in GovernanceAction:
        try:
            _step_of(person, record, action)
        except Refused:
            continue
        possible.add(action)
    return frozenset(possible)


def later_not_cleared(record: GovernanceRecord) -> GovernanceRecord | None:
    """Return a later record of the same item, signed by both sides, that does not clear."""
    later = db.session.scalars(
        select(GovernanceRecord)
        .where(
            GovernanceRecord.item_id == record.item_id,
            GovernanceRecord.entered_id.in_(known_as(record.subject_id)),
            GovernanceRecord.id > record.id,
            GovernanceRecord.is_clear.is_(False),
        )
        .order_by(GovernanceRecord.id.desc())
    )
    return next((each for each in later if each.situation.is_in_force), None)


_RECORD_COLUMNS = (
    GovernanceRecord.id,
    GovernanceRecord.subject_id,
    GovernanceRecord.outcome,
    GovernanceRecord.is_clear,
    GovernanceRecord.valid_from,
    GovernanceRecord.valid_to,
    GovernanceRecord.recorded_at,
    GovernanceItem.organisation_id,
    GovernanceItem.partner_id,
    GovernanceItem.key,
    GovernanceItem.title,
    Person.full_name,
)
_EVENT_COLUMNS = (
    GovernanceEvent.sequence,
    GovernanceEvent.action,
    GovernanceEvent.recorded_by_id,
    GovernanceEvent.side,
    GovernanceEvent.effective_on,
)


@dataclass(frozen=True)
class RecordRow:
    """A record as lists need it, with what its events amount to."""

    id: int
    subject_id: int
    subject_name: str
    organisation_id: int
    partner_id: int
    item_key: str
    item_title: Message | str
    outcome: str
    recorded_at: datetime
    facts: RecordFacts
    situation: Situation

    @property
    def known(self) -> KnownRecord:
        """The record as the rules of standing want it."""
        return KnownRecord(self.id, self.facts, self.situation)


def record_rows(*where: ColumnElement[bool]) -> list[RecordRow]:
    """Return the records that meet all of `where` (of records and items); one statement."""
    rows = db.session.execute(
        select(*_RECORD_COLUMNS, *_EVENT_COLUMNS)
        .select_from(GovernanceRecord)
        .join(GovernanceItem, GovernanceItem.id == GovernanceRecord.item_id)
        .join(Person, Person.id == GovernanceRecord.subject_id)
        .join(GovernanceEvent, GovernanceEvent.record_id == GovernanceRecord.id)
        .where(*where)
        .order_by(GovernanceRecord.id, GovernanceEvent.sequence)
    )
    return [_record_row(list(events)) for _id, events in groupby(rows, lambda row: row.id)]


def _record_row(rows: Sequence[Row[*tuple[Any, ...]]]) -> RecordRow:
    """Return one record from its rows, of which there is one for each event."""
    row = rows[0]
    facts = RecordFacts(row.subject_id, row.is_clear, row.valid_from, row.valid_to, row.id)
    steps = [
        Step(each.sequence, each.action, each.recorded_by_id, each.side, each.effective_on)
        for each in rows
    ]
    return RecordRow(
        id=row.id,
        subject_id=row.subject_id,
        subject_name=row.full_name,
        organisation_id=row.organisation_id,
        partner_id=row.partner_id,
        item_key=row.key,
        item_title=title_of(row.key, row.title),
        outcome=row.outcome,
        recorded_at=row.recorded_at,
        facts=facts,
        situation=rules.situation_of(facts, steps),
    )


@dataclass(frozen=True)
class WaitingRecord:
    """A record that waits for the asking person's own side: to sign it, or to lift it."""

    record_id: int
    item_title: Message | str
    subject_id: int
    subject_name: str
    side: Side
    action: GovernanceAction
    valid_from: date
    valid_to: date
    added_on: date


def waiting_signature(person: Person) -> list[WaitingRecord]:
    """Return what waits for `person` as a governance lead, oldest first; one statement.

    A suspension waits once the other side has agreed to lift it.
    """
    if not organisations_where(person, Role.GOVERNANCE_LEAD):
        return []
    items = select(GovernanceItem.id).where(_theirs(person, Role.GOVERNANCE_LEAD))
    rows = record_rows(
        GovernanceRecord.item_id.in_(items), GovernanceRecord.subject_id != person.id, may_wait()
    )
    waiting = []
    for row in rows:
        step = _next_step(person, row)
        if step is not None and step.side is not None:
            waiting.append(
                WaitingRecord(
                    record_id=row.id,
                    item_title=row.item_title,
                    subject_id=row.subject_id,
                    subject_name=row.subject_name,
                    side=step.side,
                    action=step.action,
                    valid_from=row.facts.valid_from,
                    valid_to=row.facts.valid_to,
                    added_on=civil_date(row.recorded_at),
                )
            )
    return waiting


def may_wait() -> ColumnElement[bool]:
    """Select the records that may wait for a signature: a quick sieve before the rules decide."""
    event = aliased(GovernanceEvent)
    of_record = event.record_id == GovernanceRecord.id
    signed = (
        select(func.count())
        .where(of_record, event.action == GovernanceAction.SIGNED)
        .correlate(GovernanceRecord)
        .scalar_subquery()
    )
    last = (
        select(event.action)
        .where(of_record)
        .order_by(event.sequence.desc())
        .limit(1)
        .correlate(GovernanceRecord)
        .scalar_subquery()
    )
    return ((signed < 2) & (last != GovernanceAction.WITHDRAWN)) | (
        last == GovernanceAction.LIFT_SIGNED
    )


def _next_step(person: Person, row: RecordRow) -> Step | None:
    """Return the step that a record waits for from `person`, if the rules would take it."""
    now = row.situation
    if not now.unsigned and not now.lifts:
        return None
    try:
        return rules.step_by(
            row.facts,
            now,
            GovernanceAction.SIGNED if now.unsigned else GovernanceAction.LIFT_SIGNED,
            actor_id=person.id,
            held=sides_led(person, row.organisation_id, row.partner_id),
            effective_on=now.suspended_from,
        )
    except Refused:
        return None


def clearances(enrolment_ids: Collection[int]) -> list[Clearance]:
    """Return the stretches in which each enrolment's items are in date; two statements.

    `trainee` is the id of the enrolment as text, as in every line that is judged with them.
    """
    places = db.session.execute(
        select(Enrolment.id, Enrolment.person_id, Cohort.organisation_id, Cohort.partner_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.id.in_(enrolment_ids))
        .order_by(Enrolment.id)
    ).all()
    people = select(Enrolment.person_id).where(Enrolment.id.in_(enrolment_ids))
    rows = record_rows(
        GovernanceRecord.entered_id.in_(known_as_all(people)), GovernanceRecord.is_clear.is_(True)
    )
    stretches: dict[tuple[int, int, int], dict[str, list[rules.Interval]]] = {}
    for row in rows:
        items = stretches.setdefault((row.subject_id, row.organisation_id, row.partner_id), {})
        items.setdefault(row.item_key, []).extend(rules.intervals_of(row.facts, row.situation))
    return [
        Clearance(place.id, item, first, last)
        for place in places
        for item, found in sorted(
            stretches.get((place.person_id, place.organisation_id, place.partner_id), {}).items()
        )
        for first, last in joined(found)
    ]
