"""The pages on which fewer checks are asked for, read, agreed to and declined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import number_asked
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import now
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.messages import say
from trainee_tracker.moving.agreements import actions, letters, queries
from trainee_tracker.moving.forms import AgreeTermsForm, AskTermsForm, DeclineTermsForm
from trainee_tracker.moving.rules import after_agreeing
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.oneself import by_password
from trainee_tracker.people.organisations.queries import organisation_by_id
from trainee_tracker.people.posting import post_all

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
    from trainee_tracker.messages import Message
    from trainee_tracker.people.letters import Letter

_ASKED: Final = say("Both governance leads are asked. It waits on their home pages.")
_DECLINED: Final = say("You declined. Nothing changes, and the training lead sees your reason.")

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

    def ask() -> TermsRequest:
        return actions.ask_terms(
            version,
            organisation,
            partner,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def done(made: TermsRequest) -> Done:
        path = _path(made.id)
        _post(letters.about_asking(made, path), once=made.request_id)
        return Done(path, _ASKED)

    def page() -> str:
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
        )

    return attempt(form, ask, done=done, page=page)


@bp.get("/terms/<int:terms_request_id>")
@requires(Permission.VIEW_COHORTS)
def terms_request(terms_request_id: int) -> ResponseReturnValue:
    """Show a request, in what fewer checks are asked for, what follows, and who answered what."""
    found = agreements.request_for(current_person, terms_request_id) or abort(404)
    return render_template(
        "moving/terms_request.html",
        terms_request=found,
        state=found.state,
        may_answer=actions.may_answer(found, current_person),
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

    def agree() -> TermsAgreement:
        return actions.agree_terms(
            found,
            digest_seen=str(form.digest.data),
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def page() -> str:
        side = actions.side_of(found, current_person)
        at = now()
        follows = queries.what_follows(found, at)
        form.digest.data = digest_of(queries.shown_for_agreeing(found, at, follows=follows))
        return render_template(
            "moving/agree_terms.html",
            form=form,
            terms_request=found,
            side=side,
            follows=follows,
        )

    return attempt(
        form,
        agree,
        done=lambda made: _answered(made, after_agreeing(found.state)),
        page=page,
        confirm=by_password(form),
    )


@bp.route("/terms/<int:terms_request_id>/decline", methods=["GET", "POST"])
@requires(Permission.SIGN_GOVERNANCE)
def decline_terms(terms_request_id: int) -> ResponseReturnValue:
    """Let a governance lead of either side decline, with a reason."""
    found = agreements.request_for(current_person, terms_request_id) or abort(404)
    form = DeclineTermsForm()

    def decline() -> TermsAgreement:
        return actions.decline_terms(
            found,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    return attempt(
        form,
        decline,
        done=lambda made: _answered(made, _DECLINED),
        page=lambda: render_template(
            "moving/decline_terms.html",
            form=form,
            terms_request=found,
            side=actions.side_of(found, current_person),
        ),
    )


def _path(terms_request_id: int) -> str:
    """Return where a request is read."""
    return url_for(".terms_request", terms_request_id=terms_request_id)


def _answered(answer: TermsAgreement, said: Message) -> Done:
    """Post the letter to who asked, and go back to the request."""
    path = _path(answer.terms_request_id)
    _post(letters.about_answer(answer, path), once=answer.request_id)
    return Done(path, said)


def _post(written: Iterable[Letter], *, once: str) -> None:
    """Post letters about this act; a button pressed twice posts none again."""
    post_all(written, sender=current_person, at=now(), once=once)
