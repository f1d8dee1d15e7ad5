"""The page on which a cohort moves to another version of its course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from trainee_tracker.addresses import number_asked
from trainee_tracker.clock import now
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.agreements.queries import last_request
from trainee_tracker.extensions import db
from trainee_tracker.moving import actions, queries
from trainee_tracker.moving.forms import MoveCohortForm
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("moving", __name__)


@bp.route("/cohorts/<int:cohort_id>/move", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def move_cohort(cohort_id: int) -> ResponseReturnValue:
    """Show what another version would change for a cohort, and move it there with a reason."""
    cohort = cohorts.cohort_led_by(current_person, cohort_id) or abort(404)
    versions = queries.versions_of_course(cohort)
    beside = [each for each in versions if each.id != cohort.course_version_id]
    newest = (beside or versions)[0].number
    number = number_asked("to") or newest
    version = next((each for each in versions if each.number == number), None) or abort(404)
    form, status = MoveCohortForm(), 200
    if form.validate_on_submit():
        try:
            actions.move_cohort(
                cohort,
                version,
                reason=form.reason.data,
                digest_seen=str(form.digest.data),
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            db.session.commit()
            flash(
                _(
                    "The cohort follows version %(number)s now, and every standing is judged by it.",
                    number=number,
                )
            )
            return redirect(url_for("cohorts.cohort", cohort_id=cohort_id))
    # Asked for again, since somebody else may have moved the cohort while this page was open.
    is_followed = version.id == cohort.course_version_id
    shown = None if is_followed else queries.move_shown(cohort, version, now())
    form.digest.data = shown.digest if shown else ""
    return render_template(
        "moving/move_cohort.html",
        cohort=cohort,
        version=version,
        others=[each for each in beside if each.id not in (version.id, cohort.course_version_id)],
        shown=shown,
        last_request=last_request(version.id, cohort.organisation_id, cohort.partner_id),
        is_own=cohorts.is_member(cohort_id, current_person.id),
        form=form,
    ), status
