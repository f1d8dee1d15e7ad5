"""Nothing is written for a request that did not come from a form of ours.

The check by Flask-WTF of every request is off, because it throws away what somebody typed when
their session ended meanwhile; each form checks its own token instead and is shown again. This file
makes sure that no page can forget to: without a valid token, a request cannot commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, has_request_context, request
from flask_wtf.csrf import CSRFError
from sqlalchemy import event
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from flask import Flask

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Leave the check of tokens to the forms of `app`, and hold every commit to it."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False


@event.listens_for(Session, "before_commit")
def refuse_forged_commit(session: Session) -> None:
    """Stop a commit whose request carried no valid token; raises CSRFError."""
    if not has_request_context() or request.method in SAFE_METHODS:
        return
    if not g.get("csrf_valid"):
        raise CSRFError("The CSRF token is missing or invalid.")
