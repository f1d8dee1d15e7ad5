"""How pages say where a check stands: a word, the tone of its icon and colour, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.governance.rules import State
from trainee_tracker.governance.standing import ItemStanding, item_standing
from trainee_tracker.messages import Message, any_of, say, say_again, say_many

STATE_WORDS = {
    State.IN_DATE: say("In date"),
    State.SUSPENDED: say("Suspended"),
    State.WAITING_BOTH: say("Waiting for both sides"),
    State.WAITING_COMMUNITY: say("Waiting for community side"),
    State.WAITING_STATUTORY: say("Waiting for statutory side"),
    State.NOT_CLEARED: say("Not cleared"),
    State.NOT_YET: say("Not yet in date"),
    State.LAPSED: say("Lapsed"),
    State.WITHDRAWN: say("Withdrawn"),
    State.MISSING: say("Missing"),
}

STATE_TONES = {
    State.IN_DATE: "good",
    State.SUSPENDED: "bad",
    State.WAITING_BOTH: "wait",
    State.WAITING_COMMUNITY: "wait",
    State.WAITING_STATUTORY: "wait",
    State.NOT_CLEARED: "bad",
    State.NOT_YET: "info",
    State.LAPSED: "bad",
    State.WITHDRAWN: "none",
    State.MISSING: "none",
}

WAITING_SIDES = {
    State.WAITING_BOTH: say("A governance lead of each side has to sign it."),
    State.WAITING_COMMUNITY: say("The statutory side has signed. The community side signs next."),
    State.WAITING_STATUTORY: say("The community side has signed. The statutory side signs next."),
}


_ASK: Final = {
    State.SUSPENDED: (
        say("Both sides have to agree before it holds again. Ask your training lead."),
        say("Both sides have to agree before it holds again. Ask {leads}."),
    ),
    State.NOT_CLEARED: (
        say("Ask your training lead what happens next."),
        say("Ask {leads} what happens next."),
    ),
    State.IN_DATE: (
        say("Arrange to renew it with your training lead."),
        say("Arrange to renew it with {leads}."),
    ),
}
_SHOW: Final = (
    say("Show the evidence to your training lead. Then a governance lead of each side signs."),
    say("Show the evidence to {leads}. Then a governance lead of each side signs."),
)
"""What a trainee does next, and the same with the names of who leads their training."""


def next_for_trainee(standing: ItemStanding, leads: Sequence[str]) -> Message:
    """Return what comes next for a trainee of whom an item stands so; `leads` train there."""
    if standing.state in WAITING_SIDES:
        return WAITING_SIDES[standing.state]
    if standing.state is State.NOT_YET:
        return say("Nothing: it begins by itself.")
    if standing.state is State.IN_DATE and standing.warning is None:
        return say("Nothing for now.")
    unnamed, named = _ASK.get(standing.state, _SHOW)
    return say_again(named, leads=any_of(leads)) if leads else unnamed


@dataclass(frozen=True)
class Wording:
    """A state in words: `tone` is that of the status component, `detail` may be missing."""

    tone: str
    word: Message
    detail: Message | None = None


def standing_words(standing: ItemStanding, on: date, *, is_needed: bool = False) -> Wording:
    """Return how an item stands on `on`; `is_needed` when client work stops without it."""
    tone, word = STATE_TONES[standing.state], STATE_WORDS[standing.state]
    if standing.warning is not None and standing.day is not None:
        left = (standing.day - on).days
        tone = "wait"
        word = say_many("{n} day left", "{n} days left", n=left) if left else say("Last day")
    if standing.state is State.MISSING and is_needed:
        tone = "bad"
    return Wording(tone, word, _detail(standing))


def record_words(record: GovernanceRecord, on: date) -> Wording:
    """Return how one record stands on `on`, whatever other records say."""
    if record.situation.is_withdrawn:
        return Wording(STATE_TONES[State.WITHDRAWN], STATE_WORDS[State.WITHDRAWN])
    return standing_words(item_standing([record.known], on), on)


def after_signing(record: GovernanceRecord) -> Message:
    """Return what a signer is told: what happened, and what comes next."""
    if not record.situation.is_in_force:
        return say("You have signed. Now the other side signs.")
    if not record.is_clear:
        return say("Both sides have signed. This outcome does not clear the trainee.")
    return say(
        "Both sides have signed. It is in date from {first} to {last}.",
        first=record.valid_from,
        last=record.valid_to,
    )


def after_lifting(record: GovernanceRecord) -> Message:
    """Return what somebody is told who agreed to lift a suspension."""
    if record.situation.suspended_from is not None:
        return say("You have agreed. It stays suspended until the other side agrees too.")
    return say("Both sides have agreed. The suspension is lifted.")


def _detail(standing: ItemStanding) -> Message | None:
    if standing.day is None:
        return None
    if standing.state is State.IN_DATE:
        return say("until {day}", day=standing.day)
    if standing.state is State.LAPSED:
        return say("last in date {day}", day=standing.day)
    return say("from {day}", day=standing.day)
