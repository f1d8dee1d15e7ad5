"""The pages of one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.account import actions
from trainee_tracker.people.account.forms import ChangePasswordForm
from trainee_tracker.people.language import queries as languages
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.names.forms import WithdrawNameForm
from trainee_tracker.people.passwords.actions import UnsuitablePassword
from trainee_tracker.people.roles import queries as roles
from trainee_tracker.people.sign_in import browsers
from trainee_tracker.people.sign_in.queries import sign_ins_of
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import language_of_page, speak

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.models import Person

bp = Blueprint("account", __name__)


@bp.get("/account")
@requires(Permission.BE_SIGNED_IN)
def account() -> ResponseReturnValue:
    """Show people what is known of them, who vouches for it, and where they are signed in."""
    stands = names.standing_name(current_person.id)
    return render_template(
        "people/account/account.html",
        person=current_person,
        stands=stands,
        voucher=names.voucher_of(stands),
        waiting=names.waiting_request(current_person.id),
        declined=names.declined_request(current_person.id),
        vouchers=names.vouchers_for(current_person),
        withdraw_form=WithdrawNameForm(),
        waiting_roles={each.grant_id: each for each in roles.own_waiting(current_person)},
        sign_ins=sign_ins_of(current_person, at=now()),
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
        except UnsuitablePassword as refusal:
            db.session.rollback()
            form.password.errors = [speak(refusal.message)]
        except Refused as refusal:
            db.session.rollback()
            form.current_password.errors = [speak(refusal.message)]
            status = refusal.status_code
        else:
            browsers.enter(_new_token(current_person))
            flash(_("Your password is changed. Every other phone and computer is signed out."))
            return redirect(url_for(".account"))
    return render_template(
        "people/account/change_password.html", form=form, person=current_person
    ), status


def _new_token(person: Person) -> str:
    return browsers.begin(person, browser=browsers.browser_in_hand(), at=now())
