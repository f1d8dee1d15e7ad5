"""A trainee's pages: logging, the list, one entry, sending, withdrawing, correcting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import is_asked, number_asked, page_asked, word_asked
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.queries import enrolments_of, members_of, other_leads_of
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.form import ConfirmForm
from trainee_tracker.hours import actions, rules, wording
from trainee_tracker.hours.choices import choices_for, setting_for
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.queries import entry_for, own_entry_for, row_of
from trainee_tracker.hours.rows import facts_of
from trainee_tracker.hours.rules import HoursAction, HoursState
from trainee_tracker.logbook import forms, queries
from trainee_tracker.logbook.forms import (
    CorrectHoursForm,
    LogSessionForm,
    WithdrawHoursForm,
    session_form,
)
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.paging import pages_of
from trainee_tracker.people.access import Permission, current_person, requires

bp = Blueprint("logbook", __name__)

PAGE_LENGTH = 30

_WITHDRAWN: Final = say("Withdrawn. It stays in your log and counts for nothing.")


@bp.route("/hours/log", methods=["GET", "POST"])
@requires(Permission.LOG_HOURS)
def log_session() -> ResponseReturnValue:
    """Log what happened and one's part in it, made for a thumb."""
    enrolments = enrolments_of(current_person)
    enrolment = _enrolment_wanted(enrolments)
    if enrolment is None:
        return render_template("logbook/log_session.html", form=None, enrolment=None)
    choices = choices_for(enrolment)
    setting = setting_for(enrolment, today(), choices)
    last = queries.last_entry_of(enrolment.id)
    again = last if last is not None and number_asked("again") == last.id else None
    members = [row for row in members_of(enrolment.cohort_id) if row.enrolment_id != enrolment.id]
    form = session_form(
        LogSessionForm,
        setting,
        choices,
        others=[(row.enrolment_id, row.full_name) for row in members],
        last=facts_of(last) if last else None,
        filled=forms.filled_again(facts_of(again)) if again else None,
    )

    def log() -> HoursEntry:
        return actions.log_session(
            enrolment,
            form.facts(),
            with_others=form.with_others(),
            submit=_is_sent(),
            actor=current_person,
            at=now(),
            request_id=form.request_id.data,
        )

    def done(entry: HoursEntry) -> Done:
        others = len(form.with_others())
        said = wording.after_logging(entry, is_sent=_is_sent(), others=others)
        return Done(url_for(".my_hours"), said)

    def page() -> str:
        return render_template(
            "logbook/log_session.html",
            form=form,
            enrolment=enrolment,
            enrolments=enrolments,
            terms=setting.terms,
            last=row_of(last.id) if last else None,
            is_again=again is not None,
            nobody=None if form.supervisor.choices else _nobody_signs_off(enrolment),
        )

    return attempt(form, log, done=done, page=page)


@bp.get("/hours")
@requires(Permission.LOG_HOURS)
def my_hours() -> ResponseReturnValue:
    """List the trainee's own entries, newest first."""
    return _log_page(ConfirmForm())


@bp.get("/hours/<int:entry_id>")
@requires(Permission.BE_SIGNED_IN)
def entry(entry_id: int) -> ResponseReturnValue:
    """Show one entry, everything that happened to it and what can happen next."""
    found = entry_for(current_person, entry_id) or abort(404)
    return _entry_page(ConfirmForm(), found)


@bp.post("/hours/<int:entry_id>/submit")
@requires(Permission.LOG_HOURS)
def submit_hours(entry_id: int) -> ResponseReturnValue:
    """Send one logged entry to its supervisor."""
    found = entry_for(current_person, entry_id) or abort(404)
    form = ConfirmForm()

    def submit() -> str:
        actions.submit_hours(found, actor=current_person, at=now())
        return found.session.supervisor.full_name

    def done(supervisor: str) -> Done:
        said = say("Sent. {name} decides next.", name=Own(supervisor))
        return Done(url_for(".entry", entry_id=entry_id), said)

    return attempt(form, submit, done=done, page=lambda: _entry_page(form, found))


@bp.post("/hours/submit-all")
@requires(Permission.LOG_HOURS)
def submit_all_hours() -> ResponseReturnValue:
    """Send everything that was logged and not sent yet."""
    form = ConfirmForm()

    def submit() -> int:
        unsent = queries.unsent_of(current_person)
        actions.submit_all_hours(unsent, actor=current_person, at=now())
        return len(unsent)

    def done(sent: int) -> Done:
        return Done(url_for(".my_hours"), wording.after_sending(sent))

    return attempt(form, submit, done=done, page=lambda: _log_page(form))


