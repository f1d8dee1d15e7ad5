"""The pages of ending a role, of accepting a governance lead, and of what happened to roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import page_asked
from trainee_tracker.clock import now
from trainee_tracker.messages import Own, say
from trainee_tracker.paging import pages_of
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.oneself import by_password
from trainee_tracker.people.posting import post_all
from trainee_tracker.people.roles import actions, letters, oversight, queries
from trainee_tracker.people.roles.forms import AcceptRoleForm, DeclineRoleForm, EndRoleForm
from trainee_tracker.people.roles.rules import RoleAct, one_of
from trainee_tracker.people.rules import Role
from trainee_tracker.people.wording import ROLE_TITLES
from trainee_tracker.spoken import speaker

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from trainee_tracker.people.models import Person
    from trainee_tracker.people.roles.rules import Lead

bp = Blueprint("roles", __name__)

A_PAGE = 50
"""How many changes of roles one page shows."""


@bp.app_template_filter("lead_names")
def lead_names(leads: Iterable[Lead]) -> Markup:
    """Join the names of leads with “or”, as the page's language does: A, B or C."""
    return speaker().html(one_of(lead.name for lead in leads))


def paths() -> letters.Paths:
    """Return where letters about roles lead."""
    return letters.Paths(url_for("sign_in.sign_in"), url_for("roles.role_changes"))


def tell(sender: Person, told_already: Collection[int] = ()) -> None:
    """Post the letters to those who are told of what this act did to a signing role."""
    written = letters.about(
        actions.changes_of_this_act(),
        sender=sender,
        paths=paths(),
        told_already=told_already,
    )
    post_all(written, sender=sender, at=now())


@bp.get("/people/roles")
@requires(Permission.VIEW_ROLE_CHANGES)
def role_changes() -> ResponseReturnValue:
    """Show who was given or lost a signing role, by whom and when, the newest first."""
    count = oversight.count_role_changes(current_person)
    pages = pages_of(count, length=A_PAGE, asked=page_asked())
    return render_template(
        "people/roles/role_changes.html",
        to_accept=queries.roles_to_accept(current_person),
        changes=oversight.role_changes(current_person, limit=pages.length, offset=pages.offset),
        acts=RoleAct,
        pages=pages,
    )


@bp.route("/people/roles/<int:grant_id>/end", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def end_role(grant_id: int) -> ResponseReturnValue:
    """End a role after asking once more, with the password."""
    grant = queries.grant_endable_by(current_person, grant_id) or abort(404)
    form = EndRoleForm()

    def end() -> None:
        actions.end_role(grant, actor=current_person, at=now())
        tell(current_person)

    def done(_ended: None) -> Done:
        ended = say(
            "{name} no longer has the role: {role}.",
            name=Own(grant.person.full_name),
            role=ROLE_TITLES[grant.role],
        )
        return Done(url_for("people.people"), ended)

    def page() -> str:
        left = queries.leads_left_without(grant) if grant.role is Role.GOVERNANCE_LEAD else None
        return render_template(
            "people/roles/end_role.html", form=form, grant=grant, leads_left=left
        )

    return attempt(form, end, done=done, page=page, confirm=by_password(form))


@bp.route("/people/roles/<int:grant_id>/accept", methods=["GET", "POST"])
@requires(Permission.ACCEPT_ROLES)
def accept_role(grant_id: int) -> ResponseReturnValue:
    """Let a governance lead accept one of the other side, who takes office then."""
    grant = queries.grant_answerable_by(current_person, grant_id) or abort(404)
    form = AcceptRoleForm()

    def accept() -> None:
        actions.accept_role(
            grant, actor=current_person, at=now(), request_id=str(form.request_id.data)
        )
        tell(current_person)

    def done(_accepted: None) -> Done:
        in_office = say(
            "{name} is in office as governance lead, and can sign from now on.",
            name=Own(grant.person.full_name),
        )
        return Done(url_for("home.home"), in_office)

    def page() -> str:
        waiting = queries.waiting_for(grant)
        return render_template(
            "people/roles/accept_role.html", form=form, grant=grant, waiting=waiting
        )

    return attempt(form, accept, done=done, page=page, confirm=by_password(form))


@bp.route("/people/roles/<int:grant_id>/decline", methods=["GET", "POST"])
@requires(Permission.ACCEPT_ROLES)
def decline_role(grant_id: int) -> ResponseReturnValue:
    """Let a governance lead decline one of the other side, with a reason; the role ends then."""
    grant = queries.grant_answerable_by(current_person, grant_id) or abort(404)
    form = DeclineRoleForm()

    def decline() -> None:
        actions.decline_role(grant, reason=form.reason.data, actor=current_person, at=now())
        tell(current_person)

    def done(_declined: None) -> Done:
        declined = say(
            "You declined. The role of {name} has ended.", name=Own(grant.person.full_name)
        )
        return Done(url_for("home.home"), declined)

    def page() -> str:
        waiting = queries.waiting_for(grant)
        return render_template(
            "people/roles/decline_role.html", form=form, grant=grant, waiting=waiting
        )

    return attempt(form, decline, done=done, page=page, confirm=by_password(form))
