"""The forms of certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput

from trainee_tracker.certificates.rules import SERIAL_LENGTH, is_well_formed, normalise_serial
from trainee_tracker.fields import LineField, NoteField, SecretField, UploadField
from trainee_tracker.form import DigestField, Form, RequestIdField

PASSWORD_NEEDED = _l("Enter your password: it is your signature")


class IssueProgressForm(Form):
    """Asks for nothing: the ledger says everything."""

    request_id = RequestIdField()


class IssueAwardsForm(Form):
    """Who receives the award, and the training lead's password as signature."""

    request_id = RequestIdField()
    shown_digest = DigestField()
    enrolments = SelectMultipleField(_l("Who receives it"), option_widget=CheckboxInput())
    password = SecretField(_l("Your password"), needed=PASSWORD_NEEDED)

    def validate_enrolments(self, field: SelectMultipleField) -> None:
        """Ask for at least one trainee."""
        if not field.data:
            raise ValidationError(str(_l("Choose at least one trainee")))


class RevokeCertificateForm(Form):
    """Why a certificate is revoked, and the password as signature."""

    request_id = RequestIdField()
    reason = NoteField(
        _l("Why is it revoked?"),
        longest=1000,
        needed=_l("Say why, for example: issued to the wrong person"),
        description=_l(
            "Kept for the training leads of this cohort. The holder and the public page are told"
            " only the date."
        ),
    )
    password = SecretField(_l("Your password"), needed=PASSWORD_NEEDED)


class ReissueAwardForm(Form):
    """Why an award is issued again, and the password as signature."""

    request_id = RequestIdField()
    shown_digest = DigestField()
    reason = LineField(
        _l("Why is it issued again?"),
        needed=_l("Say why, for example: the name was spelt wrongly"),
        description=_l(
            "Kept in the record with your signature. Neither the holder nor the public page is told."
        ),
    )
    password = SecretField(_l("Your password"), needed=PASSWORD_NEEDED)


class CheckSerialForm(Form):
    """A serial typed from paper."""

    serial = LineField(
        _l("Serial"),
        longest=80,
        needed=_l("Enter the serial that is printed on the certificate"),
        description=_l("Six groups of four letters and numbers, beside the square code."),
    )

    def validate_serial(self, field: LineField) -> None:
        """Tell a slip of the finger from a serial that nobody issued."""
        serial = normalise_serial(field.data or "")
        if len(serial) != SERIAL_LENGTH:
            raise ValidationError(
                str(
                    _l(
                        "A serial has %(whole)s letters and numbers; this has %(typed)s",
                        whole=SERIAL_LENGTH,
                        typed=len(serial),
                    )
                )
            )
        if not is_well_formed(serial):
            raise ValidationError(
                str(_l("One letter or number is not right. Compare it with the paper once more"))
            )


class CheckFileForm(Form):
    """A certificate's file."""

    file = UploadField(
        _l("The certificate as a PDF"), needed=_l("Choose the PDF file of the certificate")
    )
