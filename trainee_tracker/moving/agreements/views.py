"""The pages on which fewer checks are asked for, read, agreed to and declined."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainee_tracker.addresses import number_asked
from trainee_tracker.audit.actions import actors_of
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import now
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.extensions import db
from trainee_tracker.moving.agreements import actions, letters, queries
from trainee_tracker.moving.forms import AgreeTermsForm, AskTermsForm, DeclineTermsForm
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.organisations.queries import organisation_by_id
from trainee_tracker.people.passwords.actions import confirm_password
from trainee_tracker.people.posting import post_all
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
    from trainee_tracker.form import Form
    from trainee_tracker.people.roles.letters import Letter
    from trainee_tracker.people.rules import Side

Result = TypeVar("Result")

bp = Blueprint("agreements", __name__)


@bp.route("/terms/ask", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def ask_terms() -> ResponseReturnValue:
    """Ask both governance leads of a partnership to agree to a version with fewer checks."""
    asked = [number_asked(each) or 0 for each in ("version", "organisation", "partner")]
    version = agreements.requestable_version(current_person, *asked) or abort(404)
    organisation = organisation_by_id(asked[1]) or abort(404)
    partner = organisation_by_id(asked[2]) or abort(404)
    form = AskTermsForm()

    def act() -> TermsRequest:
        return actions.ask_terms(
            version,
            organisation,
            partner,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    made, status = _done(form, act, lambda made: letters.about_asking(made, _path(made.id)))
    if made is not None:
        flash(_("Both governance leads are asked. It waits on their home pages."))
        return redirect(url_for(".terms_request", terms_request_id=made.id))
    last = agreements.last_request(version.id, organisation.id, partner.id)
    return render_template(
        "moving/ask_terms.html",
        form=form,
        version=version,
        organisation=organisation,
        partner=partner,
        missing=agreements.not_agreed_at_opening(version, organisation.id, partner.id),
        last=last,
        is_waiting=last is not None and last.state is TermsState.WAITING,
        leads=queries.leads_who_can_answer(
            version, organisation.id, partner.id, asker_id=current_person.id
        ),
    ), status


@bp.get("/terms/<int:terms_request_id>")
@requires(Permission.VIEW_COHORTS)
def terms_request(terms_request_id: int) -> ResponseReturnValue:
    """Show a request, in what fewer checks are asked for, what follows, and who answered what."""
    found = agreements.request_for(current_person, terms_request_id) or abort(404)
    return render_template(
        "moving/terms_request.html",
        terms_request=found,
        state=found.state,
        may_answer=_may_answer(found),
        follows=queries.what_follows(found, now()),
        leads=queries.leads_who_can_answer(
            found.version,
            found.organisation_id,
            found.partner_id,
            asker_id=found.recorded_by_id,
        ),
    )


@bp.route("/terms/<int:terms_request_id>/agree", methods=["GET", "POST"])
@requires(Permission.SIGN_GOVERNANCE)
def agree_terms(terms_request_id: int) -> ResponseReturnValue:
    """Let a governance lead sign, for their side, that fewer checks are enough."""
    found = agreements.request_for(current_person, terms_request_id) or abort(404)
    form = AgreeTermsForm()

    def act() -> TermsAgreement:
        confirm_password(current_person, form.password.data, address=request.remote_addr, at=now())
        return actions.agree_terms(
            found,
            digest_seen=str(form.digest.data),
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    made, status = _done(
        form, act, lambda made: letters.about_answer(made, _path(terms_request_id))
    )
    if made is not None:
        flash(_after_agreeing(found))
        return redirect(url_for(".terms_request", terms_request_id=terms_request_id))
    side = _side_of(found)
    at = now()
    follows = queries.what_follows(found, at)
    form.digest.data = digest_of(queries.shown_for_agreeing(found, at, follows=follows))
    return render_template(
        "moving/agree_terms.html",
        form=form,
        terms_request=found,
        side=side,
        follows=follows,
    ), status


@bp.route("/terms/<int:terms_request_id>/decline", methods=["GET", "POST"])
@requires(Permission.SIGN_GOVERNANCE)
def decline_terms(terms_request_id: int) -> ResponseReturnValue:
    """Let a governance lead of either side decline, with a reason."""
    found = agreements.request_for(current_person, terms_request_id) or abort(404)
    form = DeclineTermsForm()

    def act() -> TermsAgreement:
        return actions.decline_terms(
            found,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    made, status = _done(
        form, act, lambda made: letters.about_answer(made, _path(terms_request_id))
    )
    if made is not None:
        flash(_("You declined. Nothing changes, and the training lead sees your reason."))
        return redirect(url_for(".terms_request", terms_request_id=terms_request_id))
    side = _side_of(found)
    return render_template(
        "moving/decline_terms.html", form=form, terms_request=found, side=side
    ), status


def _path(terms_request_id: int) -> str:
    """Return where a request is read."""
    return url_for(".terms_request", terms_request_id=terms_request_id)


def _done(
    form: Form, act: Callable[[], Result], tell: Callable[[Any], Iterable[Letter]]
) -> tuple[Result | None, int]:
    """Do what a good form asks for, commit and write the letters; put a refusal into the form."""
    if not form.validate_on_submit():
        return None, 200
    try:
        done = act()
        # A button that is pressed twice writes nothing the second time, and tells nobody again.
        if actors_of(db.session()):
            post_all(tell(done), sender=current_person, at=now())
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return None, refusal.status_code
    return done, 200


def _side_of(found: TermsRequest) -> Side:
    """Return the side that the person answers for; who answers for none is told why."""
    return actions.side_of(found, current_person)


def _may_answer(found: TermsRequest) -> bool:
    """Tell whether the person who looks can answer this now."""
    try:
        _side_of(found)
    except Refused:
        return False
    return True


def _after_agreeing(found: TermsRequest) -> str:
    """Say what comes next."""
    db.session.refresh(found, ["agreements"])
    if found.state is TermsState.AGREED:
        return str(_("Both sides have agreed. A training lead can open or move the cohort now."))
    return str(_("You agreed. Now a governance lead of the other side has to answer."))
