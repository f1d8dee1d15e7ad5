"""The two ways in which anyone asks about a certificate: its serial, or its file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.certificates.rules import SERIAL_LENGTH, is_well_formed, normalise_serial
from trainee_tracker.fields import LineField, UploadField
from trainee_tracker.form import Form, WrongAnswer
from trainee_tracker.messages import say


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
            raise WrongAnswer(
                say(
                    "A serial has {whole} letters and numbers; this has {typed}",
                    whole=SERIAL_LENGTH,
                    typed=len(serial),
                )
            )
        if not is_well_formed(serial):
            raise WrongAnswer(
                say("One letter or number is not right. Compare it with the paper once more")
            )


class CheckFileForm(Form):
    """A certificate's file."""

    file = UploadField(
        _l("The certificate as a PDF"), needed=_l("Choose the PDF file of the certificate")
    )
