"""The pages on which certificates are listed, read and fetched."""

from __future__ import annotations

from io import BytesIO

from flask import (
    Blueprint,
    abort,
    render_template,
    send_file,
)
from flask.typing import ResponseReturnValue

from trainee_tracker.addresses import is_asked, page_asked
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.checking.queries import checked_by_serial
from trainee_tracker.certificates.issuing.forms import IssueProgressForm
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.certificates.support import queries as support
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.paging import pages_so_far
from trainee_tracker.people.access import Permission, current_person, may, requires
from trainee_tracker.people.names import queries as names

bp = Blueprint("certificates", __name__)


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
        pages=pages_so_far(page, length=queries.PAGE_LENGTH, has_more=has_more),
        progress_forms=[(enrolment, IssueProgressForm(formdata=None)) for enrolment in own],
        led=led,
        grouped=grouped,
        name_waiting=names.waiting_request(current_person.id),
        vouchers=names.vouchers_for(current_person),
    )


@bp.get("/certificates/<int:certificate_id>")
@requires(Permission.VIEW_CERTIFICATES)
def certificate(certificate_id: int) -> ResponseReturnValue:
    """Show one certificate: what it says, where it stands, and what can be done with it."""
    found = queries.certificate_for(current_person, certificate_id) or abort(404)
    part = queries.part_in(found, current_person)
    return render_template(
        "certificates/certificate.html",
        certificate=found,
        checked=checked_by_serial(found.serial),
        newer=part.newer,
        reason=part.reason,
        may_end=part.may_end,
        support=support.support_of(certificate_id),
        is_led=part.is_led,
        is_own=part.is_own,
        who_can_tell=part.who_can_tell,
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
