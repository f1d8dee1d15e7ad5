"""Reading from when to when each trainee's governance items were in date, from a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trainee_tracker.accreditation.ledger import Clearance
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.judging.ledger import LedgerFile
from trainee_tracker.messages import say
from trainee_tracker.tables.headings import Columns
from trainee_tracker.tables.reading import Row, read_table
from trainee_tracker.tables.rules import Fault

REQUIRED: Final = ("item", "valid_from")
COLUMNS: Final = ("trainee", "item", "valid_from", "valid_to")

TABLE: Final = Columns(
    COLUMNS,
    REQUIRED,
    guesses={
        "check": "item",
        "expires": "valid_to",
        "from": "valid_from",
        "name": "trainee",
        "to": "valid_to",
        "until": "valid_to",
    },
)


@dataclass(frozen=True)
class ClearanceFile:
    """What the file says; `strangers` are those it names whom the ledger does not."""

    clearances: tuple[Clearance, ...]
    faults: tuple[Fault, ...]
    strangers: tuple[str, ...] = ()


def read_clearances(text: str, terms: Terms, ledger: LedgerFile) -> ClearanceFile:
    """Return the clearances of the ledger's trainees, or every fault of the file by row.

    A row that names nobody holds for everyone. A clearance without `valid_to` has no end.
    """
    items = {need.item: need.title for need in terms.governance}
    clearances: list[Clearance] = []
    strangers: list[str] = []

    def take(row: Row) -> None:
        row.needs(*REQUIRED)
        name, trainees = ledger.whose(row)
        item = row.word("item", items)
        valid_from, valid_to = row.day("valid_from"), row.day("valid_to")
        if valid_from is not None and valid_to is not None and valid_to < valid_from:
            row.fault("valid_to", say("This is before valid_from."))
        if not row.is_good or item is None or valid_from is None:
            return
        if name is not None and not trainees:
            strangers.append(name)
        clearances.extend(Clearance(one, item, valid_from, valid_to) for one in trainees)

    faults = read_table(text, TABLE, take=take).faults
    return ClearanceFile(tuple(clearances), tuple(faults), tuple(dict.fromkeys(strangers)))
