"""Writing letters: to whom, and what they say in the language of whoever reads them.

The page of who acts may speak another language than the letter that it causes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from trainee_tracker.extensions import db
from trainee_tracker.languages import Language
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.people.language.requests import language_named
from trainee_tracker.people.models import Account, Person
from trainee_tracker.spoken import ISOLATE, POP, speaker_of

_WITHOUT_ISOLATES: Final = str.maketrans("", "", ISOLATE + POP)
"""A subject stands in a list of letters, where some programs show isolates as boxes."""


@dataclass(frozen=True)
class Reader:
    """Whom a letter is to, and the language in which they read it."""

    email: str
    name: str
    language: Language


@dataclass(frozen=True)
class Letter:
    """One letter ready to send, in plain values that outlive the transaction.

    `language` is the tag of the one in which it is written.
    """

    email: str
    name: str
    language: str
    subject: str
    text: str


def reader(person: Person) -> Reader:
    """Return somebody as the reader of a letter."""
    return Reader(person.email, person.full_name, language_named(person.language))


def readers(names: Mapping[int, str]) -> list[Reader]:
    """Return people as readers of letters, from their names by their ids; one statement."""
    rows = db.session.execute(
        select(Account.person_id, Account.email, Account.language)
        .where(Account.person_id.in_(names))
        .order_by(Account.person_id)
    )
    return [Reader(row.email, names[row.person_id], language_named(row.language)) for row in rows]


def write(to: Reader, subject: Message, *paragraphs: Message | str) -> Letter:
    """Return a letter in the language of its reader; a paragraph that is a text is a link.

    A subject holds nobody's own words: it is read over shoulders, and on locked phones.
    """
    speaker = speaker_of(to.language)
    greeting = say("Hello {name},", name=Own(to.name))
    said = (
        speaker.speak(each) if isinstance(each, Message) else each
        for each in (greeting, *paragraphs)
    )
    return Letter(
        email=to.email,
        name=to.name,
        language=to.language.tag,
        subject=speaker.speak(subject).translate(_WITHOUT_ISOLATES),
        text="\n\n".join(said) + "\n",
    )
