"""The pages on which lists come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.bounds import A_LIST, takes
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts.forms import usual_enrolment_day
from trainee_tracker.cohorts.queries import cohort_led_by
from trainee_tracker.cohorts.views import post_invitations
from trainee_tracker.exchange import actions, queries
from trainee_tracker.exchange.forms import ConfirmEnrolmentsForm, EnrolTraineesForm
from trainee_tracker.exchange.trainee_list import without_rows
from trainee_tracker.messages import say_many
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.actions import Arrival
    from trainee_tracker.cohorts.models import Cohort
    from trainee_tracker.exchange.queries import CheckedList

bp = Blueprint("exchange", __name__)


@bp.route("/cohorts/<int:cohort_id>/enrol-list", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
@takes(A_LIST)
def enrol_trainees(cohort_id: int) -> ResponseReturnValue:
    """Ask for a list and show what it would do, row by row; nothing is written here.

    A list that grows is pasted again: those who are in the cohort already are left out of it at once.
    """
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    usual = usual_enrolment_day(cohort.starts_on, cohort.ends_on, today())
    form = EnrolTraineesForm(enrolled_on=usual)
    checked = None
    if form.validate_on_submit():
        checked = _checked(cohort, form)
        if "leave_out" in request.form and checked.already:
            form.rows.data = without_rows(form.rows.data, checked.already)
            checked = _checked(cohort, form)
        if checked.is_good:
            confirmation = ConfirmEnrolmentsForm(
                formdata=None,
                digest=checked.found.digest,
                rows=form.rows.data,
                enrolled_on=form.enrolled_on.data,
            )
            return render_template(
                "exchange/confirm_enrolments.html",
                form=confirmation,
                cohort=cohort,
                checked=checked,
            )
    return render_template(
        "exchange/enrol_trainees.html", form=form, cohort=cohort, checked=checked
    )


@bp.post("/cohorts/<int:cohort_id>/enrol-list/confirm")
@requires(Permission.MANAGE_COHORTS)
@takes(A_LIST)
def confirm_enrolments(cohort_id: int) -> ResponseReturnValue:
    """Enrol everybody on the list that was shown, or nobody."""
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    form = ConfirmEnrolmentsForm()
    usual = usual_enrolment_day(cohort.starts_on, cohort.ends_on, today())

    def enrol() -> list[Arrival]:
        return actions.confirm_enrolments(
            cohort,
            form.rows.data or "",
            enrolled_on=form.enrolled_on.data,
            digest_seen=form.digest.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def done(arrivals: list[Arrival]) -> Done:
        return Done(
            url_for("cohorts.cohort", cohort_id=cohort_id),
            say_many("{n} trainee is enrolled.", "{n} trainees are enrolled.", n=len(arrivals)),
            *post_invitations(arrivals),
        )

    def page() -> str:
        again = EnrolTraineesForm(
            formdata=None, rows=form.rows.data, enrolled_on=form.enrolled_on.data or usual
        )
        again.form_errors = [item.message for item in form.error_items()]
        # Where the list itself was refused, its rows say why.
        checked = _checked(cohort, form) if form.form_errors else None
        return render_template(
            "exchange/enrol_trainees.html", form=again, cohort=cohort, checked=checked
        )

    return attempt(form, enrol, done=done, page=page)


def _checked(cohort: Cohort, form: EnrolTraineesForm | ConfirmEnrolmentsForm) -> CheckedList:
    """Return what a list would do, row by row."""
    return queries.check_list(
        cohort,
        form.rows.data or "",
        enrolled_on=form.enrolled_on.data,
        reader=current_person,
    )
