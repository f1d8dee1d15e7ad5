"""Choosing the language of one's pages and letters."""

from __future__ import annotations

from trainee_tracker.extensions import db
from trainee_tracker.languages import Language
from trainee_tracker.people.models import Person


def choose_language(person: Person, language: Language | None) -> None:
    """Let pages and letters speak `language` to `person`; None follows the browser."""
    person.account.language = language.tag if language else None
    db.session.flush()
    db.session.expire(person, ["language"])
