"""The page of people, and what roles and sides are called on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from trainee_tracker.clock import now
from trainee_tracker.people import known_people
from trainee_tracker.people.access import Permission, current_person, may, requires
from trainee_tracker.people.organisations.queries import organisations_led_by
from trainee_tracker.people.roles import queries as roles
from trainee_tracker.people.wording import ROLE_TITLES, SIDE_TITLES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.messages import Message
    from trainee_tracker.people.rules import Role, Side

bp = Blueprint("people", __name__)


@bp.app_template_filter("role_title")
def role_title(role: Role) -> Message:
    """Return what a role is called."""
    return ROLE_TITLES[role]


@bp.app_template_filter("side_title")
def side_title(side: Side) -> Message:
    """Return what a side is called."""
    return SIDE_TITLES[side]


@bp.get("/people")
@requires(Permission.INVITE_PEOPLE)
def people() -> ResponseReturnValue:
    """List who is known at the organisations of the person asking."""
    organisations = organisations_led_by(current_person)
    return render_template(
        "people/people.html",
        people=known_people.people_for(current_person, at=now()),
        waiting=roles.waiting_at([each.id for each in organisations]),
        may_see_changes=may(current_person, Permission.VIEW_ROLE_CHANGES),
    )
