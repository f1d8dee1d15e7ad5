"""The pages of signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from trainee_tracker.acting.attempts import Done, attempt, press
from trainee_tracker.addresses import word_asked
from trainee_tracker.clock import now
from trainee_tracker.form import ConfirmForm
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, public, requires
from trainee_tracker.people.sign_in import actions, browsers
from trainee_tracker.people.sign_in.forms import SignInForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_SIGNED_OUT: Final = say("You are signed out on every phone and computer.")

LONGEST_ADDRESS: Final = 2_000
"""The most characters of the page that somebody is led back to."""

bp = Blueprint("sign_in", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask who is there."""
    then = word_asked("then", longest=LONGEST_ADDRESS)
    form = SignInForm()
    if not form.is_submitted() and current_user.is_authenticated:
        return redirect(browsers.home_path(then))

    def prove() -> str:
        token = actions.sign_in(
            form.email.data,
            form.password.data,
            address=request.remote_addr,
            browser=browsers.browser_in_hand(),
            at=now(),
        )
        browsers.leave(at=now())
        return token

    return attempt(
        form,
        prove,
        done=lambda token: Done(browsers.home_path(then), after=lambda: browsers.remember(token)),
        page=lambda: render_template("people/sign_in/sign_in.html", form=form),
    )


@bp.post("/sign-out")
@requires(Permission.BE_SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser."""
    return press(
        ConfirmForm(),
        lambda: actions.sign_out(current_user.token, at=now()),
        done=lambda _left: Done(
            url_for(".sign_in"), say("You are signed out."), after=browsers.forget
        ),
        on="account.account",
    )


@bp.post("/sign-out-everywhere")
@requires(Permission.BE_SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out in every browser."""
    return press(
        ConfirmForm(),
        lambda: actions.sign_out_everywhere(current_person, at=now()),
        done=lambda _left: Done(url_for(".sign_in"), _SIGNED_OUT, after=browsers.forget),
        on="account.account",
    )