@bp.route("/hours/<int:entry_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_HOURS)
def withdraw_hours(entry_id: int) -> ResponseReturnValue:
    """Take an entry back, with a reason."""
    found = own_entry_for(current_person, entry_id) or abort(404)
    row = row_of(entry_id)
    if request.method == "GET" and not rules.can_follow(row.state, HoursAction.WITHDRAWN):
        return redirect(url_for(".entry", entry_id=entry_id))
    form = WithdrawHoursForm()

    def withdraw() -> None:
        actions.withdraw_hours(found, reason=form.reason.data, actor=current_person, at=now())

    def page() -> str:
        return render_template(
            "logbook/withdraw_hours.html",
            form=form,
            entry=row,
            terms=terms_of(found.enrolment.cohort.version),
        )

    return attempt(
        form,
        withdraw,
        done=lambda _withdrawn: Done(url_for(".entry", entry_id=entry_id), _WITHDRAWN),
        page=page,
    )


@bp.route("/hours/<int:entry_id>/correct", methods=["GET", "POST"])
@requires(Permission.LOG_HOURS)
def correct_hours(entry_id: int) -> ResponseReturnValue:
    """Tell a session again; the new entry needs a sign-off of its own."""
    found = own_entry_for(current_person, entry_id) or abort(404)
    row = row_of(entry_id)
    if request.method == "GET" and not rules.can_follow(row.state, HoursAction.CORRECTED):
        return redirect(url_for(".entry", entry_id=entry_id))
    choices = choices_for(found.enrolment)
    setting = setting_for(found.enrolment, today(), choices)
    form = session_form(
        CorrectHoursForm, setting, choices, filled=forms.filled_to_correct(facts_of(found))
    )

    def correct() -> HoursEntry:
        return actions.correct_hours(
            found,
            form.facts(),
            reason=form.reason.data,
            submit=_is_sent(),
            actor=current_person,
            at=now(),
            request_id=form.request_id.data,
        )

    def done(corrected: HoursEntry) -> Done:
        said = wording.after_correcting(corrected, is_sent=_is_sent())
        return Done(url_for(".entry", entry_id=corrected.id), said)

    def page() -> str:
        return render_template("logbook/correct_hours.html", form=form, entry=row)

    return attempt(form, correct, done=done, page=page)


def _log_page(form: ConfirmForm) -> str:
    """Show the log; `form` says what became of a button pressed on it."""
    enrolments = enrolments_of(current_person)
    ids = [enrolment.id for enrolment in enrolments]
    counts = queries.count_by_state(ids)
    state = _state_wanted()
    total = sum(counts.values())
    shown = counts.get(state, 0) if state else total
    pages = pages_of(shown, length=PAGE_LENGTH, asked=page_asked())
    return render_template(
        "logbook/my_hours.html",
        form=form,
        entries=queries.entries_of(
            ids, states=[state] if state else (), limit=pages.length, offset=pages.offset
        ),
        titles={e.cohort_id: terms_of(e.cohort.version).activity_titles for e in enrolments},
        counts=counts,
        total=total,
        state=state,
        pages=pages,
        is_enrolled=bool(enrolments),
    )


def _entry_page(form: ConfirmForm, found: HoursEntry) -> str:
    """Show an entry; `form` says what became of a button pressed on it."""
    shown = queries.page_of(found, current_person)
    return render_template(
        "logbook/entry.html",
        form=form,
        shown=shown,
        entry=shown.entry,
        terms=terms_of(found.enrolment.cohort.version),
        supersedes_id=found.supersedes_id,
    )


def _enrolment_wanted(enrolments: Sequence[Enrolment]) -> Enrolment | None:
    """Return the enrolment that the address names, else the likeliest; 404 for somebody else's."""
    if not is_asked("enrolment"):
        return queries.enrolment_to_log(enrolments, today())
    wanted = number_asked("enrolment")
    return next((each for each in enrolments if each.id == wanted), None) or abort(404)


def _nobody_signs_off(enrolment: Enrolment) -> tuple[Message, Message]:
    """Return what somebody is told whose cohort has no supervisor whom they could name."""
    leads = other_leads_of(enrolment.cohort, current_person)
    return wording.nobody_signs_off(enrolment.cohort.ends_on, today(), leads)


def _state_wanted() -> HoursState | None:
    wanted = word_asked("state")
    return HoursState(wanted) if wanted in set(HoursState) else None


def _is_sent() -> bool:
    """Tell whether the button pressed also sends the entry for sign-off."""
    return request.form.get("then") != "keep"
