"""The pages of signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from trainee_tracker.addresses import word_asked
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.form import OPEN_TOO_LONG, ConfirmForm
from trainee_tracker.people.access import Permission, current_person, public, requires
from trainee_tracker.people.sign_in import actions, browsers
from trainee_tracker.people.sign_in.forms import SignInForm
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


bp = Blueprint("sign_in", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask who is there."""
    then = word_asked("then", longest=2_000)
    form, status = SignInForm(), 200
    if form.validate_on_submit():
        try:
            token = actions.sign_in(
                form.email.data,
                form.password.data,
                address=request.remote_addr,
                browser=browsers.browser_in_hand(),
                at=now(),
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            browsers.enter(token)
            return redirect(browsers.home_path(then))
    elif not form.is_submitted() and current_user.is_authenticated:
        return redirect(browsers.home_path(then))
    return render_template("people/sign_in/sign_in.html", form=form), status


@bp.post("/sign-out")
@requires(Permission.BE_SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser."""
    if not ConfirmForm().validate_on_submit():
        flash(str(OPEN_TOO_LONG), "warning")
        return redirect(url_for("account.account"))
    actions.sign_out(current_user.token, at=now())
    db.session.commit()
    browsers.forget()
    flash(_("You are signed out."))
    return redirect(url_for(".sign_in"))


@bp.post("/sign-out-everywhere")
@requires(Permission.BE_SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out in every browser."""
    if not ConfirmForm().validate_on_submit():
        flash(str(OPEN_TOO_LONG), "warning")
        return redirect(url_for("account.account"))
    actions.sign_out_everywhere(current_person, at=now())
    db.session.commit()
    browsers.forget()
    flash(_("You are signed out on every phone and computer."))
    return redirect(url_for(".sign_in"))
