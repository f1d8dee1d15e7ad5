"""The page on which the classes of a cohort are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, render_template, request, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now
from trainee_tracker.cohorts.queries import cohort_led_by, sites_of_cohort
from trainee_tracker.cohorts.teaching import actions
from trainee_tracker.cohorts.teaching.forms import PlanTeachingForm
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.messages import say_many
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.models import Cohort, TeachingSession
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
    step = request.form.get("step", "preview")
    planned: list[PlannedClass] = []

    def page() -> str:
        return render_template(
            "cohorts/teaching/plan_teaching.html",
            form=form,
            cohort=cohort,
            modules=terms.modules,
            planned=planned,
            site=sites.get(form.site.data),
        )

    def plan() -> list[TeachingSession]:
        return actions.plan_teaching(
            cohort,
            **_series(cohort, form),
            site=sites.get(form.site.data),
            actor=current_person,
            at=now(),
        )

    if step == "save":
        return attempt(form, plan, done=lambda made: _planned(cohort_id, len(made)), page=page)
    if not form.validate_on_submit() or step == "change":
        return page()
    site = sites.get(form.site.data)
    proposal = actions.proposal(cohort, **_series(cohort, form), site=site)
    if proposal.refusal is not None:
        form.refuse(proposal.refusal)
        return page(), proposal.refusal.status_code
    planned = proposal.classes
    return page()


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


def _planned(cohort_id: int, count: int) -> Done:
    said = say_many("{n} class is in the timetable.", "{n} classes are in the timetable.", n=count)
    return Done(url_for("cohorts.cohort", cohort_id=cohort_id), said)
