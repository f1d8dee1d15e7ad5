"""Planning classes, taking registers and recording module results; part of `actions.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from trainee_tracker.append_only import already_recorded, hold, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts import queries, rules, teaching_queries
from trainee_tracker.cohorts.models import (
    Cohort,
    Enrolment,
    ModuleResult,
    Register,
    RegisterMark,
    TeachingSession,
)
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome, PlannedClass, Repeat
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person, Site
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Stale


def ensure_leads(cohort: Cohort, actor: Person) -> None:
    """Raise NotAllowed unless the actor leads training at the cohort's network or partner."""
    rules.ensure_leads(queries.led_by(actor), cohort.organisation_id, cohort.partner_id)


def plan_teaching(
    cohort: Cohort,
    *,
    first_on: date,
    weeks: int,
    starts_at: str,
    minutes: int,
    site: Site | None,
    modules: Sequence[str | None] = (),
    titles: Sequence[str] = (),
    repeat: Repeat = Repeat.WEEKLY,
    skipping: Collection[date] = (),
    actor: Person,
    at: datetime,
) -> list[TeachingSession]:
    """Add `weeks` classes to the timetable from `first_on`, with `modules` spread over them.

    Planning exactly what is planned already changes nothing, so that a double click lands once.
    Raises NotAllowed: the actor does not lead training here. Impossible: a class lies outside the
    cohort's time, or begins when another does, or the site or a module is not the cohort's.
    """
    planned = timetable(
        cohort,
        first_on=first_on,
        weeks=weeks,
        starts_at=starts_at,
        minutes=minutes,
        modules=modules,
        titles=titles,
        repeat=repeat,
        skipping=skipping,
    )
    return add_classes(cohort, planned, site=site, actor=actor, at=at)


def timetable(
    cohort: Cohort,
    *,
    first_on: date,
    weeks: int,
    starts_at: str,
    minutes: int,
    modules: Sequence[str | None] = (),
    titles: Sequence[str] = (),
    repeat: Repeat = Repeat.WEEKLY,
    skipping: Collection[date] = (),
) -> list[PlannedClass]:
    """Return the classes that `plan_teaching` would add, to be looked at first; writes nothing."""
    return rules.plan_classes(
        rules.class_dates(first_on, weeks, repeat, skipping),
        starts_at=starts_at,
        minutes=minutes,
        modules=modules,
        module_titles={module.key: module.title for module in terms_of(cohort.version).modules},
        titles=titles,
    )


def ensure_may_add(
    cohort: Cohort, planned: Sequence[PlannedClass], *, site: Site | None
) -> list[TeachingSession]:
    """Return the classes if they are all in the timetable just so already, else an empty list.

    Raises Impossible: a class lies outside the cohort's time, or begins when another does, or the
    site is not the cohort's.
    """
    rules.ensure_timetable(planned, cohort.starts_on, cohort.ends_on)
    if site is not None and site.id not in {each.id for each in queries.sites_of_cohort(cohort.id)}:
        raise Impossible("Choose one of the sites of this cohort.")
    there = {
        (each.held_on, each.starts_at): each
        for each in db.session.scalars(
            select(TeachingSession).where(TeachingSession.cohort_id == cohort.id)
        )
    }
    found = [there.get((each.held_on, each.starts_at)) for each in planned]
    same = [
        row
        for row, each in zip(found, planned, strict=True)
        if row is not None and _is_same(row, each, None if site is None else site.id)
    ]
    if len(same) == len(planned):
        return same
    rules.ensure_free(planned, there)
    return []


def add_classes(
    cohort: Cohort,
    planned: Sequence[PlannedClass],
    *,
    site: Site | None,
    actor: Person,
    at: datetime,
) -> list[TeachingSession]:
    """Add the classes of a timetable that somebody has seen; raises as `plan_teaching`."""
    ensure_leads(cohort, actor)
    there = ensure_may_add(cohort, planned, site=site)
    if there:
        return there
    site_id = None if site is None else site.id
    with refuse_if_taken(Stale("Somebody else planned a class for the same time just now.")):
        classes = [
            TeachingSession(
                cohort_id=cohort.id,
                site_id=site_id,
                stream_id=cohort.stream_id,
                recorded_at=at,
                recorded_by_id=actor.id,
                **asdict(each),
            )
            for each in planned
        ]
        db.session.add_all(classes)
    return classes


