"""The pages of inviting people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.form import OPEN_TOO_LONG, ConfirmForm
from trainee_tracker.people import queries
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.invitations import actions, letters
from trainee_tracker.people.invitations.forms import InvitePersonForm
from trainee_tracker.people.invitations.rules import INVITATION_VALIDITY
from trainee_tracker.people.invitations.sending import post_link
from trainee_tracker.people.organisations.queries import organisations_led_by
from trainee_tracker.people.passwords.actions import confirm_password
from trainee_tracker.people.posting import post
from trainee_tracker.people.roles import queries as roles
from trainee_tracker.people.roles.actions import changes_of_this_act
from trainee_tracker.people.roles.rules import SIGNING_ROLES
from trainee_tracker.people.roles.views import commit_and_tell, lead_names
from trainee_tracker.people.wording import ROLE_TITLES
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.letters import Letter
    from trainee_tracker.people.models import Organisation, Person

bp = Blueprint("invitations", __name__)


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def invite_person() -> ResponseReturnValue:
    """Invite somebody to a role, or give the role to somebody already known."""
    organisations = {each.id: each for each in organisations_led_by(current_person)}
    form, status = _invitation_form(list(organisations.values())), 200
    if form.validate_on_submit():
        organisation = organisations[form.organisation.data]
        try:
            if form.role.data in SIGNING_ROLES:
                _confirm(form)
            person, token = actions.invite_person(
                form.full_name.data,
                form.email.data,
                form.role.data,
                organisation,
                actor=current_person,
                at=now(),
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            begins = _begins(person)
            if token is None:
                told = speak(ROLE_TITLES[form.role.data]), organisation.name
                path = url_for("sign_in.sign_in")
                _send(
                    letters.new_role(person, *told, sender=current_person, path=path, begins=begins)
                )
            else:
                _send_invitation(person, token, begins=begins)
            return redirect(url_for("people.people"))
    page = render_template(
        "people/invitations/invite_person.html", form=form, signing_roles=SIGNING_ROLES
    )
    return page, status


def _confirm(form: InvitePersonForm) -> None:
    """Make sure that it is the person themselves who gives a role by which somebody signs."""
    confirm_password(current_person, form.password.data, address=request.remote_addr, at=now())


def _invitation_form(organisations: list[Organisation]) -> InvitePersonForm:
    form = InvitePersonForm()
    givable = frozenset().union(
        *(queries.givable_roles(current_person, each.id) for each in organisations)
    )
    form.role.choices = [(role, title) for role, title in ROLE_TITLES.items() if role in givable]
    form.organisation.choices = [(each.id, each.name) for each in organisations]
    if len(organisations) == 1 and not form.is_submitted():
        form.organisation.data = organisations[0].id
    return form


@bp.post("/people/<int:person_id>/invite-again")
@requires(Permission.INVITE_PEOPLE)
def invite_again(person_id: int) -> ResponseReturnValue:
    """Send somebody a new link to choose a password with."""
    if not ConfirmForm().validate_on_submit():
        flash(str(OPEN_TOO_LONG), "warning")
        return redirect(url_for("people.people"))
    person = queries.person_for(current_person, person_id) or abort(404)
    _send_invitation(person, actions.invite(person, actor=current_person, at=now()))
    return redirect(url_for("people.people"))


def _begins(person: Person) -> str:
    """Say who has to accept what this act gave to somebody, where it waits; else nothing."""
    for change in changes_of_this_act():
        if change.grant.person_id == person.id and change.grant.waits:
            accepters = roles.accepters_of(change.grant)
            if accepters:
                return str(
                    _(
                        "The role begins once %(names)s accepts it; it waits on their home page.",
                        names=lead_names(accepters),
                    )
                )
            return str(_("The role begins once the other side has a lead who can accept it."))
    return ""


def _send_invitation(person: Person, token: str, *, begins: str = "") -> None:
    path, until = (
        url_for("arrivals.accept_invitation", token=token),
        now() + INVITATION_VALIDITY,
    )
    letter = letters.invitation(
        person, sender=current_person, path=path, until=until, begins=begins
    )
    _send(letter, token)


def _send(letter: Letter, token: str = "") -> None:
    """Commit what the letter tells of and the letter with it, and say that it is on its way.

    Whoever else is told of a signing role gets a letter too; this one goes to its holder. `token` is
    that of the link in it, if it bears one.
    """
    if token:
        post_link(letter, token, sender=current_person, at=now())
    else:
        post(letter, sender=current_person, at=now())
    commit_and_tell(current_person, {change.grant.person_id for change in changes_of_this_act()})
    flash(letter.told)
