"""The pages that show what a draft would change for a cohort; they write nothing."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from trainee_tracker.clock import today
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.courses import queries as courses
from trainee_tracker.editor.preview.rules import LINES_SHOWN, Preview
from trainee_tracker.editor.views import bp
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.progress import queries
from trainee_tracker.progress.comparison.rules import compare


@bp.get("/courses/<int:course_id>/preview")
@requires(Permission.MANAGE_COURSES)
def preview(course_id: int) -> ResponseReturnValue:
    """Ask on whose hours to try the draft: a cohort's, or those of a pasted ledger."""
    course = courses.course_for(current_person, course_id) or abort(404)
    return render_template(
        "editor/preview.html", course=course, cohorts=cohorts.cohorts_for(current_person)
    )


@bp.get("/courses/<int:course_id>/preview/cohorts/<int:cohort_id>")
@requires(Permission.MANAGE_COURSES)
def preview_cohort(course_id: int, cohort_id: int) -> ResponseReturnValue:
    """Show what would change for each trainee of a cohort if it followed the draft."""
    course = courses.course_for(current_person, course_id) or abort(404)
    cohort = cohorts.cohort_for(current_person, cohort_id) or abort(404)
    published, draft = courses.terms_of(cohort.version), courses.draft_terms_of(course)
    members = cohorts.members_of(cohort.id)
    ids = [member.enrolment_id for member in members]
    before, after = queries.judge_members_under(cohort, ids, today(), [published, draft])
    found = Preview(
        tuple(
            compare(
                member.full_name,
                before[member.enrolment_id].lines,
                before[member.enrolment_id].standing,
                after[member.enrolment_id].standing,
            )
            for member in members
        )
    )
    return render_template(
        "editor/preview_cohort.html",
        course=course,
        cohort=cohort,
        preview=found,
        titles=published.activity_titles | draft.activity_titles,
        lines_shown=LINES_SHOWN,
        today=today(),
    )
