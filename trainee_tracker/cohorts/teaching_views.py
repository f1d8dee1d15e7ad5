"""The pages of a cohort's teaching: its timetable, registers and results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trainee_tracker.clock import now, today
from trainee_tracker.cohorts import actions, queries
from trainee_tracker.cohorts.forms import PlanTeachingForm, module_results_form, register_form
from trainee_tracker.cohorts.result_forms import KIND_WORDS, LEVEL_WORDS, results_form
from trainee_tracker.cohorts.result_rules import questions_of
from trainee_tracker.cohorts.views import bp
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.models import Cohort
    from trainee_tracker.cohorts.rules import PlannedClass


@bp.route("/cohorts/<int:cohort_id>/teaching", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def plan_teaching(cohort_id: int) -> ResponseReturnValue:
    """Ask for a series of classes, show each of them, and save them once that is confirmed."""
    cohort = queries.cohort_led_by(current_person, cohort_id) or abort(404)
    terms = terms_of(cohort.version)
    sites = {each.id: each for each in queries.sites_of_cohort(cohort_id)}
    form = PlanTeachingForm(
        first_on=cohort.starts_on, count=terms.weeks, minutes=terms.session_minutes
    )
    form.site.choices = [(each.id, each.name) for each in sites.values()]
    step, status = request.form.get("step", "preview"), 200
    planned: list[PlannedClass] = []
    if form.validate_on_submit() and step != "change":
        try:
            planned = _planned(cohort, form)
            actions.ensure_may_add(cohort, planned, site=sites.get(form.site.data or 0))
            if step == "save":
                actions.add_classes(
                    cohort,
                    planned,
                    site=sites.get(form.site.data or 0),
                    actor=current_person,
                    at=now(),
                )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            planned, status = [], refusal.status_code
        else:
            if step == "save":
                db.session.commit()
                _say_planned(len(planned))
                return redirect(url_for(".cohort", cohort_id=cohort_id))
    return render_template(
        "cohorts/plan_teaching.html",
        form=form,
        cohort=cohort,
        modules=terms.modules,
        planned=planned,
        site=sites.get(form.site.data or 0),
    ), status


def _planned(cohort: Cohort, form: PlanTeachingForm) -> list[PlannedClass]:
    """Return the classes that the answers mean, with the modules as chosen for each, if they are."""
    chosen = [key or None for key in request.form.getlist("module")]
    modules = [module.key for module in terms_of(cohort.version).modules]
    return actions.timetable(
        cohort,
        first_on=form.first_on.data,
        weeks=form.count.data,
        starts_at=form.starts_at.data,
        minutes=form.minutes.data,
        modules=chosen if len(chosen) == form.count.data else modules,
        repeat=form.repeat.data,
        skipping=form.skipping.dates,
    )


def _say_planned(count: int) -> None:
    flash(
        ngettext(
            "%(num)s class is in the timetable.", "%(num)s classes are in the timetable.", count
        )
    )


@bp.route("/cohorts/<int:cohort_id>/registers/<int:teaching_session_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def take_register(cohort_id: int, teaching_session_id: int) -> ResponseReturnValue:
    """Take the register of a class, or correct it: the one before is kept."""
    cohort = queries.cohort_led_by(current_person, cohort_id) or abort(404)
    held = queries.class_for(cohort, teaching_session_id) or abort(404)
    lines = queries.register_list(held)
    taken = queries.registers_of(held.id)
    form = register_form(lines, held.minutes, taken[0].sequence if taken else 0)
    status = 200
    if form.validate_on_submit():
        try:
            actions.take_register(
                held,
                form.answers(lines),
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
                sequence_seen=form.seen(),
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            db.session.commit()
            flash(_("The register is saved. Everyone’s hours and attendance follow from it."))
            return redirect(url_for(".cohort", cohort_id=cohort_id))
    return render_template(
        "cohorts/take_register.html",
        form=form,
        cohort=cohort,
        held=held,
        lines=lines,
        taken=taken,
        is_to_come=held.held_on > today(),
    ), status


@bp.route("/cohorts/<int:cohort_id>/modules/<module_key>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def module_results(cohort_id: int, module_key: str) -> ResponseReturnValue:
    """Record who has passed a module; every earlier decision is kept."""
    cohort = queries.cohort_led_by(current_person, cohort_id) or abort(404)
    titles = {module.key: module.title for module in terms_of(cohort.version).modules}
    title = titles.get(module_key) or abort(404)
    rows = queries.module_results_of(cohort_id, module_key)
    form, status = module_results_form(rows), 200
    if form.validate_on_submit():
        try:
            for decided_on, outcomes in form.answers(rows).items():
                actions.record_module_results(
                    cohort,
                    module_key,
                    outcomes,
                    decided_on=decided_on,
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
            flash(_("The results of “%(module)s” are saved.", module=title))
            return redirect(url_for(".cohort", cohort_id=cohort_id))
    return render_template(
        "cohorts/module_results.html", form=form, cohort=cohort, title=title, rows=rows
    ), status


@bp.route("/cohorts/<int:cohort_id>/trainees/<int:enrolment_id>/results", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def record_results(cohort_id: int, enrolment_id: int) -> ResponseReturnValue:
    """Record evidence, competence, prior learning and attendance of one trainee; all is kept."""
    cohort = queries.cohort_led_by(current_person, cohort_id) or abort(404)
    enrolment = queries.enrolment_in(cohort, enrolment_id) or abort(404)
    questions = questions_of(terms_of(cohort.version))
    recorded = queries.recorded_results(enrolment_id)
    form, status = results_form(questions, recorded), 200
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
        "cohorts/record_results.html",
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
