"""The pages of courses and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from trainee_tracker.courses import queries
from trainee_tracker.courses.kinds.limits import limit_words
from trainee_tracker.courses.kinds.phrases import course_word, only_as, stopped_without
from trainee_tracker.courses.kinds.requirements import requirement_words
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("courses", __name__)


for words in (course_word, limit_words, only_as, requirement_words, stopped_without):
    bp.add_app_template_filter(words)


@bp.get("/courses")
@requires(Permission.MANAGE_COURSES)
def courses() -> ResponseReturnValue:
    """List the courses of the organisations at which the person leads training."""
    return render_template("courses/courses.html", courses=queries.courses_for(current_person))


@bp.get("/courses/<int:course_id>")
@requires(Permission.MANAGE_COURSES)
def course(course_id: int) -> ResponseReturnValue:
    """Show what a course asks for, what does not count, and its versions."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    return render_template(
        "courses/course.html",
        course=found,
        terms=terms,
        versions=queries.versions_of(found.id),
        is_published=queries.is_draft_published(found),
        lineage=queries.lineage_of(current_person, found, terms),
        may_adapt=bool(queries.led_by(current_person) - {found.organisation_id}),
    )


@bp.get("/courses/<int:course_id>/versions/<int:number>")
@requires(Permission.MANAGE_COURSES)
def version(course_id: int, number: int) -> ResponseReturnValue:
    """Show what a published version asks for, for as long as anybody holds its award."""
    found = queries.version_for(current_person, course_id, number) or abort(404)
    terms = queries.terms_of(found)
    lineage = queries.lineage_of(current_person, found.course, terms)
    return render_template("courses/version.html", version=found, terms=terms, lineage=lineage)
