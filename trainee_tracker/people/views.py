"""The pages of signing in, of one's own account, of people and of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from trainee_tracker import mail
from trainee_tracker.addresses import word_asked
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.form import OPEN_TOO_LONG
from trainee_tracker.people import actions, letters, queries, rules
from trainee_tracker.people import sign_in as browsers
from trainee_tracker.people.access import Permission, current_person, may, public, requires
from trainee_tracker.people.forms import (
    ROLE_TITLES,
    SIDE_TITLES,
    ChangePasswordForm,
    ConfirmForm,
    InvitePersonForm,
    SignInForm,
)
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.language import queries as languages
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.names.forms import WithdrawNameForm
from trainee_tracker.people.roles import queries as roles
from trainee_tracker.people.roles.actions import changes_of_this_act
from trainee_tracker.people.roles.rules import SIGNING_ROLES
from trainee_tracker.people.roles.views import commit_and_tell, lead_names
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import language_of_page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.models import Organisation, Person
    from trainee_tracker.people.rules import Role, Side

bp = Blueprint("people", __name__)

LETTERS_SHOWN = 30


@bp.app_template_filter("role_title")
def role_title(role: Role) -> str:
    """Return a role in the page's language."""
    return str(ROLE_TITLES[role])


@bp.app_template_filter("side_title")
def side_title(side: Side) -> str:
    """Return a side in the page's language."""
    return str(SIDE_TITLES[side])


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask who is there."""
    then = word_asked("then", longest=2_000)
    form, status = SignInForm(), 200
    if form.validate_on_submit():
        try:
            token = actions.sign_in(
                form.email.data,
                form.password.data,
                address=request.remote_addr,
                browser=browsers.browser_in_hand(),
                at=now(),
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            browsers.enter(token)
            return redirect(browsers.home_path(then))
    elif not form.is_submitted() and current_user.is_authenticated:
        return redirect(browsers.home_path(then))
    return render_template("people/sign_in.html", form=form), status


@bp.post("/sign-out")
@requires(Permission.BE_SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser."""
    if not ConfirmForm().validate_on_submit():
        flash(str(OPEN_TOO_LONG), "warning")
        return redirect(url_for(".account"))
    actions.sign_out(current_user.token, at=now())
    db.session.commit()
    browsers.forget()
    flash(_("You are signed out."))
    return redirect(url_for(".sign_in"))


@bp.post("/sign-out-everywhere")
@requires(Permission.BE_SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out in every browser."""
    if not ConfirmForm().validate_on_submit():
        flash(str(OPEN_TOO_LONG), "warning")
        return redirect(url_for(".account"))
    actions.sign_out_everywhere(current_person, at=now())
    db.session.commit()
    browsers.forget()
    flash(_("You are signed out on every phone and computer."))
    return redirect(url_for(".sign_in"))


@bp.get("/account")
@requires(Permission.BE_SIGNED_IN)
def account() -> ResponseReturnValue:
    """Show people what is known of them, who vouches for it, and where they are signed in."""
    stands = names.standing_name(current_person.id)
    return render_template(
        "people/account.html",
        person=current_person,
        stands=stands,
        voucher=names.voucher_of(stands),
        waiting=names.waiting_request(current_person.id),
        declined=names.declined_request(current_person.id),
        vouchers=names.vouchers_for(current_person),
        withdraw_form=WithdrawNameForm(),
        waiting_roles={each.grant_id: each for each in roles.own_waiting(current_person)},
        sign_ins=queries.sign_ins_of(current_person, at=now()),
        here=current_user.sign_in_id,
        has_languages=len(languages.languages_here()) > 1,
        language_name=language_of_page().own_name,
    )


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.BE_SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Let people replace a password that they know."""
    form, status = ChangePasswordForm(), 200
    if form.validate_on_submit():
        try:
            actions.change_password(
                current_person,
                form.current_password.data,
                form.password.data,
                address=request.remote_addr,
                at=now(),
            )
        except actions.UnsuitablePassword as refusal:
            db.session.rollback()
            form.password.errors = [str(refusal)]
        except Refused as refusal:
            db.session.rollback()
            form.current_password.errors = [str(refusal)]
            status = refusal.status_code
        else:
            browsers.enter(_new_token(current_person))
            flash(_("Your password is changed. Every other phone and computer is signed out."))
            return redirect(url_for(".account"))
    return render_template("people/change_password.html", form=form, person=current_person), status


def _new_token(person: Person) -> str:
    return browsers.begin(person, browser=browsers.browser_in_hand(), at=now())


@bp.get("/people")
@requires(Permission.INVITE_PEOPLE)
def people() -> ResponseReturnValue:
    """List who is known at the organisations of the person asking."""
    organisations = queries.organisations_led_by(current_person)
    return render_template(
        "people/people.html",
        people=queries.people_for(current_person, at=now()),
        waiting=roles.waiting_at([each.id for each in organisations]),
        may_see_changes=may(current_person, Permission.VIEW_ROLE_CHANGES),
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.INVITE_PEOPLE)
def invite_person() -> ResponseReturnValue:
    """Invite somebody to a role, or give the role to somebody already known."""
    organisations = {each.id: each for each in queries.organisations_led_by(current_person)}
    form, status = _invitation_form(list(organisations.values())), 200
    if form.validate_on_submit():
        organisation = organisations[form.organisation.data]
        try:
            if form.role.data in SIGNING_ROLES:
                _confirm(form)
            person, token = invitations.invite_person(
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
                told = role_title(form.role.data), organisation.name
                path = url_for(".sign_in")
                _send(
                    letters.new_role(person, *told, sender=current_person, path=path, begins=begins)
                )
            else:
                _send_invitation(person, token, begins=begins)
            return redirect(url_for(".people"))
    page = render_template("people/invite_person.html", form=form, signing_roles=SIGNING_ROLES)
    return page, status


def _confirm(form: InvitePersonForm) -> None:
    """Make sure that it is the person themselves who gives a role by which somebody signs."""
    actions.confirm_password(
        current_person, form.password.data, address=request.remote_addr, at=now()
    )


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
        return redirect(url_for(".people"))
    person = queries.person_for(current_person, person_id) or abort(404)
    _send_invitation(person, invitations.invite(person, actor=current_person, at=now()))
    return redirect(url_for(".people"))


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
        now() + rules.INVITATION_VALIDITY,
    )
    _send(letters.invitation(person, sender=current_person, path=path, until=until, begins=begins))


def _send(letter: letters.Letter) -> None:
    """Commit what the letter tells of, then send it and say what came of it.

    Whoever else is told of a signing role gets a letter too; this one goes to its holder.
    """
    commit_and_tell({change.grant.person_id for change in changes_of_this_act()})
    try:
        mail.send(letter.email, letter.name, letter.subject, letter.text)
    except mail.MailNotSent:
        flash(letter.if_not_sent, "warning")
    else:
        flash(letter.if_sent)


@bp.get("/outbox")
@public
def outbox() -> ResponseReturnValue:
    """Show the letters that the demonstration would have sent; there is no such page elsewhere."""
    if current_app.config["PROFILE"] != "demo":
        abort(404)
    return render_template("people/outbox.html", letters=mail.newest(LETTERS_SHOWN))
