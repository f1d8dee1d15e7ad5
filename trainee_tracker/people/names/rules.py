"""Who may vouch for a name, and when; knows no database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from trainee_tracker.messages import Message, Own, any_of, say
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

LEADING = (Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD)
"""Who vouches for names at their own organisation; an administrator does at all of them."""


class NameOutcome(StrEnum):
    """What became of a request to be named otherwise; until then it waits."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Naming:
    """How somebody is named, or wants to be: what certificates and signatures carry.

    `other_name` is in another script, in the language `other_language` (a BCP 47 tag).
    """

    full_name: str
    other_name: str = ""
    other_language: str = ""
    registration: str = ""


def language_of_name(other_name: str, language: str) -> str:
    """Return the language of a name in another script; without such a name it means nothing."""
    return language if other_name else ""


def is_another_registration(given: str, stands: str) -> bool:
    """Tell whether a registration was given that somebody has to confirm before it stands."""
    return given not in {"", stands}


class Part(StrEnum):
    """What a name is made of."""

    FULL_NAME = "full_name"
    OTHER_NAME = "other_name"
    REGISTRATION = "registration"


PART_WORDS: dict[Part, Message] = {
    Part.FULL_NAME: say("Full name"),
    Part.OTHER_NAME: say("In another script"),
    Part.REGISTRATION: say("Registration"),
}
"""What a part of a name is called."""

WITHOUT: dict[Part, Message] = {
    Part.FULL_NAME: say("no full name"),
    Part.OTHER_NAME: say("no name in another script"),
    Part.REGISTRATION: say("no registration"),
}
"""What stands in a sentence for a part that somebody asks to leave out."""


@dataclass(frozen=True)
class Compared:
    """One part of a name as it stands and as it is asked for, each with its language, if known."""

    part: Part
    stands: str
    asked: str
    stands_in: str = ""
    asked_in: str = ""

    @property
    def changes(self) -> bool:
        """Whether the two differ."""
        return (self.stands, self.stands_in) != (self.asked, self.asked_in)


def compared(stands: Naming, asked: Naming) -> list[Compared]:
    """Return the parts that one of the two has, side by side."""
    parts = (
        Compared(Part.FULL_NAME, stands.full_name, asked.full_name),
        Compared(
            Part.OTHER_NAME,
            stands.other_name,
            asked.other_name,
            stands.other_language,
            asked.other_language,
        ),
        Compared(Part.REGISTRATION, stands.registration, asked.registration),
    )
    return [each for each in parts if each.stands or each.asked]


@dataclass(frozen=True)
class Situation:
    """What has become of a request. `person` is how its subject is named now; `decided_by` is None
    where the server decided, or somebody of whom the reader should not know."""

    person: str
    is_newest: bool
    is_about_what_stands: bool
    outcome: NameOutcome | None = None
    decided_by: str | None = None
    reason: str = ""


def vouches_for(
    *,
    is_oneself: bool,
    is_administrator: bool,
    leads_at: Collection[int],
    known_at: Collection[int],
) -> bool:
    """Tell whether somebody who leads at some organisations vouches for a name.

    `known_at` are the ids of the organisations at which the named person is known or has a role.
    """
    if is_oneself:
        return False
    return is_administrator or not set(leads_at).isdisjoint(known_at)


def ensure_vouches(
    may: bool, person: str, *, is_oneself: bool, others: Collection[str] = ()
) -> None:
    """Raise NotAllowed where somebody may not decide how a person is named; `others` may."""
    if is_oneself and others:
        raise NotAllowed(
            say("This is your own name. Ask {others} to confirm it.", others=any_of(others))
        )
    if is_oneself:
        raise NotAllowed(
            say(
                "This is your own name. A training lead, a governance lead or an administrator"
                " confirms it."
            )
        )
    if not may and others:
        raise NotAllowed(
            say(
                "How {person} is named is confirmed by somebody who leads where they have a role."
                " Ask {others} to do it.",
                person=Own(person),
                others=any_of(others),
            )
        )
    if not may:
        raise NotAllowed(
            say(
                "How {person} is named is confirmed by a training lead or governance lead of an"
                " organisation where they have a role, or by an administrator. Ask one of them.",
                person=Own(person),
            )
        )


def ensure_nobody_else(others: Collection[str], person: str) -> None:
    """Raise NotAllowed when somebody could confirm a name, so that the server need not."""
    if others:
        raise NotAllowed(
            say(
                "How {person} is named is confirmed on the site: ask {others}."
                " The server confirms a name only where nobody else can.",
                person=Own(person),
                others=any_of(others),
            )
        )


def ensure_waits(now: Situation) -> None:
    """Raise Impossible when a request was decided, withdrawn or replaced, Stale when the name that
    it was to replace does not stand any more."""
    person = Own(now.person)
    if now.outcome is not None:
        raise Impossible(_became(now))
    if not now.is_newest:
        raise Impossible(
            say(
                "{person} has asked for something else since. Decide about the newer request.",
                person=person,
            )
        )
    if not now.is_about_what_stands:
        raise Stale(
            say(
                "{person} has been named otherwise since this was asked for."
                " Ask {person} to ask once more, if something is still wrong.",
                person=person,
            )
        )


def _became(now: Situation) -> Message:
    """Return what became of a request, and through whom, as far as the reader may know."""
    if now.outcome is NameOutcome.WITHDRAWN:
        return say(
            "{person} took this request back. There is nothing to decide.", person=Own(now.person)
        )
    by = Own(now.decided_by) if now.decided_by else say("Somebody else")
    if now.outcome is NameOutcome.CONFIRMED:
        return say(
            "{decider} has confirmed this request already. There is nothing left to decide.",
            decider=by,
        )
    if not now.reason:
        return say(
            "{decider} has declined this request already. There is nothing left to decide.",
            decider=by,
        )
    return say(
        "{decider} has declined this request already, with the reason: “{reason}”",
        decider=by,
        reason=Own(now.reason),
    )


def ensure_changes_something(asked: Naming, stands: Naming, waiting: Naming | None) -> None:
    """Raise Impossible when a request asks for what is confirmed, or is waiting, already."""
    if asked == stands:
        raise Impossible(
            say(
                "This is how you are named already. Change what is wrong, then send it."
                " What you asked for before still waits."
            )
            if waiting
            else say("This is how you are named already. Change what is wrong, then send it.")
        )
    if asked == waiting:
        raise Impossible(say("You have asked for exactly this already. It waits to be confirmed."))


def ensure_reason(reason: str, person: str) -> None:
    """Raise Impossible when somebody declines without a reason."""
    if not reason.strip():
        raise Impossible(
            say("Say why, so that {person} knows what to do about it.", person=Own(person)),
            field="reason",
        )
