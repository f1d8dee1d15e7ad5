"""The page that everybody begins with."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from trainee_tracker.clock import now, today
from trainee_tracker.home.queries import sections_for
from trainee_tracker.people.access import Permission, current_person, requires

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(Permission.BE_SIGNED_IN)
def home() -> ResponseReturnValue:
    """Show what needs this person now, for each of the roles they hold."""
    sections = sections_for(current_person, today(), at=now())
    return render_template("home/home.html", sections=sections)
