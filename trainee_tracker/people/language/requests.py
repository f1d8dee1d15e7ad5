"""Which language the page in hand speaks."""

from __future__ import annotations

from flask import current_app, g, has_request_context, request

from trainee_tracker.languages import (
    ENGLISH,
    Language,
    best_match,
    installed,
    language_of,
)
from trainee_tracker.people.models import Person


def languages_here() -> tuple[Language, ...]:
    """Return the languages that can be chosen on this installation."""
    return installed(pseudo=bool(current_app.config["PSEUDO_LANGUAGES"]))


def language_for(person: Person) -> Language:
    """Return the language in which letters speak to `person`: the one they chose, else the usual one."""
    return language_named(person.language)


def language_named(tag: str | None) -> Language:
    """Return the language that somebody chose, else the usual one."""
    return _chosen(tag) or _usual()


def locale_of_page() -> str:
    """Return the locale of the page in hand: chosen by who asks, else wanted by their browser.

    Nobody is looked up for it who was not looked up before.
    """
    if not has_request_context():
        return _usual().locale
    person = getattr(g.get("_login_user"), "person", None)
    try:
        chosen = _chosen(person.language) if person is not None else None
    except Exception:  # The page that says that the database is out of reach has a language too.
        chosen = None
    return (chosen or _wanted()).locale


def _chosen(tag: str | None) -> Language | None:
    return language_of(tag, pseudo=bool(current_app.config["PSEUDO_LANGUAGES"])) if tag else None


def _usual() -> Language:
    """Return the language of this installation; English where the setting names none that is here."""
    tag = str(current_app.config["LANGUAGE"])
    return language_of(tag, pseudo=bool(current_app.config["PSEUDO_LANGUAGES"])) or ENGLISH


def _wanted() -> Language:
    """Return the installed language that the browser likes best."""
    here = languages_here()
    found = (best_match(tag, here) for tag in request.accept_languages.values())
    return next((each for each in found if each is not None), _usual())
