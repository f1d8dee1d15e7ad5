"""In what terms are looser than what a partnership relies on, and what it has agreed to of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainee_tracker.accreditation.looser import looser_beside, looser_checks
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.cohorts.models import Cohort, Enrolment, VersionMove
from trainee_tracker.cohorts.queries import networks_open_to
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.queries import organisations_on
from trainee_tracker.people.rules import Role, Side


def looser_at_opening(
    version: CourseVersion, organisation_id: int, partner_id: int
) -> tuple[Message, ...]:
    """Return in what a version is looser than what the two organisations may rely on, in sentences.

    That is what its course began from, every other version of it, and for the same kind of time the
    versions of other courses that cohorts of the two organisations follow.
    """
    after = courses.terms_of(version)
    found = [
        sentence
        for before in courses.relied_on(version)
        for sentence in looser_checks(before, after)
    ]
    found += [
        sentence
        for beside in _terms_beside(version, organisation_id, partner_id)
        for sentence in looser_beside(beside, after)
    ]
    return tuple(dict.fromkeys(found))


def looser_at_move(cohort: Cohort, version: CourseVersion) -> tuple[Message, ...]:
    """Return in what a version is looser than any that a cohort has followed so far, in sentences.

    Earlier versions are compared too, so that no check disappears in small steps.
    """
    moved_to = select(VersionMove.to_version_id).where(VersionMove.cohort_id == cohort.id)
    followed = db.session.scalars(
        select(CourseVersion)
        .where(or_(CourseVersion.id == cohort.opened_version_id, CourseVersion.id.in_(moved_to)))
        .order_by(CourseVersion.number)
    )
    after = courses.terms_of(version)
    found = [
        sentence
        for before in followed
        for sentence in looser_checks(courses.terms_of(before), after)
    ]
    return tuple(dict.fromkeys(found))


def not_agreed(
    version: CourseVersion, organisation_id: int, partner_id: int, looser: Sequence[Message]
) -> tuple[Message, ...]:
    """Return those of the sentences to which both sides of the partnership have not agreed.

    An agreement covers what it names, for the version that it names and for any other version of
    the course that is in nothing looser than that one.
    """
    if not looser:
        return ()
    after = courses.terms_of(version)
    covered = {
        sentence
        for request in _agreed(version.course_id, organisation_id, partner_id)
        if request.version_id == version.id
        or not looser_checks(courses.terms_of(request.version), after)
        for sentence in request.sentences
    }
    return tuple(each for each in looser if each not in covered)


def not_agreed_at_opening(
    version: CourseVersion, organisation_id: int, partner_id: int
) -> tuple[Message, ...]:
    """Return what has to be agreed to before a cohort of the two organisations opens on a version."""
    looser = looser_at_opening(version, organisation_id, partner_id)
    return not_agreed(version, organisation_id, partner_id, looser)


@dataclass(frozen=True)
class AgreementNeeded:
    """What two organisations have still to agree to before a cohort opens, and whether it is asked."""

    version: CourseVersion
    organisation_id: int
    partner_id: int
    missing: tuple[Message, ...]
    last: TermsRequest | None


def agreement_needed(
    version: CourseVersion, organisation_id: int, partner_id: int
) -> AgreementNeeded | None:
    """Return what is still to be agreed before a cohort opens on a version; None where nothing is."""
    missing = not_agreed_at_opening(version, organisation_id, partner_id)
    if not missing:
        return None
    last = last_request(version.id, organisation_id, partner_id)
    return AgreementNeeded(version, organisation_id, partner_id, missing, last)


def streams_at_opening(
    version: CourseVersion, organisation: Organisation, partner_id: int
) -> set[int]:
    """Return the streams in which what `not_agreed_at_opening` reads is chained.

    Versions are chained with their course, agreements with the network, other cohorts each in a
    stream of their own, and a new cohort is told of in that of the installation.
    """
    of_cohorts = db.session.scalars(
        select(Cohort.stream_id).where(_of_partnership(organisation.id, partner_id))
    )
    return {INSTALLATION, version.course.stream_id, organisation.stream_id, *of_cohorts}


def _of_partnership(organisation_id: int, partner_id: int) -> ColumnElement[bool]:
    return and_(Cohort.organisation_id == organisation_id, Cohort.partner_id == partner_id)


def _terms_beside(version: CourseVersion, organisation_id: int, partner_id: int) -> list[Terms]:
    """Return the terms of other courses that cohorts of a partnership follow."""
    versions = db.session.scalars(
        select(CourseVersion)
        .join(Cohort, Cohort.course_version_id == CourseVersion.id)
        .where(
            _of_partnership(organisation_id, partner_id),
            CourseVersion.course_id != version.course_id,
        )
        .distinct()
        .order_by(CourseVersion.id)
    )
    return [courses.terms_of(each) for each in versions]


def _agreed(course_id: int, organisation_id: int, partner_id: int) -> list[TermsRequest]:
    requests = db.session.scalars(
        select(TermsRequest)
        .join(CourseVersion, CourseVersion.id == TermsRequest.version_id)
        .where(
            CourseVersion.course_id == course_id,
            TermsRequest.organisation_id == organisation_id,
            TermsRequest.partner_id == partner_id,
        )
        .order_by(TermsRequest.id)
    ).all()
    return [each for each in requests if each.state is TermsState.AGREED]


def last_request(
    version_id: int, organisation_id: int, partner_id: int, *, besides: str = ""
) -> TermsRequest | None:
    """Return the newest request for a version and a partnership.

    The one that the form `besides` made is left out.
    """
    return db.session.scalar(
        select(TermsRequest)
        .where(
            TermsRequest.version_id == version_id,
            TermsRequest.organisation_id == organisation_id,
            TermsRequest.partner_id == partner_id,
            TermsRequest.request_id != besides,
        )
        .order_by(TermsRequest.sequence.desc())
        .limit(1)
    )


def request_for(person: Person, request_id: int) -> TermsRequest | None:
    """Return a request if `person` leads training or governance on one of its two sides."""
    at = organisations_where(person, Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD)
    return db.session.scalar(select(TermsRequest).where(TermsRequest.id == request_id, _of(at)))


def _of(organisations: Iterable[int]) -> ColumnElement[bool]:
    at = list(organisations)
    return or_(TermsRequest.organisation_id.in_(at), TermsRequest.partner_id.in_(at))


def waiting_for(person: Person) -> list[TermsRequest]:
    """Return the requests that wait for a side for which `person` leads governance, oldest first."""
    at = organisations_where(person, Role.GOVERNANCE_LEAD)
    if not at:
        return []
    answered = select(TermsAgreement.terms_request_id)
    community = answered.where(TermsAgreement.side == Side.COMMUNITY)
    statutory = answered.where(TermsAgreement.side == Side.STATUTORY)
    declined = answered.where(TermsAgreement.is_agreed.is_(False))
    return list(
        db.session.scalars(
            select(TermsRequest)
            .where(
                TermsRequest.recorded_by_id != person.id,
                TermsRequest.id.not_in(declined),
                or_(
                    and_(TermsRequest.organisation_id.in_(at), TermsRequest.id.not_in(community)),
                    and_(TermsRequest.partner_id.in_(at), TermsRequest.id.not_in(statutory)),
                ),
            )
            .order_by(TermsRequest.id)
        )
    )


def answered_for(person: Person, *, since: datetime) -> list[TermsRequest]:
    """Return what `person` asked for and was decided since an instant, the newest first.

    What was asked for again is left out: only the newest request for the same counts.
    """
    at = organisations_where(person, Role.TRAINING_LEAD)
    if not at:
        return []
    answered = select(TermsAgreement.terms_request_id).where(TermsAgreement.recorded_at > since)
    later = aliased(TermsRequest)
    is_asked_again = exists().where(
        later.version_id == TermsRequest.version_id,
        later.organisation_id == TermsRequest.organisation_id,
        later.partner_id == TermsRequest.partner_id,
        later.sequence > TermsRequest.sequence,
    )
    found = db.session.scalars(
        select(TermsRequest)
        .where(
            TermsRequest.recorded_by_id == person.id,
            TermsRequest.id.in_(answered),
            ~is_asked_again,
            _of(at),
        )
        .order_by(TermsRequest.id.desc())
    )
    return [each for each in found if each.state is not TermsState.WAITING]


def trains_on(person_id: int, request: TermsRequest) -> bool:
    """Tell whether somebody trains in a cohort of the two organisations on the course."""
    course_id = request.version.course_id
    return person_id in trainees_on(course_id, request.organisation_id, request.partner_id)


def trainees_on(course_id: int, organisation_id: int, partner_id: int) -> frozenset[int]:
    """Return who trains in a cohort of the two organisations on a course, as ids of people."""
    return frozenset(
        db.session.scalars(
            select(Enrolment.person_id)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .join(CourseVersion, CourseVersion.id == Cohort.course_version_id)
            .where(
                _of_partnership(organisation_id, partner_id),
                CourseVersion.course_id == course_id,
            )
        )
    )


def requestable_version(
    person: Person, version_id: int, organisation_id: int, partner_id: int
) -> CourseVersion | None:
    """Return a version if `person` could open a cohort of the two organisations on it, or move one.

    They lead training on one of the two sides, a network and a statutory partner; and where the
    course belongs, or a cohort of the two follows it.
    """
    led = organisations_where(person, Role.TRAINING_LEAD)
    networks = {each.id for each in networks_open_to(person)}
    partners = {each.id for each in organisations_on(Side.STATUTORY)}
    if organisation_id not in networks or partner_id not in partners:
        return None
    if led.isdisjoint({organisation_id, partner_id}):
        return None
    followed = (
        select(func.count(Cohort.id))
        .join(CourseVersion, CourseVersion.id == Cohort.course_version_id)
        .where(
            _of_partnership(organisation_id, partner_id),
            CourseVersion.course_id == Course.id,
        )
        .correlate(Course)
        .scalar_subquery()
    )
    return db.session.scalar(
        select(CourseVersion)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            CourseVersion.id == version_id,
            or_(Course.organisation_id.in_(led), followed > 0),
        )
    )


def cohorts_on(request: TermsRequest) -> Sequence[Cohort]:
    """Return the cohorts of the two organisations that follow another version of the course."""
    return db.session.scalars(
        select(Cohort)
        .join(CourseVersion, CourseVersion.id == Cohort.course_version_id)
        .where(
            _of_partnership(request.organisation_id, request.partner_id),
            CourseVersion.course_id == request.version.course_id,
            CourseVersion.id != request.version_id,
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id)
    ).all()
