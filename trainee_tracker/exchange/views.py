"""The pages on which lists come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import ngettext

from trainee_tracker.bounds import A_LIST, takes
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts.forms import usual_enrolment_day
from trainee_tracker.cohorts.queries import cohort_led_by
from trainee_tracker.cohorts.views import commit_and_invite
from trainee_tracker.exchange import actions, queries
from trainee_tracker.exchange.forms import ConfirmEnrolmentsForm, EnrolTraineesForm
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("exchange", __name__)


@bp.route("/cohorts/<int:cohort_id>/enrol-list", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
@takes(A_LIST)
def enrol_trainees(cohort_id: int) -> ResponseReturnValue:
    """Ask for a list and show what it would do, row by row; nothing is written here."""
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    usual = usual_enrolment_day(cohort.starts_on, cohort.ends_on, today())
    form = EnrolTraineesForm(enrolled_on=usual)
    checked = None
    if form.validate_on_submit():
        checked = queries.check_list(
            cohort, form.rows.data, enrolled_on=form.enrolled_on.data, reader=current_person
        )
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
    again = EnrolTraineesForm(
        formdata=None, rows=form.rows.data, enrolled_on=form.enrolled_on.data or usual
    )
    status, checked = 200, None
    if form.validate():
        try:
            arrivals = actions.confirm_enrolments(
                cohort,
                form.rows.data or "",
                enrolled_on=form.enrolled_on.data,
                digest_seen=form.digest.data,
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
            )
        except Refused as refusal:
            db.session.rollback()
            again.refuse(refusal)
            checked = queries.check_list(
                cohort,
                form.rows.data or "",
                enrolled_on=form.enrolled_on.data,
                reader=current_person,
            )
            status = refusal.status_code
        else:
            commit_and_invite(arrivals)
            flash(
                ngettext(
                    "%(num)s trainee is enrolled.", "%(num)s trainees are enrolled.", len(arrivals)
                )
            )
            return redirect(url_for("cohorts.cohort", cohort_id=cohort_id))
    else:
        for item in form.error_items():
            again.refuse(item.message)
    return render_template(
        "exchange/enrol_trainees.html", form=again, cohort=cohort, checked=checked
    ), status
