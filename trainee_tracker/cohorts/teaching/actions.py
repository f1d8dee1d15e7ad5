"""Planning the classes of a cohort."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.cohorts import queries
from trainee_tracker.cohorts.actions import ensure_leads
from trainee_tracker.cohorts.models import Cohort, TeachingSession
from trainee_tracker.cohorts.teaching import rules
from trainee_tracker.cohorts.teaching.rules import PlannedClass, Repeat
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person, Site
from trainee_tracker.refusals import Impossible, Refused, Stale


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


@dataclass(frozen=True)
class Proposal:
    """The classes of a timetable to be looked at before they are saved, or why they cannot be."""

    classes: list[PlannedClass]
    refusal: Refused | None = None


def proposal(cohort: Cohort, *, site: Site | None, **series: Any) -> Proposal:
    """Return what `plan_teaching` would add for the same `series`, or why not; writes nothing."""
    try:
        planned = timetable(cohort, **series)
        ensure_may_add(cohort, planned, site=site)
    except Refused as refusal:
        return Proposal([], refusal)
    return Proposal(planned)


def ensure_may_add(
    cohort: Cohort, planned: Sequence[PlannedClass], *, site: Site | None
) -> list[TeachingSession]:
    """Return the classes if they are all in the timetable just so already, else an empty list.

    Raises Impossible: a class lies outside the cohort's time, or begins when another does, or the
    site is not the cohort's.
    """
    rules.ensure_timetable(planned, cohort.starts_on, cohort.ends_on)
    if site is not None and site.id not in {each.id for each in queries.sites_of_cohort(cohort.id)}:
        raise Impossible(say("Choose one of the sites of this cohort."), field="site")
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
    taken = Stale(
        say(
            "Somebody else planned a class for the same time just now. Look at the timetable again."
        )
    )
    with refuse_if_taken(taken):
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


def _is_same(row: TeachingSession, planned: PlannedClass, site_id: int | None) -> bool:
    return (row.minutes, row.title, row.module_key, row.site_id) == (
        planned.minutes,
        planned.title,
        planned.module_key,
        site_id,
    )
