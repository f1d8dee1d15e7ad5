"""Recording who has passed a module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from trainee_tracker.append_only import hold, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.actions import ensure_leads
from trainee_tracker.cohorts.models import Cohort, ModuleResult
from trainee_tracker.cohorts.modules import queries
from trainee_tracker.cohorts.modules.rules import changes, ensure_accounted_for, ensure_asked
from trainee_tracker.cohorts.moves.queries import last_moved_at
from trainee_tracker.cohorts.queries import is_among, members_of, other_leads_of
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Impossible, Stale, sent_before


def record_module_results(
    cohort: Cohort,
    module_key: str,
    outcomes: Mapping[int, ModuleOutcome],
    *,
    decided_on: date,
    actor: Person,
    at: datetime,
    request_id: str,
    reason: str = "",
    last_seen: int | None = None,
) -> list[ModuleResult]:
    """Record how trainees (by enrolment id) did in a module; what holds already is not repeated.

    `reason` says why the result recorded last is changed; `last_seen` is the id of the last result
    of the module that the page showed. Raises NotAllowed: the actor does not lead training here, or
    a new result is their own. Impossible: the day is still to come, the module or a trainee is not of this
    cohort, or a change has no reason or one that could point to a client. Stale: a result was
    recorded since the page was shown.
    """
    ensure_leads(cohort, actor)
    rules.ensure_decided(decided_on, civil_date(at))
    members = {row.enrolment_id for row in members_of(cohort.id)}
    row_ids = {each: str(uuid5(UUID(request_id), str(each))) for each in members | outcomes.keys()}
    told = sorted(outcomes.items())
    body = digest_of([actor.id, cohort.id, module_key, decided_on, told, reason])
    hold(request_id)
    earlier = list(
        db.session.scalars(
            select(ModuleResult).where(
                ModuleResult.request_id.in_(row_ids[each] for each in outcomes)
            )
        )
    )
    if any(row.request_digest != body for row in earlier):
        raise sent_before(earlier[0].recorded_at)
    if earlier:
        return earlier

    def is_as_seen() -> None:
        # The cohort may have moved since it was loaded.
        db.session.refresh(cohort)
        ensure_asked(
            queries.title_of(cohort, module_key) is not None,
            queries.title_of(cohort, module_key, also_former=True) or module_key,
            last_moved_at(cohort.id),
        )
        # A page that shows several days sends a request for each, all with the same id.
        last = queries.last_result(members, module_key, besides=row_ids.values())
        rules.ensure_seen(last_seen, last)
        # The page sends the recorded results again: only something new about oneself is refused.
        if is_among(actor, changed):
            raise rules.own_result(other_leads_of(cohort, actor))

    if not outcomes.keys() <= members:
        raise Impossible(
            say(
                "Results are recorded only for trainees of this cohort. Open the page again and record"
                " those of the people on it."
            )
        )
    standing = {
        row.enrolment_id: row
        for row in db.session.scalars(queries.results_in_force(members, module_key))
    }
    changed = changes(
        {each: (row.outcome, row.decided_on) for each, row in standing.items()},
        {each: (outcome, decided_on) for each, outcome in outcomes.items()},
    )
    rely({cohort.stream_id}, is_as_seen)
    ensure_accounted_for(changed, standing, decided_on, reason)
    taken = Stale(say("Somebody else recorded this module just now. Look at it again."))
    with refuse_if_taken(taken):
        results = [
            ModuleResult(
                request_id=row_ids[enrolment_id],
                request_digest=body,
                enrolment_id=enrolment_id,
                module_key=module_key,
                sequence=standing[enrolment_id].sequence + 1 if enrolment_id in standing else 1,
                outcome=outcome,
                decided_on=decided_on,
                reason=reason if enrolment_id in standing else "",
                stream_id=cohort.stream_id,
                recorded_at=at,
                recorded_by_id=actor.id,
            )
            for enrolment_id, (outcome, _day) in changed.items()
        ]
        db.session.add_all(results)
    return results
