"""When a course may be opened, changed and published; knows no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from trainee_tracker.accreditation.registry import REQUIREMENT_KINDS
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.messages import Message, Own, say, say_again, say_many, verbatim
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

LONGEST_TITLE = 200
"""The most characters of a title that the tables hold."""

LONGEST_SENTENCE = 399
"""The most characters of a sentence of achievement: a certificate prints 400, and a forgotten full
stop is one of them."""

MOST_CHANGES_TOLD = 3
"""How many of the changes that somebody would make in a draft of others are told in a refusal."""

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of reading round for what follows, and show nothing."""


def translations_left_out(before: Terms, after: Terms) -> tuple[Message, ...]:
    """Say so where a course began without the translations that it was made from."""
    if after.translations or not before.translations:
        return ()
    return (say("Translations of the old title were left out: write them anew."),)


class Printed(StrEnum):
    """A title that certificates print."""

    COURSE = "course"
    AWARD = "award"
    TRANSLATION = "translation"
    REQUIREMENT = "requirement"


_BLANK: Final = {
    Printed.COURSE: say("Write the title of the course."),
    Printed.AWARD: say("Write the title of the award."),
    Printed.TRANSLATION: say("Write each title in another language."),
    Printed.REQUIREMENT: say("Write the title of each requirement."),
}
_TOO_LONG: Final = {
    Printed.COURSE: say("Shorten the title of the course to {most} characters or fewer."),
    Printed.AWARD: say("Shorten the title of the award to {most} characters or fewer."),
    Printed.TRANSLATION: say(
        "Shorten each title in another language to {most} characters or fewer."
    ),
    Printed.REQUIREMENT: say(
        "Shorten the title of each requirement to {most} characters or fewer."
    ),
}


@dataclass(frozen=True)
class Edit:
    """The last change of a draft: by whom, when, and whether by the very person who asks."""

    full_name: str
    at: datetime
    is_own: bool


def ensure_leads(led: Collection[int], organisation_id: int, *, owner: str) -> None:
    """Raise NotAllowed unless the organisation is among those where the person leads training.

    `owner` is what the organisation is called.
    """
    if organisation_id not in led:
        raise NotAllowed(
            say(
                "Courses of {owner} are opened, changed and published only by a training lead there."
                " Ask one of them.",
                owner=Own(owner),
            )
        )


def ensure_of_another(owner_id: int, organisation_id: int) -> None:
    """Raise Impossible when a course would be carried to the organisation that owns it."""
    if owner_id == organisation_id:
        raise Impossible(
            say("This course belongs to that organisation already. Choose another organisation."),
            field="organisation",
        )


def ensure_title(title: str, what: Printed) -> None:
    """Raise Impossible when a title is empty or longer than the tables hold."""
    field = {Printed.COURSE: "title", Printed.AWARD: "award"}.get(what)
    if not title.strip():
        raise Impossible(_BLANK[what], field=field)
    if len(title) > LONGEST_TITLE:
        raise Impossible(say_again(_TOO_LONG[what], most=LONGEST_TITLE), field=field)


def titled(terms: Terms, *, title: str, award: str) -> Terms:
    """Return the terms under another title and award.

    Translations are kept only where both titles stay: otherwise a certificate would name one
    course in English and another beside it. Raises Impossible when either is empty or too long.
    """
    ensure_title(title, Printed.COURSE)
    ensure_title(award, Printed.AWARD)
    is_same = (title, award) == (terms.title, terms.award)
    kept = terms.translations if is_same else ()
    return replace(terms, title=title, award=award, translations=kept)


def ensure_asks_something(terms: Terms) -> None:
    """Raise Impossible when somebody who never did anything would have met everything."""
    if all(REQUIREMENT_KINDS[type(part)].is_kept_by_nobody for part in terms.requirements):
        raise Impossible(
            say(
                "This course asks only for supervision beside practice, so whoever never practised"
                " would have met everything. Add a requirement of time, modules or cases."
            )
        )


def ensure_printable(terms: Terms) -> None:
    """Raise Impossible when a certificate of these terms could not be printed.

    It is said on the day of publishing, when the words can still be changed, and not on the day
    on which somebody is to receive the award.
    """
    sentence = " ".join(terms.award_wording.split())
    if len(sentence) > LONGEST_SENTENCE:
        raise Impossible(
            say(
                "Shorten the sentence of achievement on the certificate to {most} characters or"
                " fewer.",
                most=LONGEST_SENTENCE,
            )
        )
    titles = {
        Printed.COURSE: [terms.title],
        Printed.AWARD: [terms.award],
        Printed.TRANSLATION: [
            text for each in terms.translations for text in (each.title, each.award)
        ],
        Printed.REQUIREMENT: [each.title for each in terms.requirements],
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
            say(
                "A certificate cannot print “{text}”: it has hidden characters. Delete it and write"
                " it anew.",
                text=Own(visible),
            )
        )


SAVE: Final = say("Save")
REMOVE: Final = say("Remove it")
UP: Final = say("Up")
DOWN: Final = say("Down")
"""What the buttons of the editor say, so that a refusal can name the one to press."""


def publish_button(number: int) -> Message:
    """Return what the button says that publishes a draft as version `number`."""
    return say("Publish version {number}", number=verbatim(number))


def published_otherwise(edit: Edit | None, number: int) -> Stale:
    """Return the refusal to publish a draft, as version `number`, that changed since it was shown."""
    return Stale(
        say(
            "{changed} Read it again below, then press “{button}”.",
            changed=_changed(edit),
            button=publish_button(number),
        )
    )


def changed_meanwhile(
    edit: Edit | None, changes: Sequence[Message], *, button: Message = SAVE
) -> Stale:
    """Return the refusal to change a draft that somebody changed since it was shown.

    `changes` say in what the draft would be another than it is now, each in a sentence; `button`
    is what the button says that was pressed.
    """
    if not changes:
        return Stale(
            say(
                "{changed} Look at it again, then press “{button}”.",
                changed=_changed(edit),
                button=button,
            )
        )
    return Stale(
        say(
            "{changed} Yours would now change this in it: {changes}. Press “{button}” to keep yours,"
            " or leave this page to keep what is there.",
            changed=_changed(edit),
            changes=_in_a_row(changes),
            button=button,
        )
    )


def part_gone(edit: Edit | None) -> Message:
    """Say that a part of a draft, which another page still shows, is not in it any more."""
    if edit is None:
        return say("This part is not in the draft any more.")
    if edit.is_own:
        return say(
            "This part is not in the draft any more. You changed the draft last yourself ({at}).",
            at=edit.at,
        )
    return say(
        "This part is not in the draft any more. {who} changed the draft last ({at}).",
        who=Own(edit.full_name),
        at=edit.at,
    )


def _changed(edit: Edit | None) -> Message:
    """Say who changed a draft, and when; None where nobody is known to have."""
    if edit is None:
        return say("The draft changed while this page was open.")
    if edit.is_own:
        return say(
            "You changed the draft yourself while this page was open ({at}).",
            at=edit.at,
        )
    return say(
        "{who} changed the draft while this page was open ({at}).",
        who=Own(edit.full_name),
        at=edit.at,
    )


def _in_a_row(changes: Sequence[Message]) -> Message:
    """Return the first of several changes in a row, and how many more there are."""
    told = changes[:MOST_CHANGES_TOLD]
    rest = len(changes) - len(told)
    row = told[0]
    for each in told[1:]:
        row = say("{first}; {then}", first=row, then=each)
    if rest:
        return say_many("{first}; and {n} more", "{first}; and {n} more", n=rest, first=row)
    return row
