"""What is asked of whoever invites somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import ChipsField, ChoiceField, PrintedField, SecretField
from trainee_tracker.form import ActForm
from trainee_tracker.people.forms import EmailField
from trainee_tracker.people.roles.rules import is_given_with_password
from trainee_tracker.people.rules import Role

if TYPE_CHECKING:
    pass


class InvitePersonForm(ActForm):
    """Whom to invite, to what; the choices depend on who asks."""

    full_name = PrintedField(
        _l("Full name"),
        description=_l(
            "As they write it themselves, in any script. They can ask for a change later."
        ),
        needed=_l("Enter their full name"),
    )
    email = EmailField(
        _l("E-mail address"),
        longest=254,
        description=_l("Their own, not a shared one: whoever opens an e-mail to it can sign in."),
        needed=_l("Enter their e-mail address"),
    )
    role = ChipsField(_l("What will they do?"), coerce=Role, needed=_l("Choose a role"))
    organisation = ChoiceField(
        _l("At which organisation?"), coerce=int, needed=_l("Choose an organisation")
    )
    password = SecretField(
        _l("Your password"),
        description=_l("Your password again, because with this role somebody signs."),
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        # It is shown only for a role that needs it, so it is not called optional.
        self.password.flags.optional = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that a role by which somebody signs comes with a password."""
        valid = super().validate(extra_validators)
        if is_given_with_password(self.role.data) and not self.password.data:
            self.password.errors = [_l("Enter your password to give this role")]
            return False
        return valid
