"""What is asked of whoever chooses a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import SecretField
from trainee_tracker.form import Form

if TYPE_CHECKING:
    pass


class ChoosePasswordForm(Form):
    """A new password."""

    password = SecretField(
        _l("Choose a password"),
        description=_l(
            "At least 15 characters. Three or four words that have nothing to do with each other"
            " are strong and easy to remember. You may paste it."
        ),
        needed=_l("Choose a password of at least 15 characters"),
    )


class ChangePasswordForm(ChoosePasswordForm):
    """A new password from somebody who knows the current one."""

    current_password = SecretField(
        _l("Your current password"), needed=_l("Enter your current password")
    )
