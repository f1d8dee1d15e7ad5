"""What moving a cohort to another version would change, and for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from trainee_tracker.accreditation.differences import Difference, differences
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.accreditation.plain_json import to_plain
from trainee_tracker.accreditation.standing import JudgedLine
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.awards import awards_in
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.models import Cohort, Enrolment, TeachingSession, VersionMove
from trainee_tracker.cohorts.modules.queries import module_progress
from trainee_tracker.cohorts.queries import MemberRow
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import ResultKind
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message
from trainee_tracker.moving.rules import no_other_version, own_move
from trainee_tracker.people.models import Person, RoleGrant
from trainee_tracker.people.roles.queries import IN_FORCE
from trainee_tracker.people.rules import Role
from trainee_tracker.progress.comparison.rules import LineChange, compare
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.queries import judge_members_under

NOT_IN_THE_WAY = (LineState.WITHDRAWN, LineState.SUPERSEDED)
"""Lines that another one replaced or that were taken back: nobody expects them to count."""


@dataclass(frozen=True)
class UnknownActivity:
    """An activity that trainees logged and that a version does not have; minutes as logged."""

    title: str
    entries: int
    minutes: int


@dataclass(frozen=True)
class LinesMoved:
    """Sessions of which more or fewer minutes count, for one reason: so many minutes in all.

    Where more count, the reason is why they did not until then; where fewer, why they do not then.
    """

    sessions: int
    minutes: int
    reason: Message


MOST_REASONS: Final = 3
"""So many reasons are told of what begins or stops to count for one trainee."""


@dataclass(frozen=True)
class TraineeMoved:
    """What a move would change for one trainee; minutes are whole.

    `begins` are sessions that will count for more, `stops` those for less; the largest first.
    """

    enrolment_id: int
    full_name: str
    has_award: bool
    met_before: int
    of_before: int
    met_after: int
    of_after: int
    begins: tuple[LinesMoved, ...]
    stops: tuple[LinesMoved, ...]

    @property
    def changes(self) -> bool:
        """Whether any minute or requirement would be another."""
        met = (self.met_before, self.of_before) != (self.met_after, self.of_after)
        return bool(met or self.begins or self.stops)

    @property
    def begins_in_short(self) -> tuple[Sequence[LinesMoved], int]:
        """The largest of what begins to count, and how many sessions more there are."""
        return _in_short(self.begins)

    @property
    def stops_in_short(self) -> tuple[Sequence[LinesMoved], int]:
        """The largest of what stops counting, and how many sessions more there are."""
        return _in_short(self.stops)

    @property
    def minutes_gained(self) -> int:
        """How many minutes begin to count."""
        return sum(each.minutes for each in self.begins)

    @property
    def minutes_lost(self) -> int:
        """How many minutes stop counting."""
        return sum(each.minutes for each in self.stops)

    @property
    def loses(self) -> bool:
        """Whether minutes stop counting, or less is met than before."""
        return self.minutes_lost > 0 or self.met_after < self.met_before


@dataclass(frozen=True)
class MoveShown:
    """All that is shown before a cohort moves; of the trainees, whoever loses most comes first.

    `looser` says in what the version asks for fewer checks, `not_agreed` to which of that both
    sides have still to agree.
    """

    from_version: int
    to_version: int
    differences: tuple[Difference, ...]
    looser: tuple[Message, ...]
    not_agreed: tuple[Message, ...]
    activities: Sequence[UnknownActivity]
    modules: Sequence[UnknownModule]
    results: Sequence[UnknownResult]
    trainees: Sequence[TraineeMoved]

    @property
    def digest(self) -> str:
        """Return the digest of what the page shows, so that a stale page is noticed."""
        return digest_of(to_plain(self))


def why_own_move(cohort: Cohort, person: Person) -> Message | str | None:
    """Return whom `person` has to ask because they train in the cohort, or None where they do not."""
    if not cohorts.is_member(cohort.id, person.id):
        return None
    return own_move(cohorts.other_leads_of(cohort, person)).message


def why_no_other_version(cohort: Cohort, person: Person) -> Message:
    """Return who can publish another version of a cohort's course, of those whom `person` may see."""
    owner = cohort.version.course.organisation
    leads = select(Person.full_name).join(RoleGrant, RoleGrant.person_id == Person.id)
    names = db.session.scalars(
        leads.where(
            IN_FORCE,
            RoleGrant.role == Role.TRAINING_LEAD,
            RoleGrant.organisation_id == owner.id,
            Person.id.in_(cohorts.seen_in(cohort)),
        ).order_by(Person.id)
    ).all()
    return no_other_version(
        owner.name, list(dict.fromkeys(names)), may_publish=owner.id in courses.led_by(person)
    )


