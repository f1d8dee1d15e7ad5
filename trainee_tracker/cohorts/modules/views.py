"""The page on which it is recorded who has passed a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now
from trainee_tracker.cohorts.modules import actions, queries
from trainee_tracker.cohorts.modules.forms import OUTCOME_WORDS, record_module_results_form
from trainee_tracker.cohorts.queries import cohort_led_by
from trainee_tracker.messages import Own, say
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("modules", __name__)


@bp.route("/cohorts/<int:cohort_id>/modules/<module_key>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def record_module_results(cohort_id: int, module_key: str) -> ResponseReturnValue:
    """Record who has passed a module; every earlier decision is kept."""
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    # A page that was open while the cohort moved is told so, not that it does not exist.
    is_sent = request.method == "POST"
    title = queries.title_of(cohort, module_key, also_former=is_sent) or abort(404)
    rows = queries.module_results_of(cohort_id, module_key)
    recorded = queries.recorded_module_results(cohort_id, module_key)
    last = queries.last_result([row.enrolment_id for row in rows], module_key)
    form = record_module_results_form(rows, last)

    def record() -> None:
        at = now()
        for decided_on, outcomes in form.answers(rows).items():
            actions.record_module_results(
                cohort,
                module_key,
                outcomes,
                decided_on=decided_on,
                actor=current_person,
                at=at,
                request_id=str(form.request_id.data),
                reason=form.reason.data,
                last_seen=form.last_seen.data,
            )

    def page() -> str:
        return render_template(
            "cohorts/modules/record_module_results.html",
            form=form,
            cohort=cohort,
            title=title,
            rows=rows,
            recorded=recorded,
            words=OUTCOME_WORDS,
            may_change=last > 0,
        )

    said = say("The results of “{module}” are saved.", module=Own(title))
    return attempt(
        form,
        record,
        done=lambda _recorded: Done(url_for("cohorts.cohort", cohort_id=cohort_id), said),
        page=page,
    )
