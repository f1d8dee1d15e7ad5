"""How any cohort begins: it is opened, its supervisors are approved, its trainees enrolled. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from trainee_tracker.demo.days import DAY, moment, next_open
from trainee_tracker.demo.partnership import TRUST, TUTOR, joins
from trainee_tracker.demo.steps import Approve, Character, ConfirmName, Enrol, OpenCohort, Step


def opening(
    key: str,
    *,
    course: str,
    network: str,
    name: str,
    starts_on: date,
    ends_on: date,
    sites: tuple[str, ...],
    lead: Character,
    trainees: Sequence[Character],
    are_new: bool,
    supervisors: Sequence[Character] = (),
) -> Iterator[Step]:
    """Yield how a cohort begins in the weeks before `starts_on`; new trainees join as invited."""
    opened = next_open(starts_on - 24 * DAY)
    yield OpenCohort(
        at=moment(opened, "14:00"),
        actor=TUTOR.key,
        key=key,
        course=course,
        organisation=network,
        partner=TRUST,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        sites=sites,
    )
    for minute, supervisor in enumerate(supervisors, start=30):
        yield Approve(
            at=moment(opened, f"14:{minute}"),
            actor=TUTOR.key,
            cohort=key,
            person=supervisor,
            approved_from=starts_on,
            approved_until=ends_on,
        )
        yield joins(supervisor, opened)
        if supervisor.registration:
            yield ConfirmName(
                at=moment(opened + 2 * DAY, f"09:{minute}"), actor=lead.key, person=supervisor.key
            )
    enrolled = next_open(opened + DAY)
    for minute, person in enumerate(trainees, start=10):
        yield Enrol(
            at=moment(enrolled, f"10:{minute}"),
            actor=lead.key,
            cohort=key,
            person=person,
            enrolled_on=starts_on,
        )
        if are_new:
            yield joins(person, enrolled)
