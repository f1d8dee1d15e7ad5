"""The page from which the draft of a course is changed, and what the editor's pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, render_template
from flask_babel import gettext as _

from trainee_tracker.courses import queries
from trainee_tracker.editor.parts.rules import PARTS, parts_of
from trainee_tracker.editor.words.sections import SECTIONS
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.accreditation.terms import Terms

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


def flash_translations_left_out(before: Terms, after: Terms) -> None:
    """Say so where a course began without the translations that it was made from."""
    if before.translations and not after.translations:
        flash(_("Translations of the old title were left out: write them anew."), "warning")
