"""Why a line does not count at all, each reason in one plain sentence with what would help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, LineState
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence, listing, longdate, with_article


@dataclass(frozen=True)
class Exclusion:
    """Why a line does not count, and what would make it count."""

    reason: str
    remedy: str


ENDED = {
    LineState.DECLINED: Exclusion(
        "Not counted: it was declined.",
        "It would count if it were corrected, submitted again and signed off.",
    ),
    LineState.WITHDRAWN: Exclusion(
        "Not counted: it was withdrawn.",
        "It would count if it were logged again and signed off.",
    ),
    LineState.SUPERSEDED: Exclusion(
        "Not counted: a corrected entry took its place.",
        "Nothing needs doing here: only the corrected entry can count.",
    ),
    LineState.REVERSED: Exclusion(
        "Not counted: its sign-off was reversed.",
        "It would count if it were corrected, submitted again and signed off.",
    ),
}
"""Lines that nothing but a new line can bring to count."""

PENDING = {
    LineState.LOGGED: Exclusion(
        "Not counted yet: it is not submitted for sign-off.",
        "It will count once it is submitted and signed off.",
    ),
    LineState.SUBMITTED: Exclusion(
        "Waiting for sign-off.",
        "It will count once a supervisor signs it off.",
    ),
}
"""Lines that are still on their way."""


class ClearanceBook:
    """The days on which each trainee's governance items are in date, quick to look up."""

    def __init__(self, clearances: Iterable[Clearance]) -> None:
        """Sort the clearances by trainee and item."""
        self._by_item: dict[tuple[str, str], list[Clearance]] = {}
        for clearance in clearances:
            key = (clearance.trainee, clearance.item)
            self._by_item.setdefault(key, []).append(clearance)

    def of(self, trainee: str, item: str) -> list[Clearance]:
        """Return every stretch of days on which the item was, is or will be in date."""
        return self._by_item.get((trainee, item), [])

    def is_in_date(self, trainee: str, item: str, day: date) -> bool:
        """Say whether the trainee's item is in date on that day (of the session, not today)."""
        return any(clearance.covers(day) for clearance in self.of(trainee, item))


def exclusion_of(
    line: LedgerLine, terms: Terms, book: ClearanceBook, as_of: date
) -> Exclusion | None:
    """Return why the line does not count on `as_of`, or None where it may.

    Where several things stand in the way, the one is named that a person has to solve first:
    a line that has ended needs a new line; a fault of the session itself comes before waiting
    for a signature, which alone would not make it count.
    """
    if line.state in ENDED:
        return ENDED[line.state]
    pending = PENDING.get(line.state)
    fault = fault_of(line, terms, book, as_of)
    if fault is None or pending is None:
        return fault or pending
    return Exclusion(fault.reason, f"{fault.remedy} It also has to be signed off.")


def fault_of(line: LedgerLine, terms: Terms, book: ClearanceBook, as_of: date) -> Exclusion | None:
    """Return what keeps the session itself from counting, whether signed off or not."""
    return (
        _unknown_activity(line, terms)
        or _not_yet(line, as_of)
        or _missed(line)
        or _other_role(line, terms)
        or _without_clearance(line, terms, book)
    )


def _unknown_activity(line: LedgerLine, terms: Terms) -> Exclusion | None:
    if line.activity in terms.lineages:
        return None
    name = in_sentence(vocabulary.ACTIVITIES.get(line.activity, f"“{line.activity}”"))
    known = listing([in_sentence(title) for title in terms.activity_titles.values()])
    return Exclusion(
        f"Not counted: {name} is not part of this course.",
        f"This course counts {known}. If it was one of these, correct the entry.",
    )


def _not_yet(line: LedgerLine, as_of: date) -> Exclusion | None:
    if line.held_on <= as_of:
        return None
    day = longdate(line.held_on)
    return Exclusion(
        f"Not counted yet: {day} is after {longdate(as_of)}, the day of this standing.",
        f"It can count from {day}.",
    )


def _missed(line: LedgerLine) -> Exclusion | None:
    if line.attended:
        return None
    return Exclusion(
        "Not counted: the session was missed. It still shows in the attendance figures.",
        "If it did take place, have the entry corrected.",
    )


def _other_role(line: LedgerLine, terms: Terms) -> Exclusion | None:
    roles = terms.roles_counted[line.activity]
    if not roles or line.role in roles:
        return None
    counted = listing([vocabulary.ROLES[role] for role in roles], "or")
    title = terms.activity_titles[line.activity]
    logged = (
        f"this was logged as {vocabulary.ROLES.get(line.role, line.role)}"
        if line.role
        else "no role was logged"
    )
    return Exclusion(
        f"Not counted: {in_sentence(title)} counts on this course only as {counted}; {logged}.",
        f"If the role was {counted}, correct the entry.",
    )


def _without_clearance(line: LedgerLine, terms: Terms, book: ClearanceBook) -> Exclusion | None:
    lacking = [
        in_sentence(need.title)
        for need in terms.needs_of[line.activity]
        if not book.is_in_date(line.trainee, need.item, line.held_on)
    ]
    if not lacking:
        return None
    verb, covers = ("was", "covers") if len(lacking) == 1 else ("were", "cover")
    items = listing([f"no {name}" for name in lacking])
    wanted = listing([with_article(name) for name in lacking])
    return Exclusion(
        f"Not counted: {items} {verb} in date on {longdate(line.held_on)}.",
        f"It would count if both sides sign {wanted} that {covers} that day.",
    )
