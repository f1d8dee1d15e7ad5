"""When terms with fewer checks need an agreement, and who gives it; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trainee_tracker.people.rules import SIDES, Side
from trainee_tracker.refusals import Impossible, NotAllowed


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


def state_of(answers: Iterable[Answer]) -> TermsState:
    """Return what answers amount to: one side is enough to decline, both are needed to agree."""
    given = list(answers)
    if any(not each.is_agreed for each in given):
        return TermsState.DECLINED
    agreed = {each.side for each in given}
    return TermsState.AGREED if agreed >= set(SIDES) else TermsState.WAITING


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
        raise NotAllowed("Only a governance lead of the network or of its partner answers this.")
    if actor_id == asker_id:
        raise NotAllowed("You asked for this. Another governance lead of your side has to answer.")
    if trains_there:
        raise NotAllowed(
            "You train on this course yourself. Another governance lead of your side has to answer."
        )
    state = state_of(answers)
    if state is TermsState.DECLINED:
        raise Impossible("This was declined already. A training lead can ask again.")
    if state is TermsState.AGREED:
        raise Impossible("Both sides have agreed to this already.")
    if actor_id in {each.person_id for each in answers}:
        raise NotAllowed("You agreed for one side. The other side needs a different person.")
    done = {each.side for each in answers}
    open_to = [side for side in theirs if side not in done]
    if not open_to:
        raise Impossible(
            f"The {theirs[0].value} side has agreed already. Now the other side has to answer."
        )
    return open_to[0]


def ensure_agreed(missing: Sequence[str], *, version: int, next_step: str) -> None:
    """Raise Impossible while both sides have not agreed to fewer checks; `missing` says which."""
    if missing:
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise Impossible(
            f"Version {version} asks for fewer checks than before: {missing[0]}{more} "
            f"A governance lead of each side has to agree first. Ask them, then {next_step}."
        )


def ensure_to_ask(missing: Sequence[str], last: TermsState | None) -> None:
    """Raise Impossible where nothing is left to agree to, or where it has been asked already."""
    if not missing:
        raise Impossible(
            "Nobody has to agree to this version: no check is missing or looser than before, "
            "or both sides have agreed already. Go on and open or move the cohort."
        )
    if last is TermsState.WAITING:
        raise Impossible(
            "Both governance leads have been asked already. Wait until they have answered."
        )
