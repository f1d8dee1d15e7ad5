"""The form under which one side keeps an award."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.certificates.forms import PASSWORD_NEEDED, SignedForm
from trainee_tracker.fields import NoteField, SecretField
from trainee_tracker.form import DigestField


class KeepAwardForm(SignedForm):
    """Why an award stays, and the password as signature."""

    shown_digest = DigestField()
    reason = NoteField(
        _l("Why is it kept?"),
        longest=1000,
        needed=_l("Say why, for example: the hours were worked and only their date was wrong"),
        description=_l(
            "Those who lead training and governance of this cohort, on both sides, read it. "
            "The public page does not show it."
        ),
    )
    password = SecretField(_l("Your password"), needed=PASSWORD_NEEDED)
