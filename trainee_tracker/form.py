"""The form that every page's form derives from, and the two hidden fields of an act."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, cast

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, FieldList, FileField, FormField, RadioField
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from trainee_tracker.messages import Message, Verbatim, say
from trainee_tracker.refusals import Refused
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from flask import Flask
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

OPEN_TOO_LONG: Final = say(
    "This page had been open too long. Nothing was lost: press the button again."
)
CHANGED_SINCE: Final = say(
    "What this page showed you has changed or did not arrive whole. "
    "Look at it again, then press the button."
)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")

# What WTForms and Flask-WTF say by themselves, in our own voice.
_OUR_WORDS: Final = {
    "This field is required.": say("Fill this in"),
    "Not a valid choice.": say("Choose one of the answers shown"),
    "Invalid Choice: could not coerce.": say("Choose one of the answers shown"),
    "Invalid email address.": say("Enter an e-mail address, for example name@example.org"),
    "Not a valid integer value.": say("Enter a whole number, for example 12"),
    "Not a valid date value.": say("Enter a date, for example 22 November 2026"),
    "Not a valid time value.": say("Enter a time, for example 18:30"),
}


class WrongAnswer(StopValidation):
    """An answer that cannot be taken: a message, or a sentence that gettext says later."""

    def __init__(self, sentence: Any) -> None:
        said = sentence if isinstance(sentence, Message) else str(sentence)
        super().__init__(cast("str", said))


class _Words:
    """Gives WTForms our sentences in the place of its own."""

    def gettext(self, string: str) -> str:
        return speak(_OUR_WORDS.get(string, string))

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
            raise ValueError(OPEN_TOO_LONG) from None


class DigestField(_HiddenField):
    """The digest of what a signer was shown: 64 hexadecimal digits."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse anything that is not a digest."""
        if not _DIGEST.fullmatch(str(self.data or "")):
            raise WrongAnswer(CHANGED_SINCE)


class HiddenNumberField(_HiddenField):
    """A whole number that the page was made with, such as that of the last row that it showed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the number that was sent; anything else is a page that did not arrive whole."""
        text = str(valuelist[0]) if valuelist else ""
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise ValueError(CHANGED_SINCE)
        self.data = int(text)


@dataclass(frozen=True)
class ErrorItem:
    """One line of the error summary; `field_id` is where its link leads, if anywhere.

    `question` is the label of the field.
    """

    message: str
    field_id: str | None = None
    question: str = field(default="", compare=False)

    def with_question(self) -> ErrorItem:
        """Return the line with its question before it, where there is one."""
        if not self.question:
            return self
        question, problem = Verbatim(self.question), Verbatim(self.message)
        if self.question.endswith(("?", "؟")):
            named = say("{question} {problem}", question=question, problem=problem)
        else:
            named = say("{question}: {problem}", question=question, problem=problem)
        return replace(self, message=speak(named))


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
            token.errors = [speak(OPEN_TOO_LONG)]
        elif token is not None:
            # What Flask-WTF also notes once a request has proved where it comes from.
            g.csrf_valid = True
        return valid

    def refuse(self, refusal: Refused | Message) -> None:
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
        """Return every message once, in the order of the page, with the field to which it leads.

        What would be said of two fields in the same words names its question, and so does whatever
        is said of a field that stands in somebody's row of a table (`flags.in_row`).
        """
        own = [ErrorItem(_spoken(message)) for message in self.form_errors]
        found = dict.fromkeys([*own, *(item for field in self for item in _items_of(field))])
        times = Counter(item.message for item in found if item.field_id)
        return [item if times[item.message] < 2 else item.with_question() for item in found]


def _spoken(message: object) -> str:
    """Return a message of a field as text, also one that gettext makes when it is asked."""
    return speak(message) if isinstance(message, Message) else str(message)


def _items_of(field: Field) -> Iterator[ErrorItem]:
    """Yield the messages of a field and of the fields inside it."""
    if isinstance(field, FormField | FieldList):
        inner: Iterable[Field] = field
        for part in inner:
            yield from _items_of(part)
        own: Iterable[object] = [e for e in field.errors if isinstance(e, str | Message)]
        if isinstance(field, FormField):
            own = []
    else:
        own = field.errors
    hidden = isinstance(field.widget, HiddenInput)
    for message in own:
        question = _spoken(field.label.text)
        item = ErrorItem(_spoken(message), None if hidden else _focus_id(field), question)
        yield item.with_question() if field.flags.in_row else item


def _focus_id(field: Field) -> str:
    """Return the id of what a person can act on: the first chip, or the field itself."""
    return f"{field.id}-0" if isinstance(field, RadioField) else field.id


class ActForm(Form):
    """A form that acts: it carries the id by which a second press is known."""

    request_id = RequestIdField()


class ConfirmForm(ActForm):
    """Nothing but the press of a button."""


def register(app: Flask) -> None:
    """Give the templates of `app` the form of a button that is a whole form."""
    app.jinja_env.globals["confirm_form"] = lambda: ConfirmForm(formdata=None)
