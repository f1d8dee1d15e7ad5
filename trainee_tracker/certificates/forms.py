"""What the forms of certificates share."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import SecretField
from trainee_tracker.form import ActForm

PASSWORD_NEEDED = _l("Enter your password: it is your signature")


class SignedForm(ActForm):
    """A form that ends with the password as signature."""

    password: SecretField
