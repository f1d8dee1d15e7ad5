"""The forms under which an award is issued again or a certificate is revoked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.certificates.forms import PASSWORD_NEEDED, SignedForm
from trainee_tracker.fields import LineField, NoteField, SecretField
from trainee_tracker.form import DigestField


class RevokeCertificateForm(SignedForm):
    """Why a certificate is revoked, and the password as signature."""

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


class ReissueAwardForm(SignedForm):
    """Why an award is issued again, and the password as signature."""

    shown_digest = DigestField()
    reason = LineField(
        _l("Why is it issued again?"),
        needed=_l("Say why, for example: the name was spelt wrongly"),
        description=_l(
            "Kept in the record with your signature. Neither the holder nor the public page is told."
        ),
    )
    password = SecretField(_l("Your password"), needed=PASSWORD_NEEDED)
