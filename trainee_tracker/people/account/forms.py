"""What is asked of whoever chooses a password."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import SecretField
from trainee_tracker.form import Form

_SUITABLE: Final = _l(
    "At least 15 characters. Three or four words that have nothing to do with each other"
    " are strong and easy to remember. You may paste it."
)
_NEEDED: Final = _l("Choose a password of at least 15 characters")


class ChoosePasswordForm(Form):
    """A new password."""

    password = SecretField(_l("Choose a password"), description=_SUITABLE, needed=_NEEDED)


class ChangePasswordForm(Form):
    """A new password from somebody who knows the current one.

    It carries no id: to tell a second press from another change, a row would have to keep
    passwords.
    """

    password = SecretField(_l("Your current password"), needed=_l("Enter your current password"))
    new_password = SecretField(_l("Your new password"), description=_SUITABLE, needed=_NEEDED)
