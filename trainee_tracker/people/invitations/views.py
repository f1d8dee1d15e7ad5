"""The pages of inviting people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt, press
from trainee_tracker.clock import civil_date, now
from trainee_tracker.form import ConfirmForm
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.people import queries
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.invitations import actions, letters
from trainee_tracker.people.invitations.forms import InvitePersonForm
from trainee_tracker.people.invitations.rules import INVITATION_VALIDITY
from trainee_tracker.people.invitations.sending import post_link
from trainee_tracker.people.oneself import by_password
from trainee_tracker.people.organisations.queries import organisations_led_by
from trainee_tracker.people.posting import post
from trainee_tracker.people.roles.actions import changes_of_this_act, how_it_begins
from trainee_tracker.people.roles.rules import SIGNING_ROLES, is_given_with_password
from trainee_tracker.people.roles.views import tell
from trainee_tracker.people.wording import ROLE_TITLES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.models import Organisation, Person

bp = Blueprint("invitations", __name__)


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def invite_person() -> ResponseReturnValue:
    """Invite somebody to a role, or give the role to somebody already known."""
    organisations = {each.id: each for each in organisations_led_by(current_person)}
    form = _invitation_form(list(organisations.values()))

    def invite() -> tuple[Message, ...]:
        organisation = organisations[form.organisation.data]
        person, token = actions.invite_person(
            form.full_name.data,
            form.email.data,
            form.role.data,
            organisation,
            actor=current_person,
            at=now(),
        )
        begins = how_it_begins(person)
        if token is not None:
            return _invited(person, token, waits=bool(begins)), *begins
        path = url_for("sign_in.sign_in")
        letter = letters.new_role(person, sender=current_person, path=path, waits=bool(begins))
        post(letter, sender=current_person, at=now())
        _tell_others()
        told = say(
            "{name} can sign in already, and was given one more role: {role}, {organisation}."
            " We wrote to tell them.",
            name=Own(person.full_name),
            role=ROLE_TITLES[form.role.data],
            organisation=Own(organisation.name),
        )
        return told, *begins

    def done(said: tuple[Message, ...]) -> Done:
        return Done(url_for("people.people"), *said)

    def page() -> str:
        return render_template(
            "people/invitations/invite_person.html", form=form, signing_roles=SIGNING_ROLES
        )

    confirm = by_password(form) if is_given_with_password(form.role.data) else None
    return attempt(form, invite, done=done, page=page, confirm=confirm)


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
    person = queries.person_for(current_person, person_id) or abort(404)

    def invite() -> Message:
        return _invited(person, actions.invite(person, actor=current_person, at=now()))

    def done(said: Message) -> Done:
        return Done(url_for("people.people"), said)

    return press(ConfirmForm(), invite, done=done, on="people.people")


def _invited(person: Person, token: str, *, waits: bool = False) -> Message:
    """Post the letter with the link by which somebody joins, and say so.

    `waits` tells that the other side has to accept their role before it begins.
    """
    path, until = url_for("arrivals.accept_invitation", token=token), now() + INVITATION_VALIDITY
    letter = letters.invitation(person, sender=current_person, path=path, until=until, waits=waits)
    post_link(letter, token, sender=current_person, at=now())
    _tell_others()
    return say(
        "A link is on its way to {name}. It works once, until {until}.",
        name=Own(person.full_name),
        until=civil_date(until),
    )


def _tell_others() -> None:
    """Post the letters to whoever else is told of a signing role; its holder has one already."""
    tell(current_person, {change.grant.person_id for change in changes_of_this_act()})
