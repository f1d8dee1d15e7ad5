"""The page on which results beside modules are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trainee_tracker.clock import now
from trainee_tracker.cohorts.queries import cohort_led_by, enrolment_in
from trainee_tracker.cohorts.results import actions, queries
from trainee_tracker.cohorts.results.forms import KIND_WORDS, LEVEL_WORDS, record_results_form
from trainee_tracker.cohorts.results.rules import questions_of
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("results", __name__)


@bp.route("/cohorts/<int:cohort_id>/trainees/<int:enrolment_id>/results", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def record_results(cohort_id: int, enrolment_id: int) -> ResponseReturnValue:
    """Record evidence, competence, prior learning and attendance of one trainee; all is kept."""
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    enrolment = enrolment_in(cohort, enrolment_id) or abort(404)
    questions = questions_of(terms_of(cohort.version))
    recorded = queries.recorded_results(enrolment_id)
    form, status = record_results_form(questions, recorded), 200
    if form.validate_on_submit():
        try:
            results = actions.record_results(
                enrolment,
                form.answers(),
                decided_on=form.decided_on.data,
                note=form.note.data,
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
                last_seen=form.last_seen.data,
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            db.session.commit()
            _say_recorded(len(results), enrolment.person.full_name)
            return redirect(
                url_for(".record_results", cohort_id=cohort_id, enrolment_id=enrolment_id)
            )
    return render_template(
        "cohorts/results/record_results.html",
        form=form,
        cohort=cohort,
        person=enrolment.person,
        is_own=enrolment.person_id == current_person.id,
        recorded=recorded,
        titles={(each.kind, each.subject): each.title for each in questions},
        kinds=KIND_WORDS,
        levels=LEVEL_WORDS,
    ), status


def _say_recorded(count: int, name: str) -> None:
    if count:
        flash(
            ngettext(
                "%(num)s result of %(name)s is recorded.",
                "%(num)s results of %(name)s are recorded.",
                count,
                name=name,
            )
        )
    else:
        flash(_("Nothing was new, so nothing was recorded."), "info")
