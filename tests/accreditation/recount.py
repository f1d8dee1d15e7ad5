"""An independent recount: slow, naive and written without the engine, to compare it with.

It knows the rules of one course (see `COURSE` in test_judging.py) by heart instead of reading
its terms, so that a fault in reading them shows too.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from trainee_tracker.accreditation.ledger import Clearance, LedgerLine


def minutes_that_count(line: LedgerLine, clearances: Iterable[Clearance], as_of: date) -> int:
    """Return the minutes of one line that count on the course COURSE."""
    if line.state.value != "signed_off" or line.held_on > as_of or not line.attended:
        return 0
    if line.activity in {"practice", "family-clinic"}:
        if line.role == "observer" or line.role is None:
            return 0
        days = set()
        for clearance in clearances:
            if (clearance.trainee, clearance.item) == (line.trainee, "supervision-contract"):
                day = clearance.valid_from
                while day <= (clearance.valid_to or as_of):
                    days.add(day)
                    day += timedelta(days=1)
        return line.minutes if line.held_on in days else 0
    if line.activity == "supervision":
        if line.present == 1:
            return line.minutes
        if line.present > 8:
            return 0
        return floor(Fraction(line.minutes, 2 if line.present <= 4 else line.present))
    return line.minutes if line.activity == "taught" else 0
