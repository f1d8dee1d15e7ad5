"""The page that shows what a draft would make of a pasted ledger; it writes and keeps nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from trainee_tracker.bounds import A_LIST, takes
from trainee_tracker.clock import today
from trainee_tracker.courses import queries as courses
from trainee_tracker.editor.preview.rules import LINES_SHOWN, Preview
from trainee_tracker.exchange.preview.forms import PreviewLedgerForm
from trainee_tracker.judging.ledger import LedgerFile, read_ledger
from trainee_tracker.judging.rules import judge_file
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.progress.comparison.rules import compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from trainee_tracker.accreditation.standing import Standing
    from trainee_tracker.accreditation.terms import Terms


bp = Blueprint("exchange_preview", __name__)


@bp.route("/courses/<int:course_id>/preview/ledger", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
@takes(A_LIST)
def preview_ledger(course_id: int) -> ResponseReturnValue:
    """Ask for a ledger and show how the newest version and the draft would judge it."""
    course = courses.course_for(current_person, course_id) or abort(404)
    draft = courses.draft_terms_of(course)
    newest = course.versions[-1] if course.versions else None
    published = courses.terms_of(newest) if newest else None
    titles_before = published.activity_titles if published else {}
    form = PreviewLedgerForm()
    ledger, preview = None, None
    if form.validate_on_submit():
        # A row of an activity that the draft drops is no fault: the judgement says what becomes of it.
        ledger = read_ledger(form.rows.data, draft, also=titles_before)
        if not ledger.faults:
            preview = _preview(ledger, published, draft)
    return render_template(
        "exchange/preview_ledger.html",
        course=course,
        form=form,
        faults=ledger.faults if ledger else (),
        preview=preview,
        newest=newest,
        titles=titles_before | draft.activity_titles,
        has_unjudged_checks=any(need.activities for need in draft.governance),
        lines_shown=LINES_SHOWN,
    )


def _preview(ledger: LedgerFile, published: Terms | None, draft: Terms) -> Preview:
    """Compare what the published version, if there is one, and the draft make of the lines."""
    before = _standings(ledger, published) if published else {}
    after = _standings(ledger, draft)
    return Preview(
        tuple(
            compare(
                name,
                [line for line in ledger.lines if line.trainee == name],
                before.get(name),
                after[name],
            )
            for name in ledger.trainees
        )
    )


def _standings(ledger: LedgerFile, terms: Terms) -> Mapping[str, Standing]:
    """Judge the lines; a ledger says nothing of checks, so no line is refused for want of one."""
    blocking_nothing = tuple(replace(need, activities=()) for need in terms.governance)
    judged = replace(terms, governance=blocking_nothing)
    return judge_file(judged, ledger.lines, (), (), today(), ledger.trainees).cohort.standings
