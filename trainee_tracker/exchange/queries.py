"""What a list would do, and what its reader may know of the people on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.queries import members_of, seen_in
from trainee_tracker.cohorts.rules import ensure_enrolment_date
from trainee_tracker.cohorts.supervision.queries import supervisors_of
from trainee_tracker.exchange.trainee_list import TraineeList, TraineeRow, read_trainee_list
from trainee_tracker.extensions import db
from trainee_tracker.messages import Own, say
from trainee_tracker.people.acquaintances import Acquaintance, acquaintances_of, name_fault
from trainee_tracker.people.models import Person
from trainee_tracker.people.same_name import is_same_name
from trainee_tracker.refusals import Impossible
from trainee_tracker.tables.rules import Fault


@dataclass(frozen=True)
class KnownToReader:
    """Whom the reader of a list knows by its e-mail addresses, and who is in the cohort already."""

    known: Mapping[str, Acquaintance]
    trainees: frozenset[int]
    supervisors: frozenset[int]
    members: Collection[tuple[str, str]]
    """Name and e-mail address of everybody who trains in the cohort."""

    def has_enrolled(self, row: TraineeRow) -> bool:
        """Say whether a row means somebody who is in the cohort already, under their own name."""
        known = self.known.get(row.email)
        return (
            known is not None
            and known.id in self.trainees
            and not name_fault(known, row.full_name, row.other_name)
        )

    def namesake_of(self, name: str, email: str) -> str | None:
        """Return the e-mail address of a trainee of the same name who has another one, or None."""
        return next(
            (
                address
                for member, address in self.members
                if address != email and is_same_name(member, name)
            ),
            None,
        )


def known_to_reader(cohort: Cohort, emails: Collection[str], *, reader: Person) -> KnownToReader:
    """Return what `reader` may know of people by these e-mail addresses (in their one spelling)."""
    trainees = db.session.scalars(
        select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id)
    )
    supervisors = db.session.scalars(supervisors_of([cohort.id]))
    return KnownToReader(
        known=acquaintances_of(reader, emails, also=seen_in(cohort)),
        trainees=frozenset(trainees),
        supervisors=frozenset(supervisors),
        members=[(each.full_name, each.email) for each in members_of(cohort.id)],
    )


@dataclass(frozen=True)
class CheckedList:
    """A list against a cohort: what it says, and what the reader has to know of its rows.

    `known` is the name of somebody whom the reader may see already, by the row that means them;
    `namesakes` the other address under which the same name stands in the list or the cohort;
    `already` are the rows of those who train in the cohort as it is.
    """

    found: TraineeList
    known: Mapping[int, str]
    namesakes: Mapping[int, str]
    already: frozenset[int]

    @property
    def is_good(self) -> bool:
        """Say whether everybody on it can be enrolled."""
        return not self.found.faults


def check_list(cohort: Cohort, text: str, *, enrolled_on: date, reader: Person) -> CheckedList:
    """Return what a list would do to `cohort`.

    `enrolled_on` is the day for the rows that do not say their own. Whom the reader may not see is
    told from nobody who is new.
    """
    found = read_trainee_list(text, enrolled_on=enrolled_on)
    here = known_to_reader(cohort, [row.email for row in found.rows], reader=reader)
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
        frozenset(row.number for row in found.rows if here.has_enrolled(row)),
    )


def _faults_of(
    row: TraineeRow, labels: Mapping[str, str], cohort: Cohort, here: KnownToReader
) -> Iterator[Fault]:
    known = here.known.get(row.email)
    if known is not None and (fault := name_fault(known, row.full_name, row.other_name)):
        yield Fault(row.number, labels["email"], fault)
    elif known is not None and here.has_enrolled(row):
        yield Fault(
            row.number,
            labels["email"],
            say("{name} is in this cohort already. Delete the row.", name=Own(known.full_name)),
        )
    elif known is not None and known.id in here.supervisors:
        yield Fault(
            row.number,
            labels["email"],
            say(
                "{name} supervises this cohort, and cannot train in it. Delete the row.",
                name=Own(known.full_name),
            ),
        )
    try:
        ensure_enrolment_date(row.enrolled_on, cohort.starts_on, cohort.ends_on)
    except Impossible as error:
        yield Fault(row.number, labels.get("enrolled_on", "enrolled_on"), error.message)


def _namesakes(rows: Sequence[TraineeRow], here: KnownToReader) -> dict[int, str]:
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
