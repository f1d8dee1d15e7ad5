"""The page behind the link of an invitation: anybody who holds the link may look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.arrivals import actions, queries
from trainee_tracker.arrivals.forms import AcceptAsKnownForm, AcceptInvitationForm
from trainee_tracker.clock import now
from trainee_tracker.form import ConfirmForm
from trainee_tracker.messages import Message, say
from trainee_tracker.people.access import public
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.invitations.queries import (
    LinkState,
    invitation_by_token,
    invitation_state,
)
from trainee_tracker.people.names.rules import is_another_registration
from trainee_tracker.people.roles.views import tell
from trainee_tracker.people.sign_in import browsers

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.invitations.models import Invitation
    from trainee_tracker.people.models import Person

_WELCOME: Final = say("Welcome. Your password is set and you are signed in.")
_REGISTRATION_WAITS: Final = say("Your registration waits for a lead to confirm it.")
_ACCEPTED: Final = say("You accepted. What was entered for you is yours now.")

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
    form = AcceptInvitationForm()
    if offer.is_return:
        del form.registration
    registration = form.registration.data or "" if form.registration else ""

    def accept() -> Person:
        return invitations.accept_invitation(
            token, form.password.data, registration=registration, at=now()
        )

    def done(person: Person) -> Done:
        waits = is_another_registration(registration, person.registration)
        return _let_in(person, _WELCOME, notes=(_REGISTRATION_WAITS,) if waits else ())

    return attempt(
        form,
        accept,
        done=done,
        page=lambda: render_template(
            "arrivals/accept_invitation.html", form=form, offer=offer, token=token
        ),
    )


def _accept_as_known(token: str, offer: queries.Offer) -> ResponseReturnValue:
    form = AcceptAsKnownForm()

    def accept() -> Person:
        person = actions.accept_as_known(
            token, form.password.data, address=request.remote_addr, at=now()
        )
        tell(person)
        return person

    return attempt(
        form,
        accept,
        done=lambda person: _let_in(person, _ACCEPTED),
        page=lambda: render_template(
            "arrivals/accept_as_known.html", form=form, offer=offer, token=token
        ),
    )


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


def _let_in(person: Person, said: Message, *, notes: tuple[Message, ...] = ()) -> Done:
    """Sign the person in in this browser, and go home."""
    token = browsers.begin(person, browser=browsers.browser_in_hand(), at=now())
    browsers.leave(at=now())
    return Done(browsers.home_path(None), said, notes=notes, after=lambda: browsers.remember(token))


def _closed(invitation: Invitation | None) -> ResponseReturnValue | None:
    """Return the page of a link that does not work, or None for one that does."""
    if invitation is None:
        return _closed_page("unknown", 404)
    state = invitation_state(invitation, at=now())
    return None if state is LinkState.OPEN else _closed_page(state, 410)


def _closed_page(state: str, status: int) -> ResponseReturnValue:
    return render_template("arrivals/closed_invitation.html", state=state), status
