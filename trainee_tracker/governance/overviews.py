"""Who stands where as at a day: the partners' matrix of a cohort, and a trainee's own checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.queries import other_leads_of
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.governance.items import (
    DEFAULT_ITEMS,
    ItemDefinition,
    definition_of,
    place_of,
    title_of,
)
from trainee_tracker.governance.models import GovernanceItem, GovernanceRecord
from trainee_tracker.governance.queries import RecordRow, leads, record_rows
from trainee_tracker.governance.standing import ItemStanding, item_standing
from trainee_tracker.messages import Message
from trainee_tracker.people.models import Person
from trainee_tracker.people.queries import known_as, known_as_all


@dataclass(frozen=True)
class Column:
    """An item as a page shows it; without one that `blocks`, the named activities do not count."""

    key: str
    title: Message | str
    blocks: tuple[str, ...] = ()


def offered_items(cohort: Cohort) -> dict[str, ItemDefinition]:
    """Return the items of which a record can be added: the usual ones, and the course's own."""
    own = {
        need.item: definition_of(need.item, need.title)
        for need in terms_of(cohort.version).governance
    }
    return {**DEFAULT_ITEMS, **own}


def columns_of(cohort: Cohort) -> list[Column]:
    """Return the items that matter to a cohort: its course's own, and those its partners use."""
    return _columns([cohort], _items_of([cohort]))


def _partnership(cohort: Cohort) -> ColumnElement[bool]:
    return and_(
        GovernanceItem.organisation_id == cohort.organisation_id,
        GovernanceItem.partner_id == cohort.partner_id,
    )


Partnership = tuple[int, int]
"""The ids of a network and its partner."""


Titles = dict[str, Message | str]
"""What each item is called, by its key."""


def _items_of(cohorts: Iterable[Cohort]) -> dict[Partnership, Titles]:
    """Return key -> title of the items in use, by partnership."""
    found: dict[Partnership, Titles] = defaultdict(dict)
    for row in db.session.execute(
        select(
            GovernanceItem.organisation_id,
            GovernanceItem.partner_id,
            GovernanceItem.key,
            GovernanceItem.title,
        ).where(or_(*(_partnership(cohort) for cohort in cohorts)))
    ):
        title = title_of(row.key, row.title)
        found[row.organisation_id, row.partner_id][row.key] = title
    return found


def _columns(cohorts: Iterable[Cohort], items: dict[Partnership, Titles]) -> list[Column]:
    """Return the items of cohorts of one partnership, with what a lapse stops in any of them."""
    found: dict[str, Column] = {}
    for cohort in cohorts:
        titles = items[cohort.organisation_id, cohort.partner_id]
        found = {**{key: Column(key, title) for key, title in titles.items()}, **found}
        terms = terms_of(cohort.version)
        for need in terms.governance:
            before = found.get(need.item, Column(need.item, title_of(need.item, need.title)))
            stops = (terms.activity_titles[key] for key in need.activities)
            blocks = tuple(dict.fromkeys([*before.blocks, *stops]))
            found[need.item] = Column(need.item, before.title, blocks)
    return sorted(found.values(), key=lambda column: place_of(column.key))


@dataclass(frozen=True)
class MatrixRow:
    """One trainee's standing on each column's item; `is_asking` marks the person who looks."""

    person_id: int
    full_name: str
    is_asking: bool
    cells: tuple[ItemStanding, ...]


@dataclass(frozen=True)
class Matrix:
    """Trainee by item, as at a day."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]


def matrix_for(person: Person, cohort: Cohort, on: date) -> Matrix | None:
    """Return how everybody in a cohort stands on `on`, if `person` leads it; three statements."""
    if not leads(person, cohort.organisation_id, cohort.partner_id):
        return None
    columns = tuple(columns_of(cohort))
    members = db.session.execute(
        select(Person.id, Person.full_name)
        .select_from(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort.id)
        .order_by(Person.full_name, Person.id)
    ).all()
    in_cohort = select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id)
    known: dict[tuple[int, str], list[RecordRow]] = defaultdict(list)
    theirs = GovernanceRecord.entered_id.in_(known_as_all(in_cohort))
    for row in record_rows(_partnership(cohort), theirs):
        known[row.subject_id, row.item_key].append(row)
    return Matrix(
        columns,
        tuple(
            MatrixRow(
                member.id,
                member.full_name,
                member.id == person.id,
                tuple(
                    item_standing([row.known for row in known[member.id, column.key]], on)
                    for column in columns
                ),
            )
            for member in members
        ),
    )


@dataclass(frozen=True)
class Check:
    """One item of one trainee, on a day; `outcome` is in words, empty while there is none."""

    column: Column
    standing: ItemStanding
    outcome: Message | str = ""


@dataclass(frozen=True)
class OwnChecks:
    """One's own items in one partnership, and the names of who leads training there."""

    network: str
    partner: str
    leads: tuple[str, ...]
    checks: tuple[Check, ...]


def own_checks(person: Person, on: date) -> list[OwnChecks]:
    """Return the person's own checks where they train, the newest partnership first.

    Three statements, whatever the number of cohorts and records, and one for each partnership.
    """
    cohorts = db.session.scalars(
        select(Cohort)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.entered_id.in_(known_as(person.id)))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    ).all()
    if not cohorts:
        return []
    items = _items_of(cohorts)
    known: dict[tuple[Partnership, str], list[RecordRow]] = defaultdict(list)
    for row in record_rows(GovernanceRecord.entered_id.in_(known_as(person.id))):
        known[(row.organisation_id, row.partner_id), row.item_key].append(row)
    together: dict[Partnership, list[Cohort]] = defaultdict(list)
    for cohort in cohorts:
        together[cohort.organisation_id, cohort.partner_id].append(cohort)
    return [
        OwnChecks(
            of_pair[0].organisation.name,
            of_pair[0].partner.name,
            tuple(other_leads_of(of_pair[0], person)),
            tuple(
                check_of(column, known[pair, column.key], on) for column in _columns(of_pair, items)
            ),
        )
        for pair, of_pair in together.items()
    ]


def check_of(column: Column, rows: Iterable[RecordRow | GovernanceRecord], on: date) -> Check:
    """Return how an item stands on `on`, with the outcome of the record that decides."""
    by_id = {row.id: row for row in rows}
    standing = item_standing([row.known for row in by_id.values()], on)
    if standing.record_id is None:
        return Check(column, standing)
    decisive = by_id[standing.record_id]
    found = definition_of(column.key, str(column.title)).outcome(decisive.outcome)
    return Check(column, standing, found.title if found else decisive.outcome)
