"""The pages of one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.account import actions
from trainee_tracker.people.account.forms import ChangePasswordForm
from trainee_tracker.people.language import requests as languages
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.roles import queries as roles
from trainee_tracker.people.sign_in import browsers
from trainee_tracker.people.sign_in.queries import sign_ins_of
from trainee_tracker.spoken import language_of_page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_CHANGED: Final = say("Your password is changed. Every other phone and computer is signed out.")

bp = Blueprint("account", __name__)


@bp.get("/account")
@requires(Permission.BE_SIGNED_IN)
def account() -> ResponseReturnValue:
    """Show people what is known of them, who vouches for it, and where they are signed in."""
    stands = names.name_in_force(current_person.id)
    _one, *other_languages = languages.languages_here()
    return render_template(
        "people/account/account.html",
        person=current_person,
        stands=stands,
        voucher=names.voucher_of(stands),
        waiting=names.waiting_request(current_person.id),
        declined=names.declined_request(current_person.id),
        vouchers=names.vouchers_for(current_person),
        no_role=roles.without_a_role(current_person),
        waiting_roles={each.grant_id: each for each in roles.own_waiting(current_person)},
        sign_ins=sign_ins_of(current_person, at=now()),
        here=current_user.sign_in_id,
        has_languages=bool(other_languages),
        language_name=language_of_page().own_name,
    )


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.BE_SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Let people replace a password that they know."""
    form = ChangePasswordForm()

    def change() -> str:
        actions.change_password(
            current_person,
            form.password.data,
            form.new_password.data,
            address=request.remote_addr,
            at=now(),
        )
        return browsers.begin(current_person, browser=browsers.browser_in_hand(), at=now())

    return attempt(
        form,
        change,
        done=lambda token: Done(
            url_for(".account"), _CHANGED, after=lambda: browsers.remember(token)
        ),
        page=lambda: render_template(
            "people/account/change_password.html", form=form, person=current_person
        ),
    )
