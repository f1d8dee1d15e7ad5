"""What people, roles and organisations are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    Form,
    LineField,
    PrintedField,
    SecretField,
)
from trainee_tracker.people import rules
from trainee_tracker.people.roles.rules import SIGNING_ROLES
from trainee_tracker.people.rules import Role, Side

if TYPE_CHECKING:
    from flask_babel import LazyString
    from wtforms.form import BaseForm

ROLE_TITLES: dict[Role, LazyString] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.TRAINING_LEAD: _l("Training lead"),
    Role.GOVERNANCE_LEAD: _l("Governance lead"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.TRAINEE: _l("Trainee"),
    Role.COMMISSIONER: _l("Commissioner"),
}

SIDE_TITLES: dict[Side, LazyString] = {
    Side.COMMUNITY: _l("Community"),
    Side.STATUTORY: _l("Statutory"),
    Side.TRAINING_PROVIDER: _l("Training provider"),
    Side.ACCREDITOR: _l("Accreditor"),
}

NAME_LANGUAGES = (
    "am",
    "ar",
    "bn",
    "fa",
    "fr",
    "gu",
    "hi",
    "pa",
    "pt",
    "so",
    "ta",
    "ti",
    "tw",
    "uk",
    "ur",
    "yo",
    "zh",
)
"""The languages offered for a second spelling of a name (BCP 47 tags)."""


def name_languages() -> list[tuple[str, str]]:
    """Return (tag, name in the page's language) of each of `NAME_LANGUAGES`, in order of name."""
    names = get_locale().languages
    return sorted(((tag, names[tag]) for tag in NAME_LANGUAGES), key=lambda pair: pair[1])


class EmailField(LineField):
    """An e-mail address."""

    def pre_validate(self, form: BaseForm) -> None:
        """Also refuse what cannot be an address."""
        super().pre_validate(form)
        fault = rules.email_fault(self.data)
        if fault is not None:
            raise StopValidation(fault)


class ColourField(LineField):
    """A colour, as `#rrggbb`; with `carries_text` it must be readable with white."""

    def __init__(self, label: Any = None, *, carries_text: bool = False, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.carries_text = carries_text

    def pre_validate(self, form: BaseForm) -> None:
        """Also refuse what is no colour, or would make words hard to read."""
        super().pre_validate(form)
        self.data = self.data.lower()
        fault = rules.colour_fault(self.data, carries_text=self.carries_text)
        if fault is not None:
            raise StopValidation(fault)


class SignInForm(Form):
    """Who signs in."""

    email = LineField(_l("E-mail address"), longest=254, needed=_l("Enter your e-mail address"))
    password = SecretField(_l("Password"), needed=_l("Enter your password"))


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


class JoinForm(ChoosePasswordForm):
    """A first password, and how one is registered."""

    registration = PrintedField(
        _l("Professional registration"),
        longest=120,
        description=_l(
            "For example “UKCP 2011234”, if you have one. It stands beside your name once a lead"
            " of your organisation has confirmed it."
        ),
    )


class ChangePasswordForm(ChoosePasswordForm):
    """A new password from somebody who knows the current one."""

    current_password = SecretField(
        _l("Your current password"), needed=_l("Enter your current password")
    )


class NameForm(Form):
    """How a person is named."""

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

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that a name in another script comes with its language."""
        valid = super().validate(extra_validators)
        if self.other_name.data and not self.other_language.data:
            self.other_language.errors = [_l("Choose the language, so that it prints right")]
            return False
        return valid


class InvitePersonForm(Form):
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
        description=_l("Their own, not a shared one: whoever opens the letter can sign in."),
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
        if self.role.data in SIGNING_ROLES and not self.password.data:
            self.password.errors = [_l("Enter your password to give this role")]
            return False
        return valid


class OrganisationForm(Form):
    """What is known of an organisation."""

    name = PrintedField(_l("Name"), needed=_l("Enter the organisation’s name"))
    side = ChipsField(
        _l("On which side of the partnership?"),
        description=_l("Governance needs a signature from the community and the statutory side."),
        coerce=Side,
        choices=list(SIDE_TITLES.items()),
        needed=_l("Choose a side"),
    )
    brand = ColourField(
        _l("Main colour"),
        description=_l("For headings, buttons and certificates. White words must read well on it."),
        carries_text=True,
        default="#3d2a5c",
        needed=_l("Choose a colour"),
    )
    accent = ColourField(
        _l("Second colour"),
        description=_l("For lines and ornaments, never for words."),
        default="#e3a72f",
        needed=_l("Choose a colour"),
    )
    issuer_line = PrintedField(
        _l("Issuer on certificates"),
        description=_l(
            "What certificates print as issuer. Choose words that holders are happy to show to"
            " anyone: the name of a network can reveal somebody’s faith."
        ),
    )


class SiteForm(Form):
    """A place of an organisation."""

    name = PrintedField(
        _l("Name of the site"),
        description=_l("Where families are met or classes are held, for example “Grace Hall”."),
        needed=_l("Enter the name of the site"),
    )


class ConfirmForm(Form):
    """Nothing but the press of a button."""
