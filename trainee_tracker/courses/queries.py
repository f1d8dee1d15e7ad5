"""Courses and their versions, through the person who asks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select

from trainee_tracker.accreditation.differences import Difference, differences
from trainee_tracker.accreditation.looser import looser_checks
from trainee_tracker.accreditation.terms import Terms, terms_from_dict
from trainee_tracker.canonical import digest_of
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.rules import Role


@dataclass(frozen=True)
class CourseRow:
    """A course in a list; `number` is that of its latest version, 0 while it has none."""

    id: int
    title: str
    organisation: str
    number: int


@dataclass(frozen=True)
class VersionRow:
    """A published version in a list or a choice."""

    id: int
    course_id: int
    title: str
    number: int
    organisation: str
    published_at: datetime


@dataclass(frozen=True)
class PublishedRow:
    """A version on the page of its course."""

    number: int
    title: str
    published_at: datetime
    published_by: str | None


@dataclass(frozen=True)
class Lineage:
    """The version that a course was adapted from, and in what the terms shown differ from it.

    `may_read` says whether its page is one of those that the person may open.
    """

    course_id: int
    title: str
    organisation: str
    number: int
    may_read: bool
    differences: tuple[Difference, ...]


def led_by(person: Person) -> frozenset[int]:
    """Return the organisations at which `person` leads training."""
    return organisations_where(person, Role.TRAINING_LEAD)


def organisations_led_by(person: Person) -> Sequence[Organisation]:
    """Return the organisations at which `person` leads training, by name."""
    return db.session.scalars(
        select(Organisation).where(Organisation.id.in_(led_by(person))).order_by(Organisation.name)
    ).all()


def courses_for(person: Person) -> list[CourseRow]:
    """Return the courses of the organisations at which `person` leads training, by title."""
    rows = db.session.execute(
        select(
            Course.id,
            Course.title,
            Organisation.name,
            func.coalesce(func.max(CourseVersion.number), 0),
        )
        .join(Organisation, Organisation.id == Course.organisation_id)
        .outerjoin(CourseVersion, CourseVersion.course_id == Course.id)
        .where(Course.organisation_id.in_(led_by(person)))
        .group_by(Course.id, Course.title, Organisation.name)
        .order_by(Course.title, Course.id)
    )
    return [CourseRow(*row) for row in rows]


def course_for(person: Person, course_id: int) -> Course | None:
    """Return the course if `person` leads training at the organisation that owns it."""
    return db.session.scalar(
        select(Course).where(Course.id == course_id, Course.organisation_id.in_(led_by(person)))
    )


def published_versions_for(person: Person) -> list[VersionRow]:
    """Return every version on which `person` may open a cohort: the newest of a course first."""
    rows = db.session.execute(
        select(
            CourseVersion.id,
            CourseVersion.course_id,
            CourseVersion.title,
            CourseVersion.number,
            Organisation.name,
            CourseVersion.recorded_at,
        )
        .join(Course, Course.id == CourseVersion.course_id)
        .join(Organisation, Organisation.id == Course.organisation_id)
        .where(Course.organisation_id.in_(led_by(person)))
        .order_by(Course.title, Course.id, CourseVersion.number.desc())
    )
    return [VersionRow(*row) for row in rows]


def version_for(person: Person, course_id: int, number: int) -> CourseVersion | None:
    """Return a published version if `person` leads training where its course belongs."""
    return db.session.scalar(
        select(CourseVersion)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            CourseVersion.course_id == course_id,
            CourseVersion.number == number,
            Course.organisation_id.in_(led_by(person)),
        )
    )


def published_version_for(person: Person, version_id: int) -> CourseVersion | None:
    """Return a version by its id if `person` may open a cohort on it."""
    return db.session.scalar(
        select(CourseVersion)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id == version_id, Course.organisation_id.in_(led_by(person)))
    )


def versions_of(course_id: int) -> list[PublishedRow]:
    """Return the published versions of a course, the newest first."""
    rows = db.session.execute(
        select(
            CourseVersion.number,
            CourseVersion.title,
            CourseVersion.recorded_at,
            Person.full_name,
        )
        .outerjoin(Person, Person.id == CourseVersion.recorded_by_id)
        .where(CourseVersion.course_id == course_id)
        .order_by(CourseVersion.number.desc())
    )
    return [PublishedRow(*row) for row in rows]


def next_number(course: Course) -> int:
    """Return the number of the version that would be published next."""
    return course.versions[-1].number + 1 if course.versions else 1


def is_draft_published(course: Course) -> bool:
    """Tell whether the newest version says exactly what the draft says."""
    return bool(course.versions) and course.versions[-1].terms_digest == draft_digest_of(course)


def terms_of(version: CourseVersion) -> Terms:
    """Return what a published version asks for."""
    return _terms(version.terms)


def terms_in(text: str) -> Terms:
    """Return the terms in a version's column `terms`, for lists that read columns only."""
    return _terms(text)


