"""What is asked of somebody who was invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import PrintedField, SecretField
from trainee_tracker.form import Form
from trainee_tracker.people.account.forms import ChoosePasswordForm

if TYPE_CHECKING:
    pass


class AcceptAsKnownForm(Form):
    """The password of an account that the address opens already."""

    password = SecretField(
        _l("Your password here"),
        description=_l("The one with which you sign in with this e-mail address."),
        needed=_l("Enter the password with which you sign in"),
    )


class AcceptInvitationForm(ChoosePasswordForm):
    """A first password, and how one is registered."""

    registration = PrintedField(
        _l("Professional registration"),
        longest=120,
        description=_l(
            "For example “UKCP 2011234”, if you have one. It stands beside your name once a lead"
            " of your organisation has confirmed it."
        ),
    )
