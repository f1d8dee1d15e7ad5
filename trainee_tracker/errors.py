"""The pages that show refusals and faults, and the one of a database that did not do its part."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from flask import current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from trainee_tracker.extensions import db, is_reading
from trainee_tracker.reach import Trouble, trouble
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import language_of_page, speak
from trainee_tracker.typed import Typed, what_was_typed

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.typing import ResponseReturnValue


_TITLES = {
    400: (_l("That could not be read"), _l("Go back, check what you entered and try again.")),
    403: (
        _l("This page is not for your role"),
        _l(
            "Roles are given by a training lead or an administrator, on the page “People”. If you"
            " only want to read something here, ask one of them to show you."
        ),
    ),
    404: (
        _l("We cannot find that page"),
        _l(
            "It may have moved, or it may belong to somebody else. Start again from your home page."
        ),
    ),
    405: (_l("That cannot be done here"), _l("Start again from your home page.")),
    409: (_l("That could not be done"), _l("Nothing was changed. Go back and look again.")),
    413: (
        _l("That is too much at once"),
        _l("Go back to the page before; it has what you entered."),
    ),
    415: (_l("That could not be read"), _l("Start again from your home page.")),
    429: (_l("Please wait a moment"), _l("Then try again. Nothing was lost.")),
    500: (
        _l("Something went wrong on our side"),
        _l("Nothing was changed. Please try again; if it happens again, tell your administrator."),
    ),
}


_KEPT = _l("Nothing was changed, and nothing you entered is lost: this page keeps it.")

_NOT_SAVED = {
    Trouble.BUSY: (
        _l("Somebody else was saving just now. This waited its turn for as long as it could."),
        _l("Nothing was changed yet: press the button."),
    ),
    Trouble.BROKEN: (
        _l("The site cannot save anything at the moment. Nothing you did has caused this."),
        _l(
            "Nothing was changed yet. Wait some minutes, then press the button. If this page comes"
            " again, tell your administrator that the database needs mending."
        ),
    ),
}
_NOT_SHOWN = {
    Trouble.BUSY: (
        _l("Too many people are asking at once."),
        _l("Nothing is lost. Wait a moment, then try again."),
    ),
    Trouble.BROKEN: (
        _l("The site cannot reach its records at the moment. Nothing you did has caused this."),
        _l(
            "Nothing is lost. Wait some minutes, then try again. If this page comes again, tell"
            " your administrator that the database needs mending."
        ),
    ),
}

TRY_AGAIN_SECONDS: Final = {Trouble.BUSY: 5, Trouble.BROKEN: 120}
"""After how many seconds a program may ask again."""


def register(app: Flask) -> None:
    """Give `app` a readable page for every refusal and fault."""

    def page(
        status: int, message: str | None = None, typed: Typed | None = None
    ) -> tuple[str, int]:
        title, next_step = _TITLES.get(status, _TITLES[400 if status < 500 else 500])
        body = render_template(
            "errors/refusal.html",
            title=title,
            message=message or "",
            next_step=_KEPT if typed is not None else next_step,
            typed=typed,
            address=request.full_path.removesuffix("?"),
        )
        return body, status

    @app.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        try:
            db.session.rollback()
        except Exception as further:  # A wrong password is counted after the transaction.
            return fault(further)
        # What was refused only as it was saved has no form any more to be shown in.
        typed = what_was_typed() if request.method == "POST" else None
        message = speak(error.message)
        return page(error.status_code, message, typed if typed and typed.is_any else None)

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
    def fault(error: Exception) -> ResponseReturnValue:
        why = trouble(error, is_reading=is_reading.get())
        if why is not None:
            app.logger.exception("The database was out of reach or did not take a write.")
            return out_of_reach(why)
        db.session.rollback()
        app.logger.exception("A page failed.")
        if app.testing:
            raise error
        return page(500)


def out_of_reach(why: Trouble) -> Response:
    """Return the page that says so, keeps what was typed, and asks the database for nothing."""
    with suppress(Exception):
        db.session.rollback()
    is_sent = request.method == "POST"
    message, next_step = (_NOT_SAVED if is_sent else _NOT_SHOWN)[why]
    # Without the processors of Flask: they would look for the person who asks.
    body = current_app.jinja_env.get_template("errors/out_of_reach.html").render(
        title=_l("Not saved yet") if is_sent else _l("This page cannot be shown just now"),
        message=message,
        next_step=next_step,
        typed=what_was_typed() if is_sent else None,
        address=request.full_path.removesuffix("?"),
        language=language_of_page().tag,
        text_direction=language_of_page().direction,
    )
    response = make_response(body, 503)
    response.headers["Retry-After"] = str(TRY_AGAIN_SECONDS[why])
    return response