def take_register(
    teaching_session: TeachingSession,
    marks: Mapping[int, tuple[Mark, int]],
    *,
    actor: Person,
    at: datetime,
    request_id: str,
    sequence_seen: int | None = None,
) -> Register:
    """Record who was in a class: enrolment id -> (mark, minutes late); an earlier register stays.

    Raises NotAllowed: the actor does not lead training here, or is on the register. Impossible:
    the class is still to come, somebody has no mark, or minutes late do not fit. Stale: the
    register was taken since the one numbered `sequence_seen`.
    """
    ensure_leads(teaching_session.cohort, actor)
    if _is_among(actor, marks.keys()):
        raise NotAllowed("Somebody else has to take a register that you are on.")
    rules.ensure_class_held(teaching_session.held_on, civil_date(at))
    body = digest_of([actor.id, teaching_session.id, sorted(marks.items())])
    earlier = already_recorded(Register, request_id, body)
    if earlier is not None:
        return earlier
    sequence = db.session.scalar(teaching_queries.last_sequence(teaching_session.id)) or 0
    rules.ensure_same_turn(sequence, sequence_seen)
    listed = [row.enrolment_id for row in teaching_queries.register_list(teaching_session)]
    rules.ensure_everyone_marked(listed, marks.keys())
    given = {
        enrolment_id: rules.mark_given(mark, late, teaching_session.minutes)
        for enrolment_id, (mark, late) in marks.items()
    }
    with refuse_if_taken(Stale("Somebody else took this register just now. Look at it again.")):
        register = Register(
            request_id=request_id,
            request_digest=body,
            teaching_session_id=teaching_session.id,
            sequence=sequence + 1,
            stream_id=teaching_session.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
            marks=[
                RegisterMark(
                    enrolment_id=enrolment_id,
                    stream_id=teaching_session.stream_id,
                    recorded_at=at,
                    recorded_by_id=actor.id,
                    **asdict(each),
                )
                for enrolment_id, each in given.items()
            ],
        )
        db.session.add(register)
    return register


def record_module_results(
    cohort: Cohort,
    module_key: str,
    outcomes: Mapping[int, ModuleOutcome],
    *,
    decided_on: date,
    actor: Person,
    at: datetime,
    request_id: str,
) -> list[ModuleResult]:
    """Record how trainees (by enrolment id) did in a module; what already stands is not repeated.

    Raises NotAllowed: the actor does not lead training here, or a new result is their own.
    Impossible: the day is still to come, or the module or a trainee is not of this cohort.
    """
    ensure_leads(cohort, actor)
    rules.ensure_decided(decided_on, civil_date(at))
    row_ids = {each: str(uuid5(UUID(request_id), str(each))) for each in outcomes}
    body = digest_of([actor.id, cohort.id, module_key, decided_on, sorted(outcomes.items())])
    hold(request_id)
    earlier = list(
        db.session.scalars(
            select(ModuleResult).where(ModuleResult.request_id.in_(row_ids.values()))
        )
    )
    if any(row.request_digest != body for row in earlier):
        raise Conflict("This form was sent before with other answers. Open it again.")
    if earlier:
        return earlier

    def is_of_the_course() -> None:
        # The cohort may have moved since it was loaded.
        db.session.refresh(cohort)
        if module_key not in {module.key for module in terms_of(cohort.version).modules}:
            raise Impossible("This module is not part of the course.")

    rely({cohort.stream_id}, is_of_the_course)
    members = {row.enrolment_id for row in queries.members_of(cohort.id)}
    if not outcomes.keys() <= members:
        raise Impossible("Record results only for trainees of this cohort.")
    standing = {
        row.enrolment_id: row
        for row in db.session.scalars(teaching_queries.standing_results(members, module_key))
    }
    changed = {
        enrolment_id: outcome
        for enrolment_id, outcome in outcomes.items()
        if not (last := standing.get(enrolment_id))
        or (last.outcome, last.decided_on) != (outcome, decided_on)
    }
    # The page sends what stands again: only something new about oneself is refused.
    if _is_among(actor, changed.keys()):
        raise NotAllowed("Somebody else has to record your own result.")
    with refuse_if_taken(Stale("Somebody else recorded this module just now. Look at it again.")):
        results = [
            ModuleResult(
                request_id=row_ids[enrolment_id],
                request_digest=body,
                enrolment_id=enrolment_id,
                module_key=module_key,
                sequence=standing[enrolment_id].sequence + 1 if enrolment_id in standing else 1,
                outcome=outcome,
                decided_on=decided_on,
                stream_id=cohort.stream_id,
                recorded_at=at,
                recorded_by_id=actor.id,
            )
            for enrolment_id, outcome in changed.items()
        ]
        db.session.add_all(results)
    return results


def _is_among(actor: Person, enrolment_ids: Collection[int]) -> bool:
    """Tell whether one of these enrolments is the actor's own."""
    own = select(Enrolment.id).where(
        Enrolment.person_id == actor.id, Enrolment.id.in_(enrolment_ids)
    )
    return db.session.scalar(own) is not None


def _is_same(row: TeachingSession, planned: PlannedClass, site_id: int | None) -> bool:
    return (row.minutes, row.title, row.module_key, row.site_id) == (
        planned.minutes,
        planned.title,
        planned.module_key,
        site_id,
    )
