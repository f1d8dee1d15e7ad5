"""Versions that may be adapted, through the person who asks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.courses.queries import VersionRow
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Organisation, Person


def adaptable_versions(person: Person) -> list[VersionRow]:
    """Return the newest version of every course of others, for whoever leads training anywhere.

    A published version holds no people: it may be read and adapted by every network. Drafts are
    for those who write them.
    """
    led = queries.led_by(person)
    # Where somebody leads training at one organisation only, its own courses lead nowhere.
    own = led if len(led) == 1 else frozenset[int]()
    if not led:
        return []
    newest = (
        select(CourseVersion.course_id, func.max(CourseVersion.number).label("number"))
        .group_by(CourseVersion.course_id)
        .subquery("newest")
    )
    rows = db.session.execute(
        select(
            CourseVersion.id,
            CourseVersion.course_id,
            CourseVersion.title,
            CourseVersion.number,
            Organisation.name,
            CourseVersion.recorded_at,
        )
        .join(
            newest,
            (newest.c.course_id == CourseVersion.course_id)
            & (newest.c.number == CourseVersion.number),
        )
        .join(Course, Course.id == CourseVersion.course_id)
        .join(Organisation, Organisation.id == Course.organisation_id)
        .where(Course.organisation_id.not_in(own))
        .order_by(CourseVersion.title, Organisation.name, CourseVersion.id)
    )
    return [VersionRow(*row) for row in rows]


def adaptable_version(person: Person, course_id: int, number: int) -> CourseVersion | None:
    """Return a published version of any organisation, if `person` leads training anywhere."""
    if not queries.led_by(person):
        return None
    return db.session.scalar(
        select(CourseVersion).where(
            CourseVersion.course_id == course_id, CourseVersion.number == number
        )
    )


def organisations_to_adapt_for(person: Person, version: CourseVersion) -> Sequence[Organisation]:
    """Return the organisations to which `person` may carry a version: led, and not its own."""
    return [
        each
        for each in queries.organisations_led_by(person)
        if each.id != version.course.organisation_id
    ]
