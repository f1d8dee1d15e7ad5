"""Recording evidence, competence, prior learning and attendance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select

from trainee_tracker.append_only import hold, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts import rules as cohort_rules
from trainee_tracker.cohorts.actions import ensure_leads
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.moves.queries import last_moved_at
from trainee_tracker.cohorts.queries import is_among, other_leads_of
from trainee_tracker.cohorts.results import queries, rules
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import Answer, Subject
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Stale, sent_before


def record_results(
    enrolment: Enrolment,
    answers: Mapping[Subject, Answer],
    *,
    decided_on: date,
    note: str,
    actor: Person,
    at: datetime,
    request_id: str,
    last_seen: int | None = None,
) -> list[CourseResult]:
    """Record what was decided about one trainee on a day; what holds already is not repeated.

    `last_seen` is the id of the last result that the page showed. Raises NotAllowed: the actor
    does not lead training here, or is the trainee. Impossible: the day is still to come, the
    course does not ask for it, an amount cannot be, nothing was rated that could be corrected, a
    figure or a correction has no note, or a note could point to a client. Stale: a result
    was recorded since the page was shown. Conflict: the request came before with other answers.
    """
    ensure_leads(enrolment.cohort, actor)
    cohort_rules.ensure_decided(decided_on, civil_date(at))
    rules.ensure_plausible_amounts(answers)
    row_ids = {each: str(uuid5(UUID(request_id), " ".join(each))) for each in answers}
    told = [(*subject, each.amount, each.is_harmful, each.act) for subject, each in answers.items()]
    body = digest_of([actor.id, enrolment.id, decided_on, note, sorted(told)])
    hold(request_id)
    earlier = list(
        db.session.scalars(
            select(CourseResult).where(CourseResult.request_id.in_(row_ids.values()))
        )
    )
    if any(row.request_digest != body for row in earlier):
        raise sent_before(earlier[0].recorded_at)
    if earlier:
        return earlier

    asked = rules.questions_of(terms_of(enrolment.cohort.version))
    titles = {(each.kind, each.subject): each.title for each in asked}

    def is_as_seen() -> None:
        if is_among(actor, [enrolment.id]):
            raise cohort_rules.own_result(other_leads_of(enrolment.cohort, actor))
        # The cohort may have moved since it was loaded.
        db.session.refresh(enrolment.cohort)
        terms = terms_of(enrolment.cohort.version)
        rules.ensure_asked(
            terms, answers.keys(), titles=titles, moved_at=last_moved_at(enrolment.cohort_id)
        )
        last = queries.last_result(enrolment.id, besides=row_ids.values())
        cohort_rules.ensure_seen(last_seen, last)

    rely({enrolment.stream_id}, is_as_seen)
    standing = queries.course_results_in_force([enrolment.id])
    rules.ensure_acts(answers, decided_on, standing)
    changed = rules.changes(answers, decided_on, standing)
    rules.ensure_noted(changed, standing, decided_on, note)
    last = _last_sequences(enrolment.id)
    taken = Stale(say("Somebody else recorded a result just now. Look at it again."))
    with refuse_if_taken(taken):
        results = [
            CourseResult(
                request_id=row_ids[kind, subject],
                request_digest=body,
                enrolment_id=enrolment.id,
                kind=kind,
                subject=subject,
                amount=answer.amount,
                is_harmful=answer.is_harmful,
                act=answer.act,
                decided_on=decided_on,
                sequence=last.get((kind, subject), 0) + 1,
                note=note,
                stream_id=enrolment.stream_id,
                recorded_at=at,
                recorded_by_id=actor.id,
            )
            for (kind, subject), answer in changed.items()
        ]
        db.session.add_all(results)
    return results


def _last_sequences(enrolment_id: int) -> dict[Subject, int]:
    rows = db.session.execute(
        select(CourseResult.kind, CourseResult.subject, func.max(CourseResult.sequence))
        .where(CourseResult.enrolment_id == enrolment_id)
        .group_by(CourseResult.kind, CourseResult.subject)
    )
    return {(kind, subject): sequence for kind, subject, sequence in rows}
