"""What is asked of somebody who wants to be named otherwise, and of who decides about it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import ChoiceField, NoteField, PrintedField, SecretField
from trainee_tracker.form import ActForm, HiddenNumberField
from trainee_tracker.people.forms import name_languages
from trainee_tracker.reasons import LONGEST_REASON


class RequestNameForm(ActForm):
    """How somebody asks to be named, in place of the name that the page showed."""

    replaces = HiddenNumberField()
    full_name = PrintedField(
        _l("Your full name"),
        description=_l("As it should stand on certificates and signatures, in any script."),
        needed=_l("Enter your full name"),
    )
    other_name = PrintedField(
        _l("Your name in another script"),
        description=_l("Shown on certificates below your full name, for example in Arabic."),
    )
    other_language = ChoiceField(
        _l("The language of that name"), choices=name_languages, blank=_l("Choose a language")
    )
    registration = PrintedField(
        _l("Professional registration"),
        longest=120,
        description=_l("Shown beside your name where you sign, for example “UKCP 2011234”."),
    )
    password = SecretField(
        _l("Your password"),
        description=_l("Your password again, so that nobody else can ask in your name."),
        needed=_l("Enter your password to ask for this change"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that a name in another script comes with its language."""
        valid = super().validate(extra_validators)
        if self.other_name.data and not self.other_language.data:
            self.other_language.errors = [_l("Choose the language, so that it prints right")]
            return False
        return valid


class ConfirmNameForm(ActForm):
    """Vouching for a name: nothing but who does it."""

    password = SecretField(
        _l("Your password"),
        description=_l("Your password again, so that nobody else can confirm it in your name."),
        needed=_l("Enter your password to confirm this"),
    )


class DeclineNameForm(ActForm):
    """Why a name is not vouched for."""

    reason = NoteField(
        _l("Why do you decline it?"),
        longest=LONGEST_REASON,
        needed=_l("Say why, so that they know what to do about it"),
    )
    password = SecretField(
        _l("Your password"),
        description=_l("Your password again, so that nobody else can decline it in your name."),
        needed=_l("Enter your password to decline this"),
    )


class WithdrawNameForm(ActForm):
    """Nothing but the press of a button, once."""
