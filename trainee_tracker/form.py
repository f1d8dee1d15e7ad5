"""The form that every page's form derives from, and the two hidden fields of an act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

if TYPE_CHECKING:
    from wtforms.form import BaseForm

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, FieldList, FileField, FormField, RadioField
from wtforms.widgets import HiddenInput

from trainee_tracker.messages import Message
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from wtforms import Form as WTForm
    from wtforms.form import BaseForm

    class PlainForm(WTForm):
        """What Flask-WTF's form is to the type checker, since it ships no types of its own."""

        def is_submitted(self) -> bool:
            """Return whether the page was sent rather than asked for."""

        def validate_on_submit(self) -> bool:
            """Return whether the page was sent, and every field is good."""
else:
    PlainForm = FlaskForm

OPEN_TOO_LONG: Final = _l(
    "This page had been open too long. Nothing was lost: press the button again."
)
CHANGED_SINCE: Final = _l(
    "What this page showed you has changed or did not arrive whole. "
    "Look at it again, then press the button."
)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")

# What WTForms and Flask-WTF say by themselves, in our own voice.
_OUR_WORDS: Final[dict[str, Any]] = {
    "This field is required.": _l("Fill this in"),
    "Not a valid choice.": _l("Choose one of the answers shown"),
    "Invalid Choice: could not coerce.": _l("Choose one of the answers shown"),
    "Invalid email address.": _l("Enter an e-mail address, for example name@example.org"),
    "Not a valid integer value.": _l("Enter a whole number, for example 12"),
    "Not a valid date value.": _l("Enter a date, for example 22 November 2026"),
    "Not a valid time value.": _l("Enter a time, for example 18:30"),
}


class _Words:
    """Gives WTForms our sentences for its own."""

    def gettext(self, string: str) -> str:
        return str(_OUR_WORDS.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return singular if n == 1 else plural


class _HiddenField(Field):
    """A value that goes with the form and that nobody sees."""

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class RequestIdField(_HiddenField):
    """The client-made UUID of one act: made once for each page shown, kept while it is corrected."""

    def __init__(self, label: Any = None, **rest: Any) -> None:
        super().__init__(label, **{"default": uuid.uuid4, **rest})

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the id that was sent, or make another and ask to press again."""
        try:
            self.data = uuid.UUID(str(valuelist[0]))
        except (ValueError, IndexError):
            self.data = uuid.uuid4()
            raise ValueError(str(OPEN_TOO_LONG)) from None


class DigestField(_HiddenField):
    """The digest of what a signer was shown: 64 hexadecimal digits."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse anything that is not a digest."""
        if not _DIGEST.fullmatch(str(self.data or "")):
            raise StopValidation(str(CHANGED_SINCE))


class HiddenNumberField(_HiddenField):
    """A whole number that the page was made with, such as that of the last row that it showed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the number that was sent; anything else is a page that did not arrive whole."""
        text = str(valuelist[0]) if valuelist else ""
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise ValueError(str(CHANGED_SINCE))
        self.data = int(text)


@dataclass(frozen=True)
class ErrorItem:
    """One line of the error summary; `field_id` is where its link leads, if anywhere."""

    message: str
    field_id: str | None = None


class Form(PlainForm):
    """The base of every form: CSRF protected, in our words, with a summary of what to correct."""

    class Meta:
        """Our sentences in the place of those of WTForms."""

        def get_translations(self, form: BaseForm) -> _Words:
            """Return the sentences."""
            return _Words()

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """Return what a form of ours sent, where Flask-WTF would also take JSON for one."""
            if formdata is not _Auto:
                return formdata
            sent = form.is_submitted() and (request.form or request.files)
            return CombinedMultiDict((request.files, request.form)) if sent else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field; anything wrong with the CSRF token is a page open for too long."""
        valid = super().validate(extra_validators)
        token = self._fields.get("csrf_token")
        if token is not None and token.errors:
            token.errors = [str(OPEN_TOO_LONG)]
        elif token is not None:
            # What Flask-WTF also notes once a request has proved where it comes from.
            g.csrf_valid = True
        return valid

    def refuse(self, refusal: Refused | Message | str) -> None:
        """Show a refusal: beside the field that it names, or else in the summary."""
        message = refusal.message if isinstance(refusal, Refused) else refusal
        named = refusal.field if isinstance(refusal, Refused) else None
        field = self._fields.get(named or "")
        if field is None:
            self.form_errors = [*self.form_errors, speak(message)]
        else:
            field.errors = [*field.errors, speak(message)]

    @property
    def has_upload(self) -> bool:
        """Whether a file goes with this form, so that the page sends it whole."""
        return any(isinstance(field, FileField) for field in self)

    def error_items(self) -> list[ErrorItem]:
        """Return every message once, in the order of the page, with the field to which it leads."""
        own = [ErrorItem(str(message)) for message in self.form_errors]
        found = [*own, *(item for field in self for item in _items_of(field))]
        return list(dict.fromkeys(found))


def _items_of(field: Field) -> Iterator[ErrorItem]:
    """Yield the messages of a field and of the fields inside it."""
    if isinstance(field, FormField | FieldList):
        inner: Iterable[Field] = field
        for part in inner:
            yield from _items_of(part)
        own: Iterable[object] = [error for error in field.errors if isinstance(error, str)]
        if isinstance(field, FormField):
            own = []
    else:
        own = field.errors
    hidden = isinstance(field.widget, HiddenInput)
    for message in own:
        yield ErrorItem(str(message), None if hidden else _focus_id(field))


def _focus_id(field: Field) -> str:
    """Return the id of what a person can act on: the first chip, or the field itself."""
    return f"{field.id}-0" if isinstance(field, RadioField) else field.id


class ConfirmForm(Form):
    """Nothing but the press of a button, and the id by which a second press is known."""

    request_id = RequestIdField()
