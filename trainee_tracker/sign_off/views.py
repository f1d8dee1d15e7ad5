"""A supervisor's pages: the queue, the review of what is signed, signing, taking a sign-off back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import page_asked
from trainee_tracker.clock import now
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.hours import wording
from trainee_tracker.hours.queries import row_of
from trainee_tracker.hours.rules import HoursAction, can_follow
from trainee_tracker.hours.signing import actions
from trainee_tracker.hours.signing.queries import (
    SignOffSheet,
    backlog_of,
    entry_named_in,
    sheet_for,
)
from trainee_tracker.hours.signing.rules import decision_faults
from trainee_tracker.messages import Message, say
from trainee_tracker.paging import pages_of
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.oneself import by_password
from trainee_tracker.sign_off import queries
from trainee_tracker.sign_off.forms import (
    DECLINE,
    LATER,
    SIGN_OFF,
    DecideHoursForm,
    ReverseHoursForm,
    ReviewHoursForm,
    RowChoice,
    SignOffQueueForm,
    choices_sent,
    decisions_of,
)

bp = Blueprint("sign_off", __name__)

_REVERSED: Final = say("Your sign-off is taken back. The trainee sees why and can correct it.")

QUEUE_LENGTH = 300
"""A whole queue, as a rule, so that one signature can stand under it."""


@bp.route("/hours/sign-off", methods=["GET", "POST"])
@requires(Permission.DECIDE_HOURS)
def sign_off_queue() -> ResponseReturnValue:
    """Show what waits, oldest first; by POST, show it again with choices made and none lost."""
    form, choices = SignOffQueueForm(), choices_sent(request.form)
    if form.validate_on_submit() and "take_all" in request.form:
        choices = {
            entry_id: RowChoice(SIGN_OFF) if choice.decision == LATER else choice
            for entry_id, choice in choices.items()
        }
    return _queue_page(form, choices)


@bp.post("/hours/sign-off/review")
@requires(Permission.DECIDE_HOURS)
def review_hours() -> ResponseReturnValue:
    """Show exactly what one signature would stand under, and ask for it."""
    form, choices = ReviewHoursForm(), choices_sent(request.form)
    decisions = decisions_of(choices)
    sheet = sheet_for(current_person, decisions)
    faults = _faults(sheet, choices)
    if not form.validate_on_submit() or faults or not decisions:
        if not decisions:
            form.refuse(say("Choose what to do with at least one session, then review."))
        return _queue_page(form, choices, faults)
    return _review_page(DecideHoursForm(formdata=None), sheet)


@bp.post("/hours/sign-off/decide")
@requires(Permission.DECIDE_HOURS)
def decide_hours() -> ResponseReturnValue:
    """Sign everything that was reviewed, or nothing."""
    form = DecideHoursForm()
    decisions = decisions_of(choices_sent(request.form))

    def decide() -> None:
        actions.decide_hours(
            decisions,
            digest_seen=form.digest.data,
            actor=current_person,
            at=now(),
            request_id=form.request_id.data,
        )

    return attempt(
        form,
        decide,
        confirm=by_password(form),
        done=lambda _decided: Done(url_for(".sign_off_queue"), wording.after_deciding(decisions)),
        page=lambda: _review_page(form, sheet_for(current_person, decisions)),
    )


@bp.get("/hours/sign-off/review")
@bp.get("/hours/sign-off/decide")
@requires(Permission.DECIDE_HOURS)
def queue_again() -> ResponseReturnValue:
    """Lead somebody who comes back to the address of a form to the queue."""
    return redirect(url_for(".sign_off_queue"))


@bp.route("/hours/<int:entry_id>/reverse", methods=["GET", "POST"])
@requires(Permission.DECIDE_HOURS)
def reverse_hours(entry_id: int) -> ResponseReturnValue:
    """Take a sign-off back, with a reason and a signature of its own."""
    found = entry_named_in(current_person, entry_id) or abort(404)
    row = row_of(entry_id)
    if request.method == "GET" and not can_follow(row.state, HoursAction.REVERSED):
        return redirect(url_for("logbook.entry", entry_id=entry_id))
    form = ReverseHoursForm()

    def reverse() -> None:
        actions.reverse_hours(
            found,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=form.request_id.data,
        )

    def page() -> str:
        return render_template(
            "sign_off/reverse_hours.html",
            form=form,
            entry=row,
            terms=terms_of(found.enrolment.cohort.version),
        )

    return attempt(
        form,
        reverse,
        confirm=by_password(form),
        done=lambda _reversed: Done(url_for("logbook.entry", entry_id=entry_id), _REVERSED),
        page=page,
    )


def _queue_page(
    form: SignOffQueueForm,
    choices: Mapping[int, RowChoice],
    faults: Mapping[int, Message] | None = None,
) -> str:
    """Show one page of the queue with the choices made so far."""
    backlog = backlog_of(current_person)
    pages = pages_of(backlog.entries, length=QUEUE_LENGTH, asked=page_asked())
    rows = queries.waiting_for(current_person, limit=pages.length, offset=pages.offset)
    faults = faults or {}
    return render_template(
        "sign_off/sign_off_queue.html",
        form=form,
        form_has_errors=bool(faults),
        backlog=backlog,
        groups=queries.grouped(rows),
        titles=queries.titles_of({row.entry.cohort_id for row in rows}),
        choices=choices,
        unchosen=RowChoice(LATER),
        faults=faults,
        named_faults=wording.named_faults(faults, [row.entry for row in rows]),
        counts={
            decision: sum(choice.decision == decision for choice in choices.values())
            for decision in (SIGN_OFF, DECLINE)
        },
        pages=pages,
    )


def _review_page(form: DecideHoursForm, sheet: SignOffSheet) -> str:
    """Show what is signed, and say which rows of the sheet do not wait any more."""
    for sentence in sheet.changed:
        form.refuse(sentence)
    left = sheet.still_waiting
    form.digest.data = left.digest
    return render_template("sign_off/review_hours.html", form=form, sheet=left)


def _faults(sheet: SignOffSheet, choices: Mapping[int, RowChoice]) -> dict[int, Message]:
    """Return what is wrong with the reasons, by entry."""
    held_on = {line.entry.entry_id: line.entry.facts.held_on for line in sheet.lines}
    decisions = [line.decision for line in sheet.lines]
    unreadable = {key: choice.error for key, choice in choices.items() if choice.error}
    return {**decision_faults(decisions, held_on), **unreadable}
