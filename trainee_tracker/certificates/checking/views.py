"""The public page on which anyone checks a certificate by its serial or by its file."""

from __future__ import annotations

import hashlib

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_tracker.bounds import A_FILE, takes
from trainee_tracker.certificates.checking import queries, wording
from trainee_tracker.certificates.checking.forms import CheckFileForm, CheckSerialForm
from trainee_tracker.certificates.checking.queries import CheckedCertificate
from trainee_tracker.certificates.checking.rules import Answer, answer_from
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.certificates.rules import grouped, is_well_formed, normalise_serial
from trainee_tracker.certificates.support.queries import PublicSupport, support_by_serial
from trainee_tracker.clock import now
from trainee_tracker.people.access import public

bp = Blueprint("checking", __name__)


def check_address() -> CheckAddress:
    """Return where certificates of this installation are checked."""
    return CheckAddress(current_app.config["SETTINGS"].public_url)


@bp.get("/check")
@public
def check() -> ResponseReturnValue:
    """Offer the two ways to check: type the serial, or hand over the file."""
    return render_template(
        "certificates/checking/check.html", serial_form=CheckSerialForm(), file_form=CheckFileForm()
    )


@bp.post("/check")
@public
def check_typed() -> ResponseReturnValue:
    """Take a typed serial to its page."""
    form = CheckSerialForm()
    if form.validate_on_submit():
        serial = normalise_serial(form.serial.data or "")
        return redirect(url_for(".check_serial", serial=grouped(serial)))
    return render_template(
        "certificates/checking/check.html",
        serial_form=form,
        file_form=CheckFileForm(formdata=None),
        form_has_errors=True,
    )


@bp.get("/check/<serial>")
@public
def check_serial(serial: str) -> ResponseReturnValue:
    """Say what the certificate with this serial says and where it stands now."""
    normalised = normalise_serial(serial)
    checked = queries.checked_by_serial(normalised) if is_well_formed(normalised) else None
    support = support_by_serial(normalised) if checked else None
    answer = _answer(checked, support)
    return render_template(
        "certificates/checking/check_serial.html",
        verdict=wording.OF_CERTIFICATE[answer],
        answer=answer,
        checked=checked,
        support=support,
        serial=grouped(normalised)[:40],
        is_mistyped=not is_well_formed(normalised),
        file_form=CheckFileForm(),
        checked_at=now(),
        grouped=grouped,
    ), 200 if checked else 404


@bp.post("/check/file")
@public
@takes(A_FILE)
def check_file() -> ResponseReturnValue:
    """Say whether a file is, byte for byte, one that was issued here."""
    form = CheckFileForm()
    if not form.validate_on_submit():
        return render_template(
            "certificates/checking/check.html",
            serial_form=CheckSerialForm(formdata=None),
            file_form=form,
            form_has_errors=True,
        )
    sha256 = hashlib.sha256(form.file.data.read()).hexdigest()
    checked = queries.checked_by_sha256(sha256)
    support = support_by_serial(checked.serial) if checked else None
    answer = _answer(checked, support)
    return render_template(
        "certificates/checking/check_file.html",
        verdict=wording.OF_FILE[answer],
        answer=answer,
        checked=checked,
        support=support,
        file_form=CheckFileForm(formdata=None),
        serial_form=CheckSerialForm(formdata=None),
        checked_at=now(),
        grouped=grouped,
    )


def _answer(checked: CheckedCertificate | None, support: PublicSupport | None) -> Answer:
    if checked is None:
        return Answer.UNKNOWN
    return answer_from(
        checked.status,
        is_under_review=support is not None and support.is_under_review,
        is_award=checked.facts is not None and checked.facts.kind == "award",
    )
