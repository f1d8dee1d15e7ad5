"""The page on which results beside modules are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.accreditation.vocabulary import LEVELS_ALONE
from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now
from trainee_tracker.cohorts.queries import cohort_led_by, enrolment_in
from trainee_tracker.cohorts.results import actions, queries
from trainee_tracker.cohorts.results.forms import KIND_WORDS, record_results_form
from trainee_tracker.cohorts.results.rules import questions_of
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.messages import Own, say, say_many
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.results.models import CourseResult

_NOTHING_NEW: Final = say("Nothing was new, so nothing was recorded.")

bp = Blueprint("results", __name__)


@bp.route("/cohorts/<int:cohort_id>/trainees/<int:enrolment_id>/results", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def record_results(cohort_id: int, enrolment_id: int) -> ResponseReturnValue:
    """Record evidence, competence, prior learning and attendance of one trainee; all is kept."""
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    enrolment = enrolment_in(cohort, enrolment_id) or abort(404)
    questions = questions_of(terms_of(cohort.version))
    recorded = queries.recorded_results(enrolment_id)
    form = record_results_form(questions, recorded)

    def record() -> list[CourseResult]:
        return actions.record_results(
            enrolment,
            form.answers(),
            decided_on=form.decided_on.data,
            note=form.note.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
            last_seen=form.last_seen.data,
        )

    def done(results: list[CourseResult]) -> Done:
        here = url_for(".record_results", cohort_id=cohort_id, enrolment_id=enrolment_id)
        if not results:
            return Done(here, notes=(_NOTHING_NEW,))
        said = say_many(
            "{n} result of {name} is recorded.",
            "{n} results of {name} are recorded.",
            n=len(results),
            name=Own(enrolment.person.full_name),
        )
        return Done(here, said)

    def page() -> str:
        return render_template(
            "cohorts/results/record_results.html",
            form=form,
            cohort=cohort,
            person=enrolment.person,
            own_result=queries.why_own_result(enrolment, current_person),
            recorded=recorded,
            titles={(each.kind, each.subject): each.title for each in questions},
            kinds=KIND_WORDS,
            levels=LEVELS_ALONE,
        )

    return attempt(form, record, done=done, page=page)
