"""The pages of certificates: making, issuing, fetching, revoking, and checking by anyone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from io import BytesIO

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from trainee_tracker.addresses import is_asked, page_asked
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import (
    actions,
    award_queries,
    check_queries,
    ending,
    queries,
    told,
)
from trainee_tracker.certificates.forms import (
    IssueAwardsForm,
    IssueProgressForm,
    ReissueAwardForm,
    RevokeCertificateForm,
)
from trainee_tracker.certificates.frozen import kept_facts
from trainee_tracker.certificates.parties import holder_of, lead_for, printed_name
from trainee_tracker.certificates.rules import grouped, is_told_why
from trainee_tracker.certificates.support import queries as support
from trainee_tracker.certificates.support.reissuing import reissue_of
from trainee_tracker.certificates.support.wording import reissue_lines
from trainee_tracker.certificates.wording import CheckAddress, translation_for
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, may, requires
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.passwords.actions import TooSoon, WrongPassword, confirm_password
from trainee_tracker.progress.queries import cohort_grid
from trainee_tracker.refusals import Refused, Stale
from trainee_tracker.signatures.models import Signature

bp = Blueprint("certificates", __name__)


def check_address() -> CheckAddress:
    """Return where certificates of this installation are checked."""
    return CheckAddress(current_app.config["SETTINGS"].public_url)


@bp.get("/certificates")
@requires(Permission.VIEW_CERTIFICATES)
def certificates() -> ResponseReturnValue:
    """List the certificates a person may see, and what they can make or issue."""
    page = page_asked()
    rows, has_more = queries.certificates_for(current_person, page=page)
    supports = support.supports_of([row.id for row in rows])
    own = cohorts.enrolments_of(current_person)
    led = (
        cohorts.cohorts_for(current_person) if may(current_person, Permission.ISSUE_AWARDS) else []
    )
    return render_template(
        "certificates/certificates.html",
        rows=rows,
        supports=supports,
        own_enrolments={each.id for each in own},
        page=page,
        has_more=has_more,
        progress_forms=[(enrolment, IssueProgressForm(formdata=None)) for enrolment in own],
        led=led,
        grouped=grouped,
        name_waiting=names.waiting_request(current_person.id),
        vouchers=names.vouchers_for(current_person),
    )


@bp.post("/certificates/progress/<int:enrolment_id>")
@requires(Permission.PRINT_PROGRESS)
def issue_progress(enrolment_id: int) -> ResponseReturnValue:
    """Make the progress certificate of one's own enrolment as at today."""
    enrolment = queries.own_enrolment(current_person, enrolment_id) or abort(404)
    form = IssueProgressForm()
    if not form.validate_on_submit():
        abort(400)
    certificate = actions.issue_progress(
        enrolment,
        address=check_address(),
        actor=current_person,
        at=now(),
        request_id=str(form.request_id.data),
    )
    db.session.commit()
    flash(_("Your progress certificate is ready. Open it, then print or share it."))
    return redirect(url_for(".certificate", certificate_id=certificate.id))


@bp.get("/certificates/<int:certificate_id>")
@requires(Permission.VIEW_CERTIFICATES)
def certificate(certificate_id: int) -> ResponseReturnValue:
    """Show one certificate: what it says, where it stands, and what can be done with it."""
    found = queries.certificate_for(current_person, certificate_id) or abort(404)
    is_led = queries.certificate_led_by(current_person, certificate_id) is not None
    is_own = found.enrolment.person_id == current_person.id
    is_told = found.revocation is not None and is_told_why(leads_training=is_led, is_holder=is_own)
    return render_template(
        "certificates/certificate.html",
        certificate=found,
        checked=check_queries.checked_by_serial(found.serial),
        newer=queries.newest_in_place_of(found),
        reason=found.revocation.reason if is_told and found.revocation else "",
        may_change=is_led and not is_own,
        support=support.support_of(certificate_id),
        is_led=is_led,
        is_own=is_own,
        grouped=grouped,
    )


@bp.get("/certificates/<int:certificate_id>.pdf")
@requires(Permission.VIEW_CERTIFICATES)
def certificate_pdf(certificate_id: int) -> ResponseReturnValue:
    """Send the very bytes that were issued."""
    found = queries.certificate_for(current_person, certificate_id) or abort(404)
    return send_file(
        BytesIO(found.pdf),
        mimetype="application/pdf",
        download_name=f"certificate-{grouped(found.serial)}.pdf",
        as_attachment=is_asked("download"),
    )