def draft_terms_of(course: Course) -> Terms:
    """Return what the next version of `course` would ask for."""
    return _terms(course.draft.terms)


def beginning_of(course: Course, *, from_draft: bool) -> Terms:
    """Return what another course would begin with: the newest version, or else the draft."""
    if from_draft or not course.versions:
        return draft_terms_of(course)
    return terms_of(course.versions[-1])


def relied_on(version: CourseVersion) -> list[Terms]:
    """Return the terms with which a version is compared before a cohort opens on it.

    They are what its course began from (its preset, and the version that it was adapted from) and
    every other version of it that is published.
    """
    return _began_and_published(version.course, besides=version.id)


def draft_looser_than_before(course: Course) -> tuple[Message, ...]:
    """Return in what the draft asks for fewer checks than what is relied on, in sentences."""
    draft = draft_terms_of(course)
    return _looser_than(_began_and_published(course), draft)


def looser_than_before(version: CourseVersion) -> tuple[Message, ...]:
    """Return in what a version asks for fewer checks than `relied_on`, in sentences."""
    return _looser_than(relied_on(version), terms_of(version))


def _looser_than(relied: list[Terms], after: Terms) -> tuple[Message, ...]:
    return tuple(dict.fromkeys(each for before in relied for each in looser_checks(before, after)))


def _began_and_published(course: Course, *, besides: int = 0) -> list[Terms]:
    began = [load_preset(course.preset)] if course.preset in preset_keys() else []
    if course.adapted_from_id is not None:
        began.append(terms_of(db.session.get_one(CourseVersion, course.adapted_from_id)))
    others = db.session.scalars(
        select(CourseVersion.terms)
        .where(CourseVersion.course_id == course.id, CourseVersion.id != besides)
        .order_by(CourseVersion.number)
    )
    return [*began, *(terms_in(each) for each in others)]


def lineage_of(person: Person, course: Course, shown: Terms) -> Lineage | None:
    """Return what `course` was adapted from, compared with the terms that a page shows of it."""
    if course.adapted_from_id is None:
        return None
    version = db.session.get_one(CourseVersion, course.adapted_from_id)
    return Lineage(
        course_id=version.course_id,
        title=version.title,
        organisation=version.course.organisation.name,
        number=version.number,
        may_read=version.course.organisation_id in led_by(person),
        differences=differences(terms_of(version), shown),
    )


def draft_digest_of(course: Course) -> str:
    """Return the digest that a version published from the draft now would have."""
    return digest_of(json.loads(course.draft.terms))


@lru_cache(maxsize=1)
def usual_items() -> dict[str, str]:
    """Return the keys of the governance items that presets name, by their titles in lower case."""
    needs = [need for key in preset_keys() for need in load_preset(key).governance]
    return {need.title.casefold(): need.item for need in needs}


@lru_cache(maxsize=256)
def _terms(text: str) -> Terms:
    """Read terms once for each text: the text of a published version never changes."""
    return terms_from_dict(json.loads(text))
