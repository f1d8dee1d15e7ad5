"""The page that shows what a draft would make of a pasted ledger; it writes and keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from trainee_tracker.bounds import A_LIST, takes
from trainee_tracker.clock import today
from trainee_tracker.courses import queries as courses
from trainee_tracker.editor.preview.rules import LINES_SHOWN
from trainee_tracker.exchange.preview.forms import PreviewLedgerForm
from trainee_tracker.exchange.preview.queries import states_of
from trainee_tracker.exchange.preview.rules import preview_of
from trainee_tracker.judging.ledger import read_ledger
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("exchange_preview", __name__)


@bp.route("/courses/<int:course_id>/preview/ledger", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
@takes(A_LIST)
def preview_ledger(course_id: int) -> ResponseReturnValue:
    """Ask for a ledger and show how the newest version and the draft would judge it."""
    course = courses.course_for(current_person, course_id) or abort(404)
    states = states_of(course)
    form = PreviewLedgerForm()
    ledger, preview = None, None
    if form.validate_on_submit():
        # A row of an activity that the draft drops is no fault: the judgement says what becomes of it.
        ledger = read_ledger(form.rows.data, states.draft, also=states.titles_before)
        if not ledger.faults:
            preview = preview_of(
                ledger.lines,
                ledger.named,
                published=states.published,
                draft=states.draft,
                as_of=today(),
            )
    return render_template(
        "exchange/preview_ledger.html",
        course=course,
        form=form,
        faults=ledger.faults if ledger else (),
        preview=preview,
        newest=states.newest,
        titles=states.titles,
        has_unjudged_checks=states.has_unjudged_checks,
        lines_shown=LINES_SHOWN,
    )
