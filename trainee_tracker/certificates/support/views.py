"""The pages on which those who lead see what the record no longer supports, and decide."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import page_asked
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries as certificates
from trainee_tracker.certificates.frozen import kept_facts
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.certificates.support import actions, queries, wording
from trainee_tracker.certificates.support.changes import changes_behind
from trainee_tracker.certificates.support.forms import KeepAwardForm
from trainee_tracker.certificates.support.models import CertificateKeeping
from trainee_tracker.certificates.support.projection import broken_by_this_session
from trainee_tracker.certificates.support.recounting import recount_of
from trainee_tracker.certificates.support.rules import Finding
from trainee_tracker.clock import now
from trainee_tracker.messages import Message
from trainee_tracker.paging import pages_so_far
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.oneself import by_password
from trainee_tracker.spoken import speaker

bp = Blueprint("support", __name__)


@bp.app_template_filter("support_words")
def support_words(state: queries.SupportState) -> tuple[str, Message]:
    """Return the tone and the word of where a certificate stands with its record."""
    return wording.state_words(state)


@bp.app_template_filter("finding_words")
def finding_words(finding: Finding) -> list[Message]:
    """Return what was found of a certificate, a phrase for each thing."""
    return wording.finding_words(finding.shortfalls)


@bp.app_template_filter("unmet_words")
def unmet_words(finding: Finding) -> list[Message]:
    """Return what is not met any more of a certificate, a phrase for each thing."""
    return wording.finding_words(finding.unmet)


bp.add_app_template_filter(wording.change_words, "change_words")
bp.add_app_template_filter(queries.award_holders, "award_holders")
bp.add_app_template_filter(wording.holders_words, "holders_words")


@bp.after_app_request
def say_what_is_no_longer_supported(response: Response) -> Response:
    """Tell whoever oversees an award at once that what they just did took its support away."""
    broken = broken_by_this_session()
    if broken and current_user.is_authenticated:
        for certificate_id, (holder, finding) in queries.told_of(current_person, broken).items():
            flash(
                Markup('{} <a href="{}">{}</a>').format(
                    speaker().speak_html(wording.broken_words(holder, finding)),
                    url_for("support.record", certificate_id=certificate_id),
                    _("See what can be done"),
                ),
                "warning",
            )
    return response


@bp.get("/certificates/no-longer-supported")
@requires(Permission.OVERSEE_AWARDS)
def no_longer_supported() -> ResponseReturnValue:
    """List what the record no longer supports, worst first, with what made it so."""
    page = page_asked()
    rows, has_more = queries.no_longer_supported(current_person, page=page)
    return render_template(
        "certificates/support/no_longer_supported.html",
        rows=rows,
        changes=changes_behind([row.state.certificate_id for row in rows]),
        pages=pages_so_far(page, length=queries.PAGE_LENGTH, has_more=has_more),
    )


@bp.get("/certificates/<int:certificate_id>/record")
@requires(Permission.OVERSEE_AWARDS)
def record(certificate_id: int) -> ResponseReturnValue:
    """Show what a certificate says beside what the record has, what changed, and who decided what."""
    found = queries.certificate_overseen_by(current_person, certificate_id) or abort(404)
    state = queries.support_of(certificate_id)
    finding = recount_of(found).finding
    return render_template(
        "certificates/support/record.html",
        certificate=found,
        facts=kept_facts(found) or abort(404),
        status=certificates.status_of(found),
        state=state,
        changes=changes_behind([certificate_id]).get(certificate_id, []),
        keepings=queries.keeping_rows(found),
        may_keep=actions.why_not_kept(found, finding, current_person) is None,
        decisions=wording.decision_words(
            queries.deciding_on(found, finding), finding, reader_id=current_person.id
        ),
        is_led=certificates.certificate_led_by(current_person, certificate_id) is not None,
        grouped=grouped,
    )


@bp.route("/certificates/<int:certificate_id>/keep", methods=["GET", "POST"])
@requires(Permission.KEEP_AWARDS)
def keep_award(certificate_id: int) -> ResponseReturnValue:
    """Let a governance lead sign for their side that an award stays."""
    found = queries.award_to_keep(current_person, certificate_id) or abort(404)
    if kept_facts(found) is None:
        abort(404)
    form = KeepAwardForm()

    def keep() -> CertificateKeeping:
        return actions.keep_award(
            found,
            reason=form.reason.data,
            digest_seen=form.shown_digest.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def done(keeping: CertificateKeeping) -> Done:
        said = wording.after_keeping(is_kept=queries.keeps_now(keeping))
        return Done(url_for(".record", certificate_id=certificate_id), said)

    return attempt(
        form, keep, done=done, page=lambda: _keep_page(found, form), confirm=by_password(form)
    )


def _keep_page(found: Certificate, form: KeepAwardForm) -> str:
    """Show what would be signed; whatever is shown now is what the next press signs."""
    finding = recount_of(found).finding
    shown = actions.shown_to_keep(found, finding)
    form.shown_digest.data = digest_of(shown)
    return render_template(
        "certificates/support/keep_award.html",
        certificate=found,
        shown=shown,
        phrases=wording.finding_words(finding.unmet),
        changes=changes_behind([found.id]).get(found.id, []),
        # Who may still sign is the second, so whoever signed is of the other side.
        signed_first=[
            wording.signed_first_words(each)
            for each in queries.deciding_on(found, finding).signed.values()
        ],
        prints_more=finding.prints_more,
        why_not=actions.why_not_kept(found, finding, current_person),
        form=form,
        form_has_errors=bool(form.errors),
        grouped=grouped,
    )
