"""The page behind the link of an invitation: anybody who holds the link may look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.arrivals import actions, queries
from trainee_tracker.arrivals.forms import AcceptAsKnownForm, AcceptInvitationForm
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.form import ConfirmForm
from trainee_tracker.people.access import public
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.invitations.queries import (
    LinkState,
    invitation_by_token,
    invitation_state,
)
from trainee_tracker.people.names.rules import is_another_registration
from trainee_tracker.people.passwords.actions import UnsuitablePassword
from trainee_tracker.people.roles.views import commit_and_tell
from trainee_tracker.people.sign_in import browsers
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.invitations.models import Invitation
    from trainee_tracker.people.models import Person

bp = Blueprint("arrivals", __name__)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Let somebody who was invited accept; looking at the page uses nothing up."""
    invitation = invitation_by_token(token)
    if (closed := _closed(invitation)) is not None or invitation is None:
        return closed or _closed_page("unknown", 404)
    offer = queries.offer_of(invitation)
    if offer.has_account:
        return _accept_as_known(token, offer)
    form, status = AcceptInvitationForm(), 200
    if offer.is_return:
        del form.registration
    if form.validate_on_submit():
        registration = form.registration.data if form.registration else ""
        try:
            person = invitations.accept_invitation(
                token, form.password.data, registration=registration, at=now()
            )
        except UnsuitablePassword as refusal:
            db.session.rollback()
            form.refuse(refusal)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            _let_in(person)
            flash(_("Welcome. Your password is set and you are signed in."))
            if is_another_registration(registration, person.registration):
                flash(_("Your registration waits for a lead to confirm it."), "info")
            return redirect(browsers.home_path(None))
    return render_template(
        "arrivals/accept_invitation.html", form=form, offer=offer, token=token
    ), status


def _accept_as_known(token: str, offer: queries.Offer) -> ResponseReturnValue:
    form, status = AcceptAsKnownForm(), 200
    if form.validate_on_submit():
        try:
            person = actions.accept_as_known(
                token, form.password.data, address=request.remote_addr, at=now()
            )
            token_here = browsers.begin(person, browser=browsers.browser_in_hand(), at=now())
            commit_and_tell(person)
            browsers.enter(token_here)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            flash(_("You accepted. What was entered for you is yours now."))
            return redirect(browsers.home_path(None))
    return render_template(
        "arrivals/accept_as_known.html", form=form, offer=offer, token=token
    ), status


@bp.route("/invitation/<token>/refuse", methods=["GET", "POST"])
@public
def refuse_invitation(token: str) -> ResponseReturnValue:
    """Let somebody who was invited refuse, after asking once more."""
    invitation = invitation_by_token(token)
    if (closed := _closed(invitation)) is not None or invitation is None:
        return closed or _closed_page("unknown", 404)
    form = ConfirmForm()
    return attempt(
        form,
        lambda: invitations.refuse_invitation(token, at=now()),
        # The same page says then that it was refused.
        done=lambda _person: Done(url_for(".accept_invitation", token=token)),
        page=lambda: render_template(
            "arrivals/refuse_invitation.html",
            form=form,
            offer=queries.offer_of(invitation),
            token=token,
        ),
    )


def _let_in(person: Person) -> None:
    """Commit, and sign the person in in this browser."""
    browsers.enter(browsers.begin(person, browser=browsers.browser_in_hand(), at=now()))


def _closed(invitation: Invitation | None) -> ResponseReturnValue | None:
    """Return the page of a link that does not work, or None for one that does."""
    if invitation is None:
        return _closed_page("unknown", 404)
    state = invitation_state(invitation, at=now())
    return None if state is LinkState.OPEN else _closed_page(state, 410)


def _closed_page(state: str, status: int) -> ResponseReturnValue:
    return render_template("arrivals/closed_invitation.html", state=state), status
