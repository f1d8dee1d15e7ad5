"""The page of the letters that the demonstration would have sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, render_template

from trainee_tracker import mail
from trainee_tracker.people.access import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


bp = Blueprint("outbox", __name__)

LETTERS_SHOWN = 30


@bp.get("/outbox")
@public
def outbox() -> ResponseReturnValue:
    """Show the letters that the demonstration would have sent; there is no such page elsewhere."""
    if current_app.config["PROFILE"] != "demo":
        abort(404)
    return render_template("outbox/outbox.html", letters=mail.newest(LETTERS_SHOWN))
