"""The page from which the draft of a course is changed, and what the editor's pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from trainee_tracker.courses import queries
from trainee_tracker.editor.contents import PARTS, parts_of
from trainee_tracker.editor.words.sections import SECTIONS
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("editor", __name__)


@bp.get("/courses/<int:course_id>/edit")
@requires(Permission.MANAGE_COURSES)
def edit_course(course_id: int) -> ResponseReturnValue:
    """Show the sections of the draft, each with what it holds now."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    counts = {section: len(parts_of(terms, section)) for section in PARTS}
    return render_template(
        "editor/edit_course.html", course=found, terms=terms, sections=SECTIONS, counts=counts
    )
