"""The pages on which certificates are issued: one's own progress, and awards under one signature."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
from flask_babel import ngettext

from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries, told
from trainee_tracker.certificates.awards import awards_in
from trainee_tracker.certificates.checking.views import check_address
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.issuing.forms import IssueAwardsForm, IssueProgressForm
from trainee_tracker.certificates.paper.wording import translation_for
from trainee_tracker.certificates.parties import holder_of, lead_for, printed_name
from trainee_tracker.certificates.support import queries as support
from trainee_tracker.certificates.views import show_refusal
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.passwords.actions import confirm_password
from trainee_tracker.progress.queries import cohort_grid
from trainee_tracker.refusals import Refused, Stale
from trainee_tracker.signatures.models import Signature

bp = Blueprint("issuing", __name__)


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
    return redirect(url_for("certificates.certificate", certificate_id=certificate.id))


@bp.route("/cohorts/<int:cohort_id>/awards", methods=["GET", "POST"])
@requires(Permission.ISSUE_AWARDS)
def issue_awards(cohort_id: int) -> ResponseReturnValue:
    """Show who is eligible and what the others miss, and issue awards under one signature."""
    cohort = cohorts.cohort_led_by(current_person, cohort_id) or abort(404)
    form = IssueAwardsForm()
    signed = queries.award_signature(current_person, str(form.request_id.data))
    grid = cohort_grid(cohort, today())
    awards = awards_in(cohort, current_person)
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
            show_refusal(form, refusal)
    shown = actions.awards_shown(cohort, enrolments, now())
    if request.method == "GET":
        form.shown_digest.data = digest_of(shown)
    supports = support.awards_no_longer_supported_in(cohort.id)
    return render_template(
        "certificates/issuing/issue_awards.html",
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
    return redirect(url_for("certificates.certificates"))
