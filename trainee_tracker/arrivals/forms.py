"""What is asked of somebody who was invited."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import Form, SecretField


class AcceptAsKnownForm(Form):
    """The password of an account that the address opens already."""

    password = SecretField(
        _l("Your password here"),
        description=_l("The one with which you sign in with this e-mail address."),
        needed=_l("Enter the password with which you sign in"),
    )
