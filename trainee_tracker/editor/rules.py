"""When a course may be opened, changed and published; knows no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import replace

from trainee_tracker.accreditation.registry import REQUIREMENT_KINDS
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

LONGEST_TITLE = 200
"""The most characters of a title that the tables hold."""

LONGEST_SENTENCE = 399
"""The most characters of a sentence of achievement: a certificate prints 400, and a forgotten full
stop is one of them."""

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of reading round for what follows, and show nothing."""


def ensure_leads(led: Collection[int], organisation_id: int) -> None:
    """Raise NotAllowed unless the organisation is among those where the person leads training."""
    if organisation_id not in led:
        raise NotAllowed(
            "Only a training lead of the organisation that owns the course may do this."
        )


def ensure_of_another(owner_id: int, organisation_id: int) -> None:
    """Raise Impossible when a course would be carried to the organisation that owns it."""
    if owner_id == organisation_id:
        raise Impossible(
            "This course belongs to that organisation already. Choose another organisation."
        )


def ensure_title(title: str, what: str) -> None:
    """Raise Impossible when a title is empty or longer than the tables hold."""
    if not title.strip():
        raise Impossible(f"Write {what}.")
    if len(title) > LONGEST_TITLE:
        raise Impossible(f"Shorten {what} to {LONGEST_TITLE} characters or fewer.")


def titled(terms: Terms, *, title: str, award: str) -> Terms:
    """Return the terms under another title and award.

    Translations are kept only where both titles stay: otherwise a certificate would name one
    course in English and another beside it. Raises Impossible when either is empty or too long.
    """
    ensure_title(title, "the title of the course")
    ensure_title(award, "the title of the award")
    is_same = (title, award) == (terms.title, terms.award)
    kept = terms.translations if is_same else ()
    return replace(terms, title=title, award=award, translations=kept)


def ensure_asks_something(terms: Terms) -> None:
    """Raise Impossible when somebody who never did anything would have met everything."""
    if all(REQUIREMENT_KINDS[type(part)].is_kept_by_nobody for part in terms.requirements):
        raise Impossible(
            "This course asks only for supervision beside practice, so whoever never practised "
            "would have met everything. Add a requirement of time, modules or cases."
        )


def ensure_printable(terms: Terms) -> None:
    """Raise Impossible when a certificate of these terms could not be printed.

    It is said on the day of publishing, when the words can still be changed, and not on the day
    on which somebody is to receive the award.
    """
    sentence = " ".join(terms.award_wording.split())
    if len(sentence) > LONGEST_SENTENCE:
        raise Impossible(
            "Shorten the sentence of achievement on the certificate to "
            f"{LONGEST_SENTENCE} characters or fewer."
        )
    titles = {
        "the title of the course": [terms.title],
        "the title of the award": [terms.award],
        "each title in another language": [
            text for each in terms.translations for text in (each.title, each.award)
        ],
        "the title of each requirement": [each.title for each in terms.requirements],
    }
    for what, texts in titles.items():
        for text in texts:
            ensure_title(text, what)
            _ensure_without_hidden(text)
    _ensure_without_hidden(sentence)


def _ensure_without_hidden(text: str) -> None:
    """Raise Impossible when a text has control characters or turns the reading direction round."""
    visible = "".join(
        letter
        for letter in text
        if unicodedata.category(letter) not in ("Cc", "Cs") and letter not in BIDI_CONTROLS
    )
    if visible != text:
        raise Impossible(
            f"A certificate cannot print “{visible}”: it has hidden characters. "
            "Delete it and write it anew."
        )


def ensure_as_shown(draft_digest: str, digest_seen: str | None) -> None:
    """Raise Stale when the draft is not the one that the person was shown before they acted."""
    if digest_seen is not None and digest_seen != draft_digest:
        raise Stale(
            "The draft changed while this page was open. Read it again, then press the button."
        )
