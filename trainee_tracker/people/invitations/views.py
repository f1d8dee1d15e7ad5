"""The pages of inviting people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext as _

from trainee_tracker.acting.attempts import Done, attempt, press
from trainee_tracker.clock import now
from trainee_tracker.form import ConfirmForm
from trainee_tracker.people import queries
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.invitations import actions, letters
from trainee_tracker.people.invitations.forms import InvitePersonForm
from trainee_tracker.people.invitations.rules import INVITATION_VALIDITY
from trainee_tracker.people.invitations.sending import post_link
from trainee_tracker.people.oneself import by_password
from trainee_tracker.people.organisations.queries import organisations_led_by
from trainee_tracker.people.posting import post
from trainee_tracker.people.roles import queries as roles
from trainee_tracker.people.roles.actions import changes_of_this_act
from trainee_tracker.people.roles.rules import SIGNING_ROLES
from trainee_tracker.people.roles.views import lead_names, tell
from trainee_tracker.people.wording import ROLE_TITLES
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
    form = _invitation_form(list(organisations.values()))

    def invite() -> Letter:
        organisation = organisations[form.organisation.data]
        person, token = actions.invite_person(
            form.full_name.data,
            form.email.data,
            form.role.data,
            organisation,
            actor=current_person,
            at=now(),
        )
        begins = _begins(person)
        if token is not None:
            return _posted(_invitation(person, token, begins=begins), token)
        told = speak(ROLE_TITLES[form.role.data]), organisation.name
        path = url_for("sign_in.sign_in")
        return _posted(
            letters.new_role(person, *told, sender=current_person, path=path, begins=begins)
        )

    def done(letter: Letter) -> Done:
        return Done(url_for("people.people"), letter.told)

    def page() -> str:
        return render_template(
            "people/invitations/invite_person.html", form=form, signing_roles=SIGNING_ROLES
        )

    # Only a role by which somebody signs is given with the password.
    confirm = by_password(form) if form.role.data in SIGNING_ROLES else None
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
    here = url_for("people.people")

    def invite() -> Letter:
        token = actions.invite(person, actor=current_person, at=now())
        return _posted(_invitation(person, token), token)

    return press(ConfirmForm(), invite, done=lambda letter: Done(here, letter.told), back=here)


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


def _invitation(person: Person, token: str, *, begins: str = "") -> Letter:
    """Return the letter with the link by which somebody joins."""
    path, until = (
        url_for("arrivals.accept_invitation", token=token),
        now() + INVITATION_VALIDITY,
    )
    return letters.invitation(person, sender=current_person, path=path, until=until, begins=begins)


def _posted(letter: Letter, token: str = "") -> Letter:
    """Post a letter with the act it tells of.

    Whoever else is told of a signing role gets a letter too; this one goes to its holder. `token` is
    that of the link in it, if it bears one.
    """
    if token:
        post_link(letter, token, sender=current_person, at=now())
    else:
        post(letter, sender=current_person, at=now())
    tell(current_person, {change.grant.person_id for change in changes_of_this_act()})
    return letter
