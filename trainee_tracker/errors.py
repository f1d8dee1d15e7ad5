"""The pages that show refusals and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask import Flask


_TITLES = {
    400: (_l("That could not be read"), _l("Go back, check what you entered and try again.")),
    403: (
        _l("This page is not for your role"),
        _l("If you need it, ask your training lead or administrator to give you the role."),
    ),
    404: (
        _l("We cannot find that page"),
        _l(
            "It may have moved, or it may belong to somebody else. Start again from your home page."
        ),
    ),
    405: (_l("That cannot be done here"), _l("Start again from your home page.")),
    409: (_l("That could not be done"), _l("Nothing was changed. Go back and look again.")),
    413: (_l("That file is too large"), _l("Choose a file smaller than 5 MB.")),
    429: (_l("Please wait a moment"), _l("Then try again. Nothing was lost.")),
    500: (
        _l("Something went wrong on our side"),
        _l("Nothing was changed. Please try again; if it happens again, tell your administrator."),
    ),
}


def register(app: Flask) -> None:
    """Give `app` a readable page for every refusal and fault."""

    def page(status: int, message: str | None = None) -> tuple[str, int]:
        title, next_step = _TITLES.get(status, _TITLES[400 if status < 500 else 500])
        body = render_template(
            "errors/refusal.html", title=title, message=message or "", next_step=next_step
        )
        return body, status

    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[str, int]:
        from trainee_tracker.extensions import db

        db.session.rollback()
        return page(error.status_code, str(error))

    @app.errorhandler(CSRFError)
    def expired(error: CSRFError) -> tuple[str, int]:
        return page(
            400,
            str(
                _l("This page had been open too long. Go back, reload the page and send it again.")
            ),
        )

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        return page(error.code or 500)

    @app.errorhandler(Exception)
    def fault(error: Exception) -> tuple[str, int]:
        from trainee_tracker.extensions import db

        db.session.rollback()
        app.logger.exception("A page failed.")
        if app.testing:
            raise error
        return page(500)
