"""What people, roles and organisations are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import get_locale
from wtforms.validators import StopValidation

from trainee_tracker.fields import (
    LineField,
)
from trainee_tracker.people import rules
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from wtforms.form import BaseForm


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
            raise StopValidation(speak(fault))
