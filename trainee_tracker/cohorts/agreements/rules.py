"""When terms with fewer checks need an agreement, and who gives it; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainee_tracker.messages import Message, say, say_again, say_many, verbatim
from trainee_tracker.people.rules import SIDES, Side
from trainee_tracker.refusals import ForOthers, Impossible


class TermsState(StrEnum):
    """What has become of a request."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True)
class Answer:
    """What one side answered, and by whom."""

    side: Side
    is_agreed: bool
    person_id: int | None


class NextStep(StrEnum):
    """What a training lead does once both sides have agreed."""

    OPEN = "open"
    MOVE = "move"


_HAS_AGREED = {
    Side.COMMUNITY: say(
        "The community side has agreed already. Now the statutory side has to answer."
    ),
    Side.STATUTORY: say(
        "The statutory side has agreed already. Now the community side has to answer."
    ),
}


_LEADS_ANSWER: Final = (
    say("Only a governance lead of the network or of its partner answers this. Ask one of them."),
    say("Only a governance lead of the network or of its partner answers this. Ask {leads}."),
)
_NOT_WHO_ASKED: Final = (
    say("You asked for this. Another governance lead of your side has to answer."),
    say("You asked for this. Another governance lead of your side has to answer: {leads}."),
)
_NOT_WHO_TRAINS: Final = (
    say("You train on this course yourself. Another governance lead of your side has to answer."),
    say(
        "You train on this course yourself. Another governance lead of your side has to answer:"
        " {leads}."
    ),
)
_NOT_WHO_AGREED: Final = (
    say("You agreed for one side. The other side needs a different person."),
    say("You agreed for one side. The other side needs a different person: {leads}."),
)

_AGREE_FIRST = {
    NextStep.OPEN: say(
        "Version {version} asks for fewer checks than before: {missing} A governance lead of each"
        " side has to agree first. Ask them, then open the cohort."
    ),
    NextStep.MOVE: say(
        "Version {version} asks for fewer checks than before: {missing} A governance lead of each"
        " side has to agree first. Ask them, then move the cohort."
    ),
}


def state_of(answers: Iterable[Answer]) -> TermsState:
    """Return what answers amount to: one side is enough to decline, both are needed to agree."""
    given = list(answers)
    if any(not each.is_agreed for each in given):
        return TermsState.DECLINED
    agreed = {each.side for each in given}
    return TermsState.AGREED if agreed >= set(SIDES) else TermsState.WAITING


class AnotherAnswers(ForOthers):
    """Somebody else has to answer, for one of `sides`."""

    def __init__(self, message: Message, named: Message, *, sides: Collection[Side]) -> None:
        super().__init__(message, named)
        self.sides = sides


def side_answering(
    held: Collection[Side],
    answers: Sequence[Answer],
    *,
    actor_id: int,
    asker_id: int | None,
    trains_there: bool,
) -> Side:
    """Return the side for which somebody who leads governance for the sides `held` answers.

    Raises NotAllowed: they lead governance on neither side, asked for it themselves, train in a
    cohort that it is about, or answered for the other side. Impossible: it is decided, or their
    side has answered.
    """
    theirs = [side for side in SIDES if side in held]
    if not theirs:
        raise AnotherAnswers(*_LEADS_ANSWER, sides=SIDES)
    if actor_id == asker_id:
        raise AnotherAnswers(*_NOT_WHO_ASKED, sides=theirs)
    if trains_there:
        raise AnotherAnswers(*_NOT_WHO_TRAINS, sides=theirs)
    state = state_of(answers)
    if state is TermsState.DECLINED:
        raise Impossible(say("This was declined already. A training lead can ask again."))
    if state is TermsState.AGREED:
        raise Impossible(
            say(
                "Both sides have agreed to this already. A training lead can open or move the cohort"
                " now."
            )
        )
    if actor_id in {each.person_id for each in answers}:
        waiting = [side for side in SIDES if side not in {each.side for each in answers}]
        raise AnotherAnswers(*_NOT_WHO_AGREED, sides=waiting)
    done = {each.side for each in answers}
    open_to = [side for side in theirs if side not in done]
    if not open_to:
        raise Impossible(_HAS_AGREED[theirs[0]])
    return open_to[0]


def ensure_agreed(missing: Sequence[Message], *, version: int, then: NextStep) -> None:
    """Raise Impossible while both sides have not agreed to fewer checks; `missing` says which.

    `then` is what a training lead can do once they have.
    """
    if not missing:
        return
    first = missing[0]
    more = len(missing) - 1
    raise Impossible(
        say_again(
            _AGREE_FIRST[then],
            version=verbatim(version),
            missing=say_many(
                "{first} (and {n} more)", "{first} (and {n} more)", n=more, first=first
            )
            if more
            else first,
        )
    )


def ensure_to_ask(missing: Sequence[Message], last: TermsState | None) -> None:
    """Raise Impossible where nothing is left to agree to, or where it has been asked already."""
    if not missing:
        raise Impossible(
            say(
                "Nobody has to agree to this version: no check is missing or looser than before, or"
                " both sides have agreed already. Go on and open or move the cohort."
            )
        )
    if last is TermsState.WAITING:
        raise Impossible(
            say("Both governance leads have been asked already. Wait until they have answered.")
        )
