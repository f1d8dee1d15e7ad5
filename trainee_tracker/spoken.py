"""The one place where a message becomes text: sentences from a catalogue, values as CLDR writes them.

Pages speak the language of whoever asks, letters that of who gets them, `flask judge` the one it is
told. People's own words are set apart where two directions meet, so that a name disturbs nothing
around it (Unicode Bidirectional Algorithm, isolates).
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask_babel import Domain, force_locale, get_locale
from markupsafe import Markup, escape

from trainee_tracker.clock import CIVIL_ZONE
from trainee_tracker.languages import (
    ENGLISH,
    Language,
    catalogue_of,
    language_by_locale,
)
from trainee_tracker.messages import (
    All,
    AnyOf,
    Message,
    Minutes,
    Month,
    Own,
    Percent,
    Value,
    Verbatim,
    say,
)

ISOLATE: Final = "\u2068"
POP: Final = "\u2069"
LONG_DATE: Final = "d MMMM yyyy"


@dataclass(frozen=True)
class Speaker:
    """Speaks one language."""

    locale: Locale
    catalogue: NullTranslations

    def speak(self, message: Message) -> str:
        """Return a message as plain text; people's own words are isolated where directions meet.

        Raises KeyError where a translation names a value that is not there.
        """
        return self._speak(message, self.value)

    def speak_html(self, message: Message) -> Markup:
        """Return a message for a page, with people's own words in <bdi> elements."""
        return Markup(self._speak(message, self._html, escape))  # noqa: S704 (all of it is escaped)

    def html(self, value: Value) -> Markup:
        """Return one typed value for a page, with people's own words in <bdi> elements."""
        return Markup(self._html(value))  # noqa: S704 (all of it is escaped)

    def _speak(
        self,
        message: Message,
        write: Callable[[Value], str],
        quote: Callable[[str], str] = str,
    ) -> str:
        values = {name: write(value) for name, value in message.values.items()}
        return string.Formatter().vformat(quote(self._sentence(message)), (), values)

    def _sentence(self, message: Message) -> str:
        counted = message.values.get("n")
        if message.many is not None and isinstance(counted, int):
            return str(self.catalogue.ngettext(message.one, message.many, counted))
        if message.context is not None:
            return str(self.catalogue.pgettext(message.context, message.one))
        return str(self.catalogue.gettext(message.one))

    def value(self, value: Value) -> str:
        """Return one typed value as this language writes it. Raises TypeError for any other."""
        return self._value(value, self.value)

    def _html(self, value: Value) -> str:
        match value:
            case Message():
                return self.speak_html(value)
            case Own():
                return f"<bdi>{escape(value.text)}</bdi>"
            case Verbatim():
                return str(escape(value.text))
        return self._value(value, self._html)

    def _value(self, value: Value, write: Callable[[Value], str]) -> str:
        match value:
            case bool():
                raise TypeError("Say a word, not a truth value.")
            case Message():
                return self.speak(value)
            case Minutes() | Percent():
                return write(value.said())
            case Own():
                return self._isolated(value.text)
            case Verbatim():
                return value.text
            case Month():
                return str(
                    format_skeleton("yMMMM", date(value.year, value.month, 1), locale=self.locale)
                )
            case datetime():
                return self.instant(value)
            case date():
                return str(format_date(value, LONG_DATE, locale=self.locale))
            case All():
                return str(format_list([write(each) for each in value.items], locale=self.locale))
            case AnyOf():
                words = [write(each) for each in value.items]
                return str(format_list(words, style="or", locale=self.locale))
            case int():
                return str(format_decimal(value, locale=self.locale))
        raise TypeError(f"A message cannot hold {value!r}.")

    def instant(self, at: datetime) -> str:
        """Return an instant (aware) as a wall clock in London shows it: "22 November 2026, 19:42".

        Raises ValueError for a datetime without a zone, whose instant nobody can know.
        """
        if at.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        here = at.astimezone(CIVIL_ZONE)
        return self.speak(say("{date}, {time}", date=here.date(), time=Verbatim(f"{here:%H:%M}")))

    def _isolated(self, text: str) -> str:
        here = str(self.locale.text_direction)
        if all(_direction(letter) in {here, ""} for letter in text):
            return text
        return f"{ISOLATE}{text}{POP}"


def _direction(letter: str) -> str:
    """Return the direction in which a letter reads, "" for what takes that of its neighbours."""
    kind = unicodedata.bidirectional(letter)
    if kind in {"R", "AL"}:
        return "rtl"
    return "ltr" if kind == "L" else ""


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel ships no types
    """Where gettext on pages finds its sentences: the catalogues of `languages.py`."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the page in hand."""
        return catalogue_of(language_of_page().locale)


def language_of_page() -> Language:
    """Return the language of the page being made; English outside any page."""
    found = get_locale()
    return language_by_locale(str(found)) if isinstance(found, Locale) else ENGLISH


def speaker() -> Speaker:
    """Return who speaks the language of the page being made; English outside any page."""
    return speaker_of(language_of_page())


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak one language for a while, whatever that of the page; also a decorator.

    What is signed, printed or kept must not depend on who looks at it.
    """
    with force_locale(language.locale):
        yield


@cache
def speaker_of(language: Language) -> Speaker:
    """Return who speaks a language, whoever asks for the page."""
    return Speaker(language.parsed, catalogue_of(language.locale))


def speak(message: Message | str) -> str:
    """Return a message in the language of the page being made; a text as it stands."""
    return speaker().speak(message) if isinstance(message, Message) else message


def spoken_on_page(value: object) -> object:
    """Return what a template prints in the place of `value`: messages are spoken in its language."""
    return speaker().speak_html(value) if isinstance(value, Message) else value
