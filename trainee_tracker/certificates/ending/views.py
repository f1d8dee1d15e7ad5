"""The pages on which an award is issued again or a certificate is revoked."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.checking.views import check_address
from trainee_tracker.certificates.ending import actions
from trainee_tracker.certificates.ending.forms import ReissueAwardForm, RevokeCertificateForm
from trainee_tracker.certificates.ending.reissuing import reissue_of
from trainee_tracker.certificates.ending.wording import reissue_lines
from trainee_tracker.certificates.frozen import kept_facts
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.certificates.views import show_refusal
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.passwords.actions import confirm_password
from trainee_tracker.refusals import Refused

bp = Blueprint("ending", __name__)


@bp.route("/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@requires(Permission.ISSUE_AWARDS)
def revoke_certificate(certificate_id: int) -> ResponseReturnValue:
    """Revoke a certificate with a reason and a signature."""
    found = queries.certificate_led_by(current_person, certificate_id) or abort(404)
    form = RevokeCertificateForm()
    if form.validate_on_submit():
        try:
            confirm_password(
                current_person,
                form.password.data or "",
                address=request.remote_addr or "",
                at=now(),
            )
            actions.revoke_certificate(
                found,
                reason=form.reason.data or "",
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
            )
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            show_refusal(form, refusal)
        else:
            flash(_("The certificate is revoked. Anyone who checks it sees that from now on."))
            return redirect(url_for("certificates.certificate", certificate_id=certificate_id))
    return render_template(
        "certificates/ending/revoke_certificate.html",
        certificate=found,
        says=kept_facts(found),
        form=form,
        grouped=grouped,
        form_has_errors=bool(form.errors),
    )


@bp.route("/certificates/<int:certificate_id>/reissue", methods=["GET", "POST"])
@requires(Permission.ISSUE_AWARDS)
def reissue_award(certificate_id: int) -> ResponseReturnValue:
    """Issue an award again as it would be now; the old one is superseded."""
    found = queries.certificate_led_by(current_person, certificate_id) or abort(404)
    form = ReissueAwardForm()
    again = reissue_of(found)
    if request.method == "GET":
        form.shown_digest.data = digest_of(again.shown())
    if form.validate_on_submit():
        try:
            confirm_password(
                current_person,
                form.password.data or "",
                address=request.remote_addr or "",
                at=now(),
            )
            newer = actions.reissue_award(
                found,
                reason=form.reason.data or "",
                digest_seen=str(form.shown_digest.data),
                address=check_address(),
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
            )
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            show_refusal(form, refusal)
        else:
            flash(_("The award was issued again. The earlier certificate is now superseded."))
            return redirect(url_for("certificates.certificate", certificate_id=newer.id))
    return render_template(
        "certificates/ending/reissue_award.html",
        certificate=found,
        again=again,
        lines=reissue_lines(again),
        why_not=again.why_not,
        form=form,
        grouped=grouped,
        form_has_errors=bool(form.errors),
    )