def move_shown(
    cohort: Cohort, version: CourseVersion, at: datetime, *, leaving: CourseVersion | None = None
) -> MoveShown:
    """Return what moving the cohort to `version` would change, as at the day of `at`.

    `leaving` is the version that it leaves: without it, the one that it follows now.
    """
    leaving = leaving or cohort.version
    before, after = courses.terms_of(leaving), courses.terms_of(version)
    looser = agreements.looser_at_move(cohort, version)
    members = cohorts.members_of(cohort.id)
    now, then = _judged(cohort, members, [before, after], at)
    counted: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for line in (line for each in now.values() for line in each.lines):
        if line.activity not in after.activity_titles and line.state not in NOT_IN_THE_WAY:
            counted[line.activity] += 1
            minutes[line.activity] += line.minutes
    return MoveShown(
        from_version=leaving.id,
        to_version=version.id,
        differences=differences(before, after),
        looser=looser,
        not_agreed=agreements.not_agreed(
            version, cohort.organisation_id, cohort.partner_id, looser
        ),
        activities=[
            UnknownActivity(before.activity_titles.get(key, key), counted[key], minutes[key])
            for key in sorted(counted)
        ],
        modules=unknown_modules(cohort, before, after),
        results=unknown_results(cohort, before, after),
        trainees=_trainees(cohort, members, now, then),
    )


def trainees_moved(cohort: Cohort, version: CourseVersion, at: datetime) -> list[TraineeMoved]:
    """Return what moving the cohort to `version` would change for each trainee, worst first."""
    terms = [courses.terms_of(each) for each in (cohort.version, version)]
    members = cohorts.members_of(cohort.id)
    return _trainees(cohort, members, *_judged(cohort, members, terms, at))


def _judged(
    cohort: Cohort, members: Iterable[MemberRow], terms: Sequence[Terms], at: datetime
) -> list[dict[int, Judgement]]:
    """Return everyone's judgement under each of the terms, on ledgers that are read once."""
    ids = [each.enrolment_id for each in members]
    return judge_members_under(cohort, ids, civil_date(at), terms)


def _trainees(
    cohort: Cohort,
    members: Iterable[MemberRow],
    now: dict[int, Judgement],
    then: dict[int, Judgement],
) -> list[TraineeMoved]:
    awarded = {each for each, award in awards_in(cohort).items() if award.is_held}
    found = []
    for member in members:
        id_ = member.enrolment_id
        before, after = now[id_].standing, then[id_].standing
        lines = compare(member.full_name, now[id_].lines, before, after).lines
        found.append(
            TraineeMoved(
                enrolment_id=id_,
                full_name=member.full_name,
                has_award=id_ in awarded,
                met_before=sum(each.met for each in before.requirements),
                of_before=len(before.requirements),
                met_after=sum(each.met for each in after.requirements),
                of_after=len(after.requirements),
                begins=together(lines, 1, lambda change: change.before),
                stops=together(lines, -1, lambda change: change.after),
            )
        )
    return sorted(found, key=worst_first)


def _in_short(lines: Sequence[LinesMoved]) -> tuple[Sequence[LinesMoved], int]:
    return lines[:MOST_REASONS], sum(each.sessions for each in lines[MOST_REASONS:])


def worst_first(each: TraineeMoved) -> tuple[int, int, int, str, int]:
    """Return by what trainees are ordered: time lost, requirements lost, time gained, name."""
    lost = each.met_before - each.met_after
    return -each.minutes_lost, -lost, -each.minutes_gained, each.full_name, each.enrolment_id


def together(
    lines: Iterable[LineChange], sign: int, telling: Callable[[LineChange], JudgedLine]
) -> tuple[LinesMoved, ...]:
    """Add up the lines that change in the direction of `sign`, by the reason that tells why."""
    sessions: Counter[Message] = Counter()
    minutes: Counter[Message] = Counter()
    for change in lines:
        difference = sign * (change.after.counted_minutes - change.before.counted_minutes)
        reason = telling(change).reason
        if difference > 0 and reason is not None:
            sessions[reason] += 1
            minutes[reason] += difference
    return tuple(
        LinesMoved(sessions[reason], minutes[reason], reason)
        # Of equal ones the earliest comes first, as the lines do.
        for reason, _most in sorted(minutes.items(), key=lambda each: -each[1])
    )


