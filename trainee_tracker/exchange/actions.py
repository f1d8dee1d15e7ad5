"""Bringing lists in: checked as a whole first, then written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import select

from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.actions import Arrival, Newcomer
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.rules import ensure_enrolment_date
from trainee_tracker.exchange import queries, rules
from trainee_tracker.exchange.trainee_list import TraineeList, TraineeRow, read_trainee_list
from trainee_tracker.extensions import db
from trainee_tracker.people.acquaintances import name_fault
from trainee_tracker.people.models import Person
from trainee_tracker.people.same_name import is_same_name
from trainee_tracker.refusals import Conflict, Impossible
from trainee_tracker.tables.rules import Fault


@dataclass(frozen=True)
class CheckedList:
    """A list against a cohort: what it says, and what the reader has to know of its rows.

    `known` is the name of somebody whom the reader may see already, by the row that means them;
    `namesakes` the other address under which the same name stands in the list or the cohort.
    """

    found: TraineeList
    known: Mapping[int, str]
    namesakes: Mapping[int, str]

    @property
    def is_good(self) -> bool:
        """Say whether everybody on it can be enrolled."""
        return not self.found.faults


def check_list(cohort: Cohort, text: str, *, enrolled_on: date, reader: Person) -> CheckedList:
    """Return what a list would do to `cohort`; writes nothing.

    `enrolled_on` is the day for the rows that do not say their own. Whom the reader may not see is
    told from nobody who is new.
    """
    found = read_trainee_list(text, enrolled_on=enrolled_on)
    here = queries.around(cohort, [row.email for row in found.rows], reader=reader)
    faults = [
        *found.faults,
        *(each for row in found.rows for each in _faults_of(row, found.labels, cohort, here)),
    ]
    faults.sort(key=lambda fault: fault.number)
    return CheckedList(
        replace(found, faults=tuple(faults)),
        {
            row.number: here.known[row.email].full_name
            for row in found.rows
            if row.email in here.known
        },
        _namesakes(found.rows, here),
    )


def _faults_of(
    row: TraineeRow, labels: Mapping[str, str], cohort: Cohort, here: queries.Around
) -> Iterator[Fault]:
    known = here.known.get(row.email)
    if known is not None and (fault := name_fault(known, row.full_name, row.other_name)):
        yield Fault(row.number, labels["email"], fault)
    elif known is not None and known.id in here.trainees:
        yield Fault(
            row.number,
            labels["email"],
            _("%(name)s is in this cohort already. Delete the row.", name=known.full_name),
        )
    elif known is not None and known.id in here.supervisors:
        yield Fault(
            row.number,
            labels["email"],
            _("%(name)s supervises this cohort, and cannot train in it.", name=known.full_name),
        )
    try:
        ensure_enrolment_date(row.enrolled_on, cohort.starts_on, cohort.ends_on)
    except Impossible as error:
        yield Fault(row.number, labels.get("enrolled_on", "enrolled_on"), str(error))


def _namesakes(rows: Sequence[TraineeRow], here: queries.Around) -> dict[int, str]:
    """Return the other address of the same name, by row, where there is one."""
    found: dict[int, str] = {}
    for row in rows:
        in_list = next(
            (
                each.email
                for each in rows
                if each.email != row.email and is_same_name(each.full_name, row.full_name)
            ),
            None,
        )
        other = in_list or here.namesake_of(row.full_name, row.email)
        if other is not None:
            found[row.number] = other
    return found


def enrol_list(
    cohort: Cohort,
    text: str,
    *,
    enrolled_on: date,
    digest_seen: str,
    actor: Person,
    at: datetime,
    request_id: str,
) -> list[Arrival]:
    """Enrol everybody on a list, or nobody; a repeated request enrols nobody a second time.

    Raises NotAllowed: the actor does not lead training here. Stale: the list is not the one that
    had `digest_seen`. Impossible: it has a fault. Conflict: the request came before with another.
    """
    cohorts.ensure_leads(cohort, actor)
    found = read_trainee_list(text, enrolled_on=enrolled_on)
    rules.ensure_as_shown(found.digest, digest_seen)
    row_ids = [str(uuid5(UUID(request_id), str(index))) for index in range(len(found.rows) + 1)]
    done = _enrolled_by(row_ids)
    if not done:
        checked = check_list(cohort, text, enrolled_on=enrolled_on, reader=actor)
        if not checked.is_good:
            raise Impossible("Nobody was enrolled: something in the list changed. Check it again.")
    elif done != set(row_ids[:-1]):
        raise Conflict("This list was sent before with other rows. Check it again.")
    with_ids = zip(found.rows, row_ids, strict=False)
    # In order of their addresses, so that no two lists with the same people wait for each other.
    arrivals = {
        row.number: cohorts.enrol_newcomer(
            cohort,
            Newcomer(row.full_name, row.email, row.other_name, row.other_language),
            enrolled_on=row.enrolled_on,
            actor=actor,
            at=at,
            request_id=row_id,
        )
        for row, row_id in sorted(with_ids, key=lambda each: each[0].email)
    }
    return [arrivals[row.number] for row in found.rows]


def _enrolled_by(row_ids: list[str]) -> set[str]:
    """Return which rows of a request were enrolled before."""
    return set(
        db.session.scalars(select(Enrolment.request_id).where(Enrolment.request_id.in_(row_ids)))
    )
