"""The page on which the classes of a cohort are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from trainee_tracker.clock import now
from trainee_tracker.cohorts.queries import cohort_led_by, sites_of_cohort
from trainee_tracker.cohorts.teaching import actions
from trainee_tracker.cohorts.teaching.forms import PlanTeachingForm
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.models import Cohort
    from trainee_tracker.cohorts.teaching.rules import PlannedClass

bp = Blueprint("teaching", __name__)


@bp.route("/cohorts/<int:cohort_id>/teaching", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def plan_teaching(cohort_id: int) -> ResponseReturnValue:
    """Ask for a series of classes, show each of them, and save them once that is confirmed."""
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    terms = terms_of(cohort.version)
    sites = {each.id: each for each in sites_of_cohort(cohort_id)}
    form = PlanTeachingForm(
        first_on=cohort.starts_on, count=terms.weeks, minutes=terms.session_minutes
    )
    form.site.choices = [(each.id, each.name) for each in sites.values()]
    step, status = request.form.get("step", "preview"), 200
    planned: list[PlannedClass] = []
    if form.validate_on_submit() and step != "change":
        try:
            site = sites.get(form.site.data or 0)
            planned = actions.timetable(cohort, **_series(cohort, form))
            actions.ensure_may_add(cohort, planned, site=site)
            if step == "save":
                actions.plan_teaching(
                    cohort, **_series(cohort, form), site=site, actor=current_person, at=now()
                )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            planned, status = [], refusal.status_code
        else:
            if step == "save":
                db.session.commit()
                _say_planned(len(planned))
                return redirect(url_for("cohorts.cohort", cohort_id=cohort_id))
    return render_template(
        "cohorts/teaching/plan_teaching.html",
        form=form,
        cohort=cohort,
        modules=terms.modules,
        planned=planned,
        site=sites.get(form.site.data or 0),
    ), status


def _series(cohort: Cohort, form: PlanTeachingForm) -> dict[str, Any]:
    """Return the series of classes that was asked for, with the modules as chosen for each, if any."""
    chosen = [key or None for key in request.form.getlist("module")]
    modules = [module.key for module in terms_of(cohort.version).modules]
    return {
        "first_on": form.first_on.data,
        "weeks": form.count.data,
        "starts_at": form.starts_at.data,
        "minutes": form.minutes.data,
        "modules": chosen if len(chosen) == form.count.data else modules,
        "repeat": form.repeat.data,
        "skipping": form.skipping.dates,
    }


def _say_planned(count: int) -> None:
    flash(
        ngettext(
            "%(num)s class is in the timetable.", "%(num)s classes are in the timetable.", count
        )
    )
