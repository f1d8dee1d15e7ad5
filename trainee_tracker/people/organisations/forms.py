"""What is asked about an organisation and its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from trainee_tracker.fields import ChipsField, LineField, PrintedField
from trainee_tracker.form import ActForm
from trainee_tracker.people.organisations import rules
from trainee_tracker.people.rules import Side
from trainee_tracker.people.wording import SIDE_TITLES
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from wtforms.form import BaseForm


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
            raise StopValidation(speak(fault))


class AddOrganisationForm(ActForm):
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


class ChangeOrganisationForm(AddOrganisationForm):
    """What is known of an organisation from now on."""


class AddSiteForm(ActForm):
    """A place of an organisation."""

    name = PrintedField(
        _l("Name of the site"),
        description=_l("Where families are met or classes are held, for example “Grace Hall”."),
        needed=_l("Enter the name of the site"),
    )
