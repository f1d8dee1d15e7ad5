"""What is asked of whoever signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import LineField, SecretField
from trainee_tracker.form import Form

if TYPE_CHECKING:
    pass


class SignInForm(Form):
    """Who signs in."""

    email = LineField(_l("E-mail address"), longest=254, needed=_l("Enter your e-mail address"))
    password = SecretField(_l("Password"), needed=_l("Enter your password"))
