"""The pages on which a course of one network is adapted to another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from trainee_tracker.clock import now
from trainee_tracker.courses import queries as courses
from trainee_tracker.editor.adapting import actions, queries
from trainee_tracker.editor.adapting.forms import AdaptCourseForm
from trainee_tracker.editor.views import bp, flash_translations_left_out
from trainee_tracker.editor.words.sections import SECTIONS
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.accreditation.differences import Difference


@bp.app_template_filter("differences_by_part")
def differences_by_part(found: Iterable[Difference]) -> list[tuple[str, list[str]]]:
    """Return the sentences about each part of the terms, under what the editor calls the part."""
    return [
        (_("The course as a whole") if part == "course" else str(SECTIONS[part].title), sentences)
        for part, group in groupby(found, key=lambda each: each.part)
        for sentences in [[each.sentence for each in group]]
    ]


@bp.get("/courses/adapt")
@requires(Permission.MANAGE_COURSES)
def adaptable_courses() -> ResponseReturnValue:
    """List the published courses of other networks, each to be carried to one's own."""
    return render_template(
        "editor/adaptable_courses.html",
        versions=queries.adaptable_versions(current_person),
    )


@bp.route("/courses/<int:course_id>/versions/<int:number>/adapt", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def adapt_course(course_id: int, number: int) -> ResponseReturnValue:
    """Show what a version asks for, and carry it to a new course of another organisation."""
    found = queries.adaptable_version(current_person, course_id, number) or abort(404)
    terms = courses.terms_of(found)
    organisations = {
        each.id: each for each in queries.organisations_to_adapt_for(current_person, found)
    }
    form, status = AdaptCourseForm(title=terms.title, award=terms.award), 200
    form.organisation.choices = [(each.id, each.name) for each in organisations.values()]
    if len(organisations) == 1 and not form.is_submitted():
        form.organisation.data = next(iter(organisations))
    if form.validate_on_submit():
        try:
            course = actions.adapt_course(
                found,
                organisations[form.organisation.data],
                title=form.title.data,
                award=form.award.data,
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
                    "The course is yours as a draft. Change what is different with you, then publish it."
                )
            )
            flash_translations_left_out(terms, courses.draft_terms_of(course))
            return redirect(url_for("courses.course", course_id=course.id))
    return render_template(
        "editor/adapt_course.html",
        version=found,
        terms=terms,
        form=form,
        others=[each for each in courses.versions_of(course_id) if each.number != number],
    ), status