@dataclass(frozen=True)
class UnknownModule:
    """A module of the timetable or of results that a version does not have.

    `classes` counts the classes that teach it, `passed` the trainees who passed it.
    """

    title: str
    classes: int
    passed: int


@dataclass(frozen=True)
class UnknownResult:
    """Evidence or a competence that was recorded and that a version does not have."""

    title: str
    trainees: int


def last_move_number(cohort_id: int) -> int:
    """Return how often a cohort has moved, as the number of its last move."""
    last = select(func.max(VersionMove.sequence)).where(VersionMove.cohort_id == cohort_id)
    return db.session.scalar(last) or 0


@dataclass(frozen=True)
class VersionChoice:
    """The published versions of a cohort's course, newest first, and which of them is looked at."""

    cohort: Cohort
    versions: Sequence[CourseVersion]
    version: CourseVersion

    @property
    def is_followed(self) -> bool:
        """Whether the cohort follows it, also when somebody has moved it there meanwhile."""
        return self.version.id == self.cohort.course_version_id

    @property
    def others(self) -> list[CourseVersion]:
        """Those to which the cohort could move beside it."""
        known = (self.version.id, self.cohort.course_version_id)
        return [each for each in self.versions if each.id not in known]

    @property
    def is_only(self) -> bool:
        """Whether there is no version but the one that the cohort follows."""
        return len(self.versions) == 1


def versions_for(cohort: Cohort, number: int | None) -> VersionChoice | None:
    """Return the choice with that version looked at, or without a number the newest other one.

    None where the course has no version of that number.
    """
    versions = db.session.scalars(
        select(CourseVersion)
        .where(CourseVersion.course_id == cohort.version.course_id)
        .order_by(CourseVersion.number.desc())
    ).all()
    if number is None:
        beside = [each for each in versions if each.id != cohort.course_version_id]
        return VersionChoice(cohort, versions, (beside or versions)[0])
    found = next((each for each in versions if each.number == number), None)
    return None if found is None else VersionChoice(cohort, versions, found)


def unknown_modules(cohort: Cohort, before: Terms, after: Terms) -> list[UnknownModule]:
    """Return the modules that were taught or passed and that `after` does not have."""
    taught = db.session.execute(
        select(TeachingSession.module_key, func.count(TeachingSession.id))
        .where(TeachingSession.cohort_id == cohort.id, TeachingSession.module_key.is_not(None))
        .group_by(TeachingSession.module_key)
    )
    classes = {str(key): count for key, count in taught}
    passed = module_progress(cohort.id)
    titles = {module.key: module.title for module in before.modules}
    known = {module.key for module in after.modules}
    return [
        UnknownModule(titles.get(key, key), classes.get(key, 0), passed.get(key, 0))
        for key in sorted({*classes, *passed} - known)
    ]


def unknown_results(cohort: Cohort, before: Terms, after: Terms) -> list[UnknownResult]:
    """Return the evidence and competences on record that `after` does not have."""
    rows = db.session.execute(
        select(
            CourseResult.kind,
            CourseResult.subject,
            func.count(CourseResult.enrolment_id.distinct()),
        )
        .join(Enrolment, Enrolment.id == CourseResult.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            CourseResult.kind.in_((ResultKind.EVIDENCE, ResultKind.COMPETENCE)),
        )
        .group_by(CourseResult.kind, CourseResult.subject)
        .order_by(CourseResult.kind, CourseResult.subject)
    )
    titles, known = _kept_apart(before), _kept_apart(after)
    return [
        UnknownResult(titles.get((kind, subject), subject), trainees)
        for kind, subject, trainees in rows
        if (kind, subject) not in known
    ]


def _kept_apart(terms: Terms) -> dict[tuple[ResultKind, str], str]:
    """Return the titles of kinds of evidence and of competences: both may have the same key."""
    evidence = {(ResultKind.EVIDENCE, each.key): each.title for each in terms.evidence}
    return evidence | {(ResultKind.COMPETENCE, each.key): each.title for each in terms.competences}
