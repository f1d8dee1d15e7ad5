"""Results beside modules as plain rows: what holds, and everything that was recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from operator import itemgetter

from sqlalchemy import String, case, cast, func, literal, select, union_all

from trainee_tracker.accreditation.ledger import ModuleOutcome as PassedModule
from trainee_tracker.cohorts.models import Enrolment, ModuleResult
from trainee_tracker.cohorts.queries import other_leads_of
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import (
    ResultAct,
    ResultFacts,
    ResultKind,
    in_force,
    replaced_by,
)
from trainee_tracker.cohorts.rules import ModuleOutcome, own_result
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class Decisions:
    """Everything decided about some trainees that stands: modules passed, and results beside them."""

    passed: list[PassedModule]
    results: list[ResultFacts]


@dataclass(frozen=True)
class RecordedResult:
    """One recorded result with its note, when and by whom; `stands` until another takes its place.

    `before` are those in whose place it came.
    """

    facts: ResultFacts
    note: str
    recorded_at: datetime
    recorded_by: str | None
    stands: bool
    before: tuple[ResultFacts, ...]


MODULE = "module"
"""Stands for the kind of a module result among the kinds of the others."""

FACTS = {field.name: getattr(CourseResult, field.name) for field in fields(ResultFacts)}
"""The columns of what a result says, in the order of ResultFacts, whose last is the act."""


def why_own_result(enrolment: Enrolment, person: Person) -> Message | str | None:
    """Return whom `person` has to ask because the enrolment is theirs, or None where it is not."""
    if enrolment.person_id != person.id:
        return None
    return own_result(other_leads_of(enrolment.cohort, person)).message


def decisions_about(enrolment_ids: Collection[int]) -> Decisions:
    """Return the modules that these trainees passed and all other results, in one statement."""
    modules = select(
        literal(MODULE).label("kind"),
        ModuleResult.id,
        ModuleResult.enrolment_id,
        ModuleResult.module_key.label("subject"),
        case((ModuleResult.outcome == ModuleOutcome.PASSED, 1), else_=0).label("amount"),
        literal(False).label("is_harmful"),
        ModuleResult.decided_on,
        ModuleResult.sequence,
        literal(ResultAct.RECORDED.value).label("act"),
    ).where(ModuleResult.enrolment_id.in_(enrolment_ids))
    others = select(
        cast(CourseResult.kind, String).label("kind"),
        *(column for name, column in FACTS.items() if name not in ("kind", "act")),
        cast(CourseResult.act, String).label("act"),
    ).where(CourseResult.enrolment_id.in_(enrolment_ids))
    modules_decided: dict[tuple[int, str], tuple[int, PassedModule | None]] = {}
    results = []
    rows = db.session.execute(union_all(modules, others))
    for kind, row_id, enrolment_id, subject, amount, is_harmful, decided_on, sequence, act in rows:
        if kind == MODULE:
            passed = PassedModule(enrolment_id, subject, decided_on) if amount else None
            before = modules_decided.get((enrolment_id, subject), (0, None))
            modules_decided[enrolment_id, subject] = max(
                before, (sequence, passed), key=itemgetter(0)
            )
        else:
            results.append(
                ResultFacts(
                    row_id,
                    enrolment_id,
                    ResultKind(kind),
                    subject,
                    amount,
                    is_harmful,
                    decided_on,
                    sequence,
                    ResultAct(act),
                )
            )
    return Decisions(
        [passed for _key, (_last, passed) in sorted(modules_decided.items()) if passed],
        in_force(results),
    )


def course_results_in_force(enrolment_ids: Collection[int]) -> list[ResultFacts]:
    """Return the results beside modules that stand about these trainees, in one statement."""
    return in_force(course_results(enrolment_ids))


def course_results(enrolment_ids: Collection[int]) -> list[ResultFacts]:
    """Return every result beside modules about these trainees, those that no longer stand too."""
    rows = db.session.execute(
        select(*FACTS.values()).where(CourseResult.enrolment_id.in_(enrolment_ids))
    )
    return [ResultFacts(*row) for row in rows]


def recorded_results(enrolment_id: int) -> list[RecordedResult]:
    """Return every result beside modules of one trainee, the newest first."""
    rows = db.session.execute(
        select(*FACTS.values(), CourseResult.note, CourseResult.recorded_at, Person.full_name)
        .outerjoin(Person, Person.id == CourseResult.recorded_by_id)
        .where(CourseResult.enrolment_id == enrolment_id)
        .order_by(CourseResult.id.desc())
    ).all()
    found = [(ResultFacts(*row[: len(FACTS)]), *row[len(FACTS) :]) for row in rows]
    everything = [facts for facts, *_rest in found]
    current = {each.id for each in in_force(everything)}
    replaced = replaced_by(everything)
    return [
        RecordedResult(facts, note, at, name, facts.id in current, replaced[facts.id])
        for facts, note, at, name in found
    ]


def last_result(enrolment_id: int, *, besides: Collection[str] = ()) -> int:
    """Return the id of the result recorded last about a trainee; 0 before the first.

    Those that the requests in `besides` made are left out.
    """
    found = select(func.coalesce(func.max(CourseResult.id), 0)).where(
        CourseResult.enrolment_id == enrolment_id, CourseResult.request_id.not_in(besides)
    )
    return db.session.scalars(found).one()
