"""The pages on which an award is issued again or a certificate is revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries, told
from trainee_tracker.certificates.checking.views import check_address
from trainee_tracker.certificates.ending import actions
from trainee_tracker.certificates.ending.forms import ReissueAwardForm, RevokeCertificateForm
from trainee_tracker.certificates.ending.reissuing import reissue_of
from trainee_tracker.certificates.ending.wording import reissue_lines
from trainee_tracker.certificates.frozen import kept_facts
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.clock import now
from trainee_tracker.messages import Message, in_a_row, say
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.oneself import by_password

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.certificates.models import Certificate, CertificateRevocation

_REVOKED: Final = say("The certificate is revoked. Anyone who checks it sees that from now on.")
_REISSUED: Final = say("The award was issued again. The earlier certificate is now superseded.")

bp = Blueprint("ending", __name__)


@bp.route("/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@requires(Permission.ISSUE_AWARDS)
def revoke_certificate(certificate_id: int) -> ResponseReturnValue:
    """Revoke a certificate with a reason and a signature."""
    found = queries.certificate_led_by(current_person, certificate_id) or abort(404)
    form = RevokeCertificateForm()

    def revoke() -> CertificateRevocation:
        return actions.revoke_certificate(
            found,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def page() -> str:
        return render_template(
            "certificates/ending/revoke_certificate.html",
            certificate=found,
            says=kept_facts(found),
            form=form,
            grouped=grouped,
            **_ended(found, actions.NOT_REVOKED),
        )

    return attempt(
        form,
        revoke,
        done=lambda _revocation: Done(_address_of(certificate_id), _REVOKED),
        page=page,
        confirm=by_password(form),
    )


@bp.route("/certificates/<int:certificate_id>/reissue", methods=["GET", "POST"])
@requires(Permission.ISSUE_AWARDS)
def reissue_award(certificate_id: int) -> ResponseReturnValue:
    """Issue an award again as it would be now; the old one is superseded."""
    found = queries.certificate_led_by(current_person, certificate_id) or abort(404)
    form = ReissueAwardForm()

    def reissue() -> Certificate:
        return actions.reissue_award(
            found,
            reason=form.reason.data,
            digest_seen=form.shown_digest.data,
            address=check_address(),
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    return attempt(
        form,
        reissue,
        done=lambda newer: Done(_address_of(newer.id), _REISSUED),
        page=lambda: _reissue_page(found, form),
        confirm=by_password(form),
    )


def _reissue_page(found: Certificate, form: ReissueAwardForm) -> str:
    """Show what would change; whatever is shown now is what the next press signs."""
    again = reissue_of(found)
    form.shown_digest.data = digest_of(again.shown())
    return render_template(
        "certificates/ending/reissue_award.html",
        certificate=found,
        again=again,
        lines=reissue_lines(again),
        form=form,
        grouped=grouped,
        **_ended(found, actions.NOT_REPLACED),
    )


def _ended(found: Certificate, otherwise: Message) -> dict[str, Any]:
    """Return why nothing can be done with a certificate that is not valid, and the one in its place."""
    ended = told.how_ended(found)
    return {
        "ended": None if ended is None else in_a_row([ended, otherwise]),
        "newer": queries.newest_in_place_of(found),
    }


def _address_of(certificate_id: int) -> str:
    return url_for("certificates.certificate", certificate_id=certificate_id)
