"""What somebody is told whose step on a governance record cannot follow; knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import ForOthers, Impossible


@dataclass(frozen=True)
class StepRefusals:
    """What is said of a step that each side takes once, by another person."""

    done_by_both: Message
    done_by_you: Message
    done_by_side: Mapping[Side, Message]


SIGNED_ONCE = StepRefusals(
    say("Both sides have signed this record. There is nothing left to sign."),
    say(
        "You have signed this record already. Somebody else has to sign it for the other side: its"
        " page says who can."
    ),
    {
        Side.COMMUNITY: say(
            "The community side has signed this record already. The statutory side signs next."
        ),
        Side.STATUTORY: say(
            "The statutory side has signed this record already. The community side signs next."
        ),
    },
)
LIFTED_ONCE = StepRefusals(
    say("Both sides have agreed that this suspension ends. There is nothing left to do."),
    say(
        "You have agreed already that this suspension ends. Somebody else has to agree for the other"
        " side: the page of the record says who can."
    ),
    {
        Side.COMMUNITY: say(
            "The community side has agreed already that this suspension ends. Now the statutory side"
            " has to agree."
        ),
        Side.STATUTORY: say(
            "The statutory side has agreed already that this suspension ends. Now the community side"
            " has to agree."
        ),
    },
)
ADDED_IT = {
    Side.COMMUNITY: say(
        "You added this record, so somebody else signs it for the community side. The page of the"
        " record says who can."
    ),
    Side.STATUTORY: say(
        "You added this record, so somebody else signs it for the statutory side. The page of the"
        " record says who can."
    ),
}


OTHERS_DECIDE: Final = (
    say("Only a governance lead of the network or of its partner can do this. Ask one of them."),
    say("Only a governance lead of the network or of its partner can do this. Ask {leads}."),
)
OTHERS_WITHDRAW: Final = (
    say("Only a governance lead, or who added the record, can withdraw it. Ask one of them."),
    say("Only a governance lead, or who added the record, can withdraw it. Ask {leads}."),
)


def may_not_add() -> ForOthers:
    """Return the refusal for somebody who leads nothing in a partnership."""
    return ForOthers(
        say(
            "Only a governance or training lead of the partnership adds a record. Ask one of them."
        ),
        say("Only a governance or training lead of the partnership adds a record. Ask {leads}."),
    )


def unreadable(record_id: int | None, *, missing: int) -> Impossible:
    """Return the refusal of a record of which the step numbered `missing` is not there."""
    if record_id is None:
        return Impossible(
            say(
                "This record cannot be read safely, and nothing was changed. Tell your administrator"
                " that step {number} of it is missing.",
                number=missing,
            )
        )
    return Impossible(
        say(
            "This record cannot be read safely, and nothing was changed. Tell your administrator that"
            " step {number} of record {record} is missing.",
            number=missing,
            record=verbatim(record_id),
        )
    )
