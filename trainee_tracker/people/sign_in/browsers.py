"""How a browser shows who uses it: its cookie holds a random token, and the row of that token says
for whom and until when. Ending the row ends the sign-in, wherever the cookie has been copied to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, session
from flask_login import UserMixin, current_user, login_user, logout_user

from trainee_tracker import clock
from trainee_tracker.extensions import db, login_manager
from trainee_tracker.people.passwords.actions import confirm_password
from trainee_tracker.people.sign_in import actions, queries, rules
from trainee_tracker.people.sign_in.models import SignIn

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from trainee_tracker.people.models import Person


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login ships no types
    """One signed-in browser, as flask-login sees it: `person` is who uses it."""

    def __init__(self, token: str, sign_in: SignIn) -> None:
        self.token = token
        self.sign_in_id = sign_in.id
        self.person = sign_in.person

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self.token


def register(app: Flask) -> None:
    """Let `app` know who asks for a page."""
    login_manager.init_app(app)
    # The row of the token decides; a fingerprint of the browser would only turn phones away.
    login_manager.session_protection = None
    login_manager.user_loader(_signed_in)


def _signed_in(token: str) -> SignedIn | None:
    found = queries.sign_in_by_token(token, at=clock.now())
    return SignedIn(token, found) if found else None


def begin(person: Person, *, browser: str = "", at: datetime) -> str:
    """Return the token of a new signed-in browser of `person`, for its cookie."""
    return actions.begin_sign_in(person, browser=browser, at=at)


def browser_in_hand() -> str:
    """Return how the person who asks knows their browser again."""
    return rules.browser_name(request.user_agent.string)


def leave(*, at: datetime) -> None:
    """End the sign-in of whoever was signed in in this browser before, if anybody was."""
    previous = token_in_hand()
    if previous is not None:
        actions.sign_out(previous, at=at)


def remember(token: str) -> None:
    """Give this browser the cookie of a sign-in already committed, and nothing from before it."""
    session.clear()
    session.permanent = True
    found = _signed_in(token)
    if found is None:
        raise RuntimeError("A sign-in was not committed before its cookie was made.")
    login_user(found)


def token_in_hand() -> str | None:
    """Return the token of the browser that asks, if somebody is signed in there."""
    return str(current_user.token) if current_user.is_authenticated else None


def is_just_proven(*, at: datetime) -> bool:
    """Tell whether the password was given in this browser a moment ago, for another correction."""
    found = db.session.get_one(SignIn, current_user.sign_in_id)
    return rules.is_just_proven(found.proven_at, at)


def prove_again(password: str, *, at: datetime) -> None:
    """Make sure that it is the person signed in who acts, also for the next minutes.

    Raises WrongPassword or TooSoon as `confirm_password` does.
    """
    confirm_password(current_user.person, password, address=request.remote_addr, at=at)
    db.session.get_one(SignIn, current_user.sign_in_id).proven_at = at


def forget() -> None:
    """Take the cookie's content from this browser."""
    logout_user()
    session.clear()


def home_path(then: str | None) -> str:
    """Return where to go after signing in: the page asked for, if it is ours, else home."""
    return rules.local_path(then) or "/"
