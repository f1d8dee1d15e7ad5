"""A trainee's pages: logging, the list, one entry, sending, withdrawing, correcting."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from trainee_tracker.addresses import is_asked, number_asked, page_asked, word_asked
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.queries import enrolments_of, members_of
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.filters import duration, longdate
from trainee_tracker.form import OPEN_TOO_LONG, ConfirmForm
from trainee_tracker.hours import actions, rules
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.queries import entry_for, own_entry_for, row_of
from trainee_tracker.hours.rows import facts_of
from trainee_tracker.hours.rules import FaultyFacts, HoursAction, HoursState
from trainee_tracker.hours.sessions.queries import choices_for, setting_for
from trainee_tracker.logbook import forms, queries
from trainee_tracker.logbook.forms import (
    CorrectHoursForm,
    LogSessionForm,
    WithdrawHoursForm,
    session_form,
)
from trainee_tracker.paging import pages_of
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Impossible, Refused

bp = Blueprint("logbook", __name__)

PAGE_LENGTH = 30


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
    if form.validate_on_submit():
        try:
            entry = actions.log_session(
                enrolment,
                form.facts(),
                with_others=form.with_others(),
                submit=_is_sent(),
                actor=current_person,
                at=now(),
                request_id=form.request_id.data,
            )
            db.session.commit()
            _say_logged(entry, others=len(form.with_others()))
            return redirect(url_for(".my_hours"))
        except Refused as refusal:
            _show_refusal(form, refusal)
    elif form.is_submitted():
        form.show_further_faults(setting)
    return render_template(
        "logbook/log_session.html",
        form=form,
        enrolment=enrolment,
        enrolments=enrolments,
        terms=setting.terms,
        last=row_of(last.id) if last else None,
        is_again=again is not None,
    )


@bp.get("/hours")
@requires(Permission.LOG_HOURS)
def my_hours() -> ResponseReturnValue:
    """List the trainee's own entries, newest first."""
    enrolments = enrolments_of(current_person)
    ids = [enrolment.id for enrolment in enrolments]
    counts = queries.count_by_state(ids)
    state = _state_wanted()
    total = sum(counts.values())
    shown = counts.get(state, 0) if state else total
    pages = pages_of(shown, length=PAGE_LENGTH, asked=page_asked())
    return render_template(
        "logbook/my_hours.html",
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


@bp.get("/hours/<int:entry_id>")
@requires(Permission.BE_SIGNED_IN)
def entry(entry_id: int) -> ResponseReturnValue:
    """Show one entry, everything that happened to it and what can happen next."""
    found = entry_for(current_person, entry_id) or abort(404)
    shown = queries.page_of(found, current_person)
    return render_template(
        "logbook/entry.html",
        shown=shown,
        entry=shown.entry,
        terms=terms_of(found.enrolment.cohort.version),
        supersedes_id=found.supersedes_id,
    )


@bp.post("/hours/<int:entry_id>/submit")
@requires(Permission.LOG_HOURS)
def submit_hours(entry_id: int) -> ResponseReturnValue:
    """Send one logged entry to its supervisor."""
    found = entry_for(current_person, entry_id) or abort(404)
    if not ConfirmForm().validate_on_submit():
        flash(str(OPEN_TOO_LONG), "warning")
        return redirect(url_for(".entry", entry_id=entry_id))
    try:
        actions.submit_hours(found, actor=current_person, at=now())
        db.session.commit()
        flash(_("Sent. %(name)s decides next.", name=found.session.supervisor.full_name))
    except Impossible as refusal:
        db.session.rollback()
        flash(str(refusal), "info")
    return redirect(url_for(".entry", entry_id=entry_id))


@bp.post("/hours/submit-all")
@requires(Permission.LOG_HOURS)
def submit_all_hours() -> ResponseReturnValue:
    """Send everything that was logged and not sent yet."""
    if not ConfirmForm().validate_on_submit():
        flash(str(OPEN_TOO_LONG), "warning")
        return redirect(url_for(".my_hours"))
    unsent = queries.unsent_of(current_person)
    actions.submit_all_hours(unsent, actor=current_person, at=now())
    db.session.commit()
    if unsent:
        flash(
            ngettext(
                "%(num)s session sent. You see here when it is signed off.",
                "%(num)s sessions sent. You see here when they are signed off.",
                len(unsent),
            )
        )
    else:
        flash(_("Everything has been sent already."), "info")
    return redirect(url_for(".my_hours"))


@bp.route("/hours/<int:entry_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_HOURS)
def withdraw_hours(entry_id: int) -> ResponseReturnValue:
    """Take an entry back, with a reason."""
    found = own_entry_for(current_person, entry_id) or abort(404)
    row = row_of(entry_id)
    if request.method == "GET" and not rules.can_follow(row.state, HoursAction.WITHDRAWN):
        return redirect(url_for(".entry", entry_id=entry_id))
    form = WithdrawHoursForm()
    if form.validate_on_submit():
        try:
            actions.withdraw_hours(found, reason=form.reason.data, actor=current_person, at=now())
            db.session.commit()
            flash(_("Withdrawn. It stays in your log and counts for nothing."))
            return redirect(url_for(".entry", entry_id=entry_id))
        except Refused as refusal:
            _show_refusal(form, refusal)
    return render_template(
        "logbook/withdraw_hours.html",
        form=form,
        entry=row,
        terms=terms_of(found.enrolment.cohort.version),
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
    if form.validate_on_submit():
        try:
            corrected = actions.correct_hours(
                found,
                form.facts(),
                reason=form.reason.data,
                submit=_is_sent(),
                actor=current_person,
                at=now(),
                request_id=form.request_id.data,
            )
            db.session.commit()
            _say_logged(corrected, others=0)
            return redirect(url_for(".entry", entry_id=corrected.id))
        except Refused as refusal:
            _show_refusal(form, refusal)
    elif form.is_submitted():
        form.show_further_faults(setting)
    return render_template("logbook/correct_hours.html", form=form, entry=row)


def _enrolment_wanted(enrolments: Sequence[Enrolment]) -> Enrolment | None:
    """Return the enrolment that the address names, else the likeliest; 404 for somebody else's."""
    if not is_asked("enrolment"):
        return queries.enrolment_to_log(enrolments, today())
    wanted = number_asked("enrolment")
    return next((each for each in enrolments if each.id == wanted), None) or abort(404)


def _state_wanted() -> HoursState | None:
    wanted = word_asked("state")
    return HoursState(wanted) if wanted in set(HoursState) else None


def _is_sent() -> bool:
    """Tell whether the button pressed also sends the entry for sign-off."""
    return request.form.get("then") != "keep"


def _show_refusal(form: LogSessionForm | WithdrawHoursForm, refusal: Refused) -> None:
    """Undo what was begun and put the refusal where the person reads it."""
    db.session.rollback()
    if isinstance(refusal, FaultyFacts) and isinstance(form, LogSessionForm):
        form.show_faults(refusal.faults)
    elif isinstance(refusal, FaultyFacts):
        form["reason"].errors = [refusal.faults["reason"]]
    else:
        form.refuse(refusal)


def _say_logged(entry: HoursEntry, *, others: int) -> None:
    """Say what was logged and what comes next."""
    session = entry.session
    said = _(
        "Logged: %(time)s on %(date)s.",
        time=duration(entry.minutes),
        date=longdate(session.held_on),
    )
    if session.case_code is not None:
        said += " " + _("The case code is %(code)s.", code=session.case_code.code)
    if _is_sent():
        name = session.supervisor.full_name
        said += " " + _("%(name)s decides next; you see the answer here.", name=name)
    else:
        said += " " + _("Send it for sign-off when you are ready.")
    if others:
        said += " " + ngettext(
            "%(num)s other trainee finds it in their log and sends it.",
            "%(num)s other trainees find it in their log and send it.",
            others,
        )
    flash(said)