@bp.route("/cohorts/<int:cohort_id>/awards", methods=["GET", "POST"])
@requires(Permission.ISSUE_AWARDS)
def issue_awards(cohort_id: int) -> ResponseReturnValue:
    """Show who is eligible and what the others miss, and issue awards under one signature."""
    cohort = cohorts.cohort_led_by(current_person, cohort_id) or abort(404)
    form = IssueAwardsForm()
    signed = queries.award_signature(current_person, str(form.request_id.data))
    grid = cohort_grid(cohort, today())
    awards = award_queries.awards_in(cohort, current_person)
    held = {enrolment_id for enrolment_id, award in awards.items() if award.is_held}
    eligible = [
        row
        for row in grid.rows
        if row.summary.standing.met
        and row.enrolment_id not in held
        and row.person_id != current_person.id
    ]
    enrolments = queries.enrolments_in(cohort.id, [row.enrolment_id for row in eligible])
    if signed is not None:
        enrolments = queries.enrolments_in(cohort.id, actions.enrolments_signed(signed))
    form.enrolments.choices = [(str(each.id), each.person.full_name) for each in enrolments]
    if request.method == "GET":
        # To give somebody an award again that was revoked is a decision of its own.
        form.enrolments.data = [
            str(row.enrolment_id) for row in eligible if row.enrolment_id not in awards
        ]
    if signed is None and _tell_issued_meanwhile(form, held):
        form.shown_digest.data = digest_of(actions.awards_shown(cohort, enrolments, now()))
    elif form.validate_on_submit():
        try:
            confirm_password(
                current_person,
                form.password.data or "",
                address=request.remote_addr or "",
                at=now(),
            )
            return _issue_awards(signed or _sign_awards(form, cohort, enrolments), enrolments)
        except Refused as refusal:
            db.session.rollback()
            _show_refusal(form, refusal)
    shown = actions.awards_shown(cohort, enrolments, now())
    if request.method == "GET":
        form.shown_digest.data = digest_of(shown)
    supports = support.awards_no_longer_supported_in(cohort.id)
    return render_template(
        "certificates/issue_awards.html",
        # What will be signed is what is shown, from the same judgement.
        sentences={each["enrolment"]: each["sentence"] for each in shown["awards"]},
        other_titles={
            each.id: translation_for(grid.terms, holder_of(each.person)) for each in enrolments
        },
        cohort=cohort,
        grid=grid,
        awards=awards,
        eligible=eligible,
        # Who misses something comes first, then awards to look at, then those that stand.
        others=sorted(
            (row for row in grid.rows if row not in eligible),
            key=lambda row: (row.enrolment_id in held, row.enrolment_id not in supports),
        ),
        supports=supports,
        asking=current_person.id,
        signs_for=printed_name(lead_for(cohort, current_person)),
        form=form,
        form_has_errors=bool(form.errors),
    )


def _tell_issued_meanwhile(form: IssueAwardsForm, held: Collection[int]) -> bool:
    """Say who gave those who were chosen their award since the page was made, if anybody did.

    They are chosen no longer, and what the page shows now is what would be signed.
    """
    chosen = form.enrolments.data or [] if request.method == "POST" else []
    gone = [each for each in chosen if each.isdecimal() and int(each) in held]
    if not gone:
        return False
    form.enrolments.data = [each for each in chosen if each not in gone]
    for each in gone:
        award = queries.standing_award(int(each))
        if award is not None:
            form.refuse(told.how_held(award))
    form.refuse(_("Nothing was signed: look again."))
    return True


def _sign_awards(
    form: IssueAwardsForm, cohort: Cohort, enrolments: Sequence[Enrolment]
) -> Signature:
    at = now()
    shown = digest_of(actions.awards_shown(cohort, enrolments, at))
    if shown != form.shown_digest.data:
        form.shown_digest.data = shown
        raise Stale(
            _(
                "A standing changed while this page was open, or somebody issued an award that you had"
                " not chosen. Look again, then sign."
            )
        )
    chosen = [each for each in enrolments if str(each.id) in (form.enrolments.data or [])]
    signature = actions.sign_awards(
        cohort,
        chosen,
        digest_seen=digest_of(actions.awards_shown(cohort, chosen, at)),
        actor=current_person,
        at=at,
        request_id=str(form.request_id.data),
    )
    db.session.commit()
    return signature


def _issue_awards(signature: Signature, enrolments: Sequence[Enrolment]) -> ResponseReturnValue:
    """Issue what was signed; a repeated request goes on where a broken one stopped.

    Each award is a transaction of its own: drawing takes a second, and others must be able to
    write in between. One that is refused does not stop the others.
    """
    signed = set(actions.enrolments_signed(signature))
    count = 0
    for enrolment in [each for each in enrolments if each.id in signed]:
        try:
            actions.issue_award(
                enrolment,
                signature=signature,
                address=check_address(),
                actor=current_person,
                at=now(),
            )
            db.session.commit()
            count += 1
        except Refused as refusal:
            db.session.rollback()
            flash(str(refusal), "error")
    if count:
        flash(
            ngettext("%(num)s award was issued.", "%(num)s awards were issued.", count)
            + " "
            + _("Each trainee finds it under Certificates.")
        )
    return redirect(url_for(".certificates"))


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
            ending.revoke_certificate(
                found,
                reason=form.reason.data or "",
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
            )
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            _show_refusal(form, refusal)
        else:
            flash(_("The certificate is revoked. Anyone who checks it sees that from now on."))
            return redirect(url_for(".certificate", certificate_id=certificate_id))
    return render_template(
        "certificates/revoke_certificate.html",
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
            newer = ending.reissue_award(
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
            _show_refusal(form, refusal)
        else:
            flash(_("The award was issued again. The earlier certificate is now superseded."))
            return redirect(url_for(".certificate", certificate_id=newer.id))
    return render_template(
        "certificates/reissue_award.html",
        certificate=found,
        again=again,
        lines=reissue_lines(again),
        why_not=again.why_not,
        form=form,
        grouped=grouped,
        form_has_errors=bool(form.errors),
    )


def _show_refusal(
    form: IssueAwardsForm | ReissueAwardForm | RevokeCertificateForm, refusal: Refused
) -> None:
    """Say what was refused beside the password where it is about that, else above the form."""
    if isinstance(refusal, WrongPassword | TooSoon):
        form.password.errors = [str(refusal)]
    else:
        form.refuse(str(refusal))


# The public pages share this blueprint; they are in a file of their own because anyone may ask.
from trainee_tracker.certificates import check_views  # noqa: E402, F401
