"""Who can sign in to the demonstration, and what is worth a look as each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trainee_tracker.demo import black_pastors, muslim_network, partnership
from trainee_tracker.demo.steps import Character

PASSWORD = "seven gold lamps at dusk"  # noqa: S105  (everybody's in the demonstration, and printed)

TRAINEES = {each.key: each for each in (*black_pastors.TRAINEES, *muslim_network.TRAINEES)}


@dataclass(frozen=True)
class Visit:
    """Somebody worth signing in as, as what, and what their pages show."""

    person: Character
    capacity: str
    shows: str


VISITS = (
    Visit(
        TRAINEES["maryam"],
        "trainee, Muslim Network",
        "Half way: log a session, correct a declined one, see what counts and what is missing.",
    ),
    Visit(
        partnership.TOMASZ,
        "supervisor, Muslim Network",
        "A queue to sign off, with one row that has waited for more than a month.",
    ),
    Visit(
        muslim_network.TRAINING_LEAD,
        "training lead, Muslim Network",
        "A cohort half way through its year, a register to take, three awards to issue, and a name"
        " that waits to be confirmed.",
    ),
    Visit(
        muslim_network.GOVERNANCE_LEAD,
        "governance lead, community side",
        "A lapsed check, and who has to sign what.",
    ),
    Visit(
        partnership.STATUTORY_LEAD,
        "governance lead, statutory side",
        "A supervision contract that waits for this side; signing it makes hours count."
        " A new governance lead of a network waits to be accepted.",
    ),
    Visit(
        black_pastors.WAITING_LEAD,
        "governance lead, community side, not in office yet",
        "What somebody sees who waits to be accepted by the other side.",
    ),
    Visit(
        TRAINEES[muslim_network.LAPSED],
        "trainee, Muslim Network",
        "Hours that do not count since a check ran out, and why.",
    ),
    Visit(
        TRAINEES["yetunde"],
        "trainee, Black Pastors Network",
        "Finished: two awards to download, and every hour behind them.",
    ),
    Visit(
        black_pastors.TRAINING_LEAD,
        "training lead, Black Pastors Network",
        "A finished cohort: over 700 hours together, nine awards, one trainee still short.",
    ),
    Visit(
        black_pastors.GOVERNANCE_LEAD,
        "governance lead, community side, Black Pastors Network",
        "An award that its record no longer supports, reached from the home page: sessions were "
        "corrected after it was issued, and both sides kept it with a reason. In year one, the "
        "training lead revoked another.",
    ),
    Visit(
        partnership.TUTOR,
        "training lead at the trust",
        "Both courses and all four cohorts.",
    ),
    Visit(
        partnership.ADMINISTRATOR,
        "administrator",
        "Organisations, sites, people and their roles.",
    ),
)


def lines() -> Iterator[str]:
    """Yield who can sign in, line by line, to be printed."""
    yield f"Everybody's password: {PASSWORD}"
    yield "It is the same for all of the other people, whose addresses an administrator sees."
    for visit in VISITS:
        yield ""
        yield f"  {visit.person.email}"
        yield f"      {visit.person.full_name}, {visit.capacity}"
        yield f"      {visit.shows}"
