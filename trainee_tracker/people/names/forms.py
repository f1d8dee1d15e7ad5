"""What is asked of somebody who wants to be named otherwise, and of who decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import Form, NoteField, RequestIdField, SecretField
from trainee_tracker.form import HiddenNumberField
from trainee_tracker.people.forms import NameForm
from trainee_tracker.people.names.rules import Part

if TYPE_CHECKING:
    from flask_babel import LazyString

PART_TITLES: dict[Part, LazyString] = {
    Part.FULL_NAME: _l("Full name"),
    Part.OTHER_NAME: _l("In another script"),
    Part.REGISTRATION: _l("Registration"),
}


class RequestNameForm(NameForm):
    """How somebody asks to be named, in place of the name that the page showed."""

    request_id = RequestIdField()
    replaces = HiddenNumberField()
    password = SecretField(
        _l("Your password"),
        description=_l("Your password again, so that nobody else can ask in your name."),
        needed=_l("Enter your password to ask for this change"),
    )


class ConfirmNameForm(Form):
    """Vouching for a name: nothing but who does it."""

    request_id = RequestIdField()
    password = SecretField(
        _l("Your password"),
        description=_l("Your password again, so that nobody else can confirm it in your name."),
        needed=_l("Enter your password to confirm this"),
    )


class DeclineNameForm(Form):
    """Why a name is not vouched for."""

    request_id = RequestIdField()
    reason = NoteField(
        _l("Why do you decline it?"),
        longest=1_000,
        needed=_l("Say why, so that they know what to do about it"),
    )
    password = SecretField(
        _l("Your password"),
        description=_l("Your password again, so that nobody else can decline it in your name."),
        needed=_l("Enter your password to decline this"),
    )


class WithdrawNameForm(Form):
    """Nothing but the press of a button, once."""

    request_id = RequestIdField()
