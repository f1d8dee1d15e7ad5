"""Reading a ledger of hours from a table, as a spreadsheet writes it or a person pastes it.

The columns and what an empty cell means are described in docs/judge.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.ledger import LedgerLine, LineState, Who
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.tables.headings import Columns
from trainee_tracker.tables.reading import Row, claim, read_table
from trainee_tracker.tables.rules import Fault

REQUIRED: Final = ("held_on", "activity", "minutes")
COLUMNS: Final = (
    "entry",
    "session",
    "trainee",
    "held_on",
    "activity",
    "role",
    "format",
    "mode",
    "minutes",
    "present",
    "attended",
    "site",
    "supervisor",
    "case",
    "problem",
    "observed",
    "state",
)

GUESSES: Final = {
    "activitytype": "activity",
    "casecode": "case",
    "date": "held_on",
    "day": "held_on",
    "location": "site",
    "name": "trainee",
    "place": "site",
    "sessiondate": "held_on",
    "status": "state",
    "student": "trainee",
    "traineename": "trainee",
    "type": "activity",
    "venue": "site",
    "who": "trainee",
}
"""What people call the columns. What may hold hours is not among them, as 2 h are not 2 minutes, and
nothing that may hold the names of families is taken for a case code."""

TABLE: Final = Columns(COLUMNS, REQUIRED, guesses=GUESSES)

STATES: Final = tuple(state.value for state in LineState)

LONGEST_LINE_MINUTES: Final = 600_000
"""Minutes, 10,000 h. A record that was kept elsewhere may bring many sessions as one line."""

LARGEST_GROUP: Final = 1_000
"""People. More in one supervision session is a slip of the keyboard."""

NO_SUCH_ACTIVITY: Final = say("No activity is called “{cell}”. Write one of: {known}.")

ONE_PERSON: Final = "trainee"
"""Whose lines they are where a ledger names nobody."""


class Whose(NamedTuple):
    """Whom a row names (None: nobody), and the trainees of the ledger whom it is about."""

    name: str | None
    trainees: tuple[Who, ...]


@dataclass(frozen=True)
class LedgerFile:
    """What a ledger says: its lines in their order, and every fault; judge none that has a fault.

    `names_trainees` says whether the ledger names anybody; else all lines are of ONE_PERSON.
    """

    lines: tuple[LedgerLine, ...]
    faults: tuple[Fault, ...]
    names_trainees: bool = False

    @property
    def trainees(self) -> tuple[Who, ...]:
        """Return everybody who has a line, in the order of the file; nobody named: one person."""
        return tuple(dict.fromkeys(line.trainee for line in self.lines)) or (ONE_PERSON,)

    @property
    def named(self) -> dict[Who, str | Message]:
        """Return what a page calls each of them; where nobody is named, it is one person."""
        if self.names_trainees:
            return {each: str(each) for each in self.trainees}
        return {ONE_PERSON: say("The trainee of this ledger")}

    def whose(self, row: Row) -> Whose:
        """Return the trainees of this ledger whom a row of another file is about; none: all.

        Somebody whom the ledger does not know is nobody here; a name where the ledger names
        nobody is a fault, since it would be a guess whose lines these are.
        """
        name = row.text("trainee")
        if name is None:
            return Whose(None, self.trainees)
        if not self.names_trainees:
            row.fault(
                "trainee", say("The ledger names nobody. Leave this empty, or name them there too.")
            )
        return Whose(name, (name,) if name in self.trainees else ())


@dataclass(frozen=True)
class _LineRow:
    """One row as it was written: the line, and what it left open."""

    number: int
    position: int
    line: LedgerLine
    entry: str | None
    session: str | None
    trainee: str | None


def read_ledger(text: str, terms: Terms, *, also: Mapping[str, str] | None = None) -> LedgerFile:
    """Return the lines that a table says, whatever it holds, or every fault of it by row.

    An activity may be any of the shared vocabulary, of the course or of `also` (titles by key, such
    as those of an earlier version); one that only the course lacks is not a fault, since the
    judgement says why it does not count.
    """
    activities: Mapping[str, Message | str] = {**(also or {}), **known_activities(terms)}
    found: list[_LineRow] = []
    names_trainees = False

    def take(row: Row) -> None:
        nonlocal names_trainees
        names_trainees = names_trainees or bool(row.fills("trainee"))
        read = _read_row(row, activities)
        if read is not None:
            found.append(read)

    faults = read_table(text, TABLE, take=take).faults
    faults += _faults_of_entries(found) + _faults_of_trainees(found)
    return LedgerFile(
        _completed(found),
        tuple(sorted(faults, key=lambda fault: fault.number)),
        names_trainees,
    )


def known_activities(terms: Terms) -> dict[str, Message | str]:
    """Return the titles of all activities that a file may name: the shared ones and the course's."""
    return {**vocabulary.ACTIVITIES, **terms.activity_titles}


def _read_row(row: Row, activities: Mapping[str, Message | str]) -> _LineRow | None:
    """Read every cell of a row; None where the row has a fault."""
    row.needs(*REQUIRED)
    entry, session, trainee = row.text("entry"), row.text("session"), row.text("trainee")
    held_on = row.day("held_on")
    activity = row.word("activity", activities, unknown=NO_SUCH_ACTIVITY)
    role = row.word("role", vocabulary.ROLES)
    session_format = row.word("format", vocabulary.FORMATS)
    mode = row.word("mode", vocabulary.MODES)
    minutes = row.whole("minutes", least=0, most=LONGEST_LINE_MINUTES)
    present = row.whole("present", least=1, most=LARGEST_GROUP)
    attended = row.is_yes("attended")
    site, supervisor = row.text("site"), row.text("supervisor")
    case, problem = row.text("case"), row.text("problem")
    observed = row.word("observed", vocabulary.OBSERVED)
    state = row.word("state", STATES)
    if not row.is_good or held_on is None or activity is None or minutes is None:
        return None
    line = LedgerLine(
        entry=entry or "",
        session=session or "",
        trainee=trainee or ONE_PERSON,
        held_on=held_on,
        activity=activity,
        minutes=minutes,
        role=role,
        format=session_format,
        mode=mode,
        present=1 if present is None else present,
        attended=True if attended is None else attended,
        site=site,
        supervisor=supervisor,
        case=case,
        problem=problem,
        observed=observed,
        state=LineState.SIGNED_OFF if state is None else LineState(state),
    )
    return _LineRow(row.number, row.position, line, entry, session, trainee)


def _faults_of_entries(found: Sequence[_LineRow]) -> list[Fault]:
    """An entry that is there twice would be hours out of nothing."""
    first: dict[str, int] = {}
    faults = []
    for row in found:
        if row.entry is not None and first.setdefault(row.entry, row.number) != row.number:
            message = say(
                "This entry is in row {row} too. Delete one of them.",
                row=verbatim(first[row.entry]),
            )
            faults.append(Fault(row.number, "entry", message))
    return faults


def _faults_of_trainees(found: Sequence[_LineRow]) -> list[Fault]:
    """Where some rows say whose they are, one that does not would be nobody's hours."""
    if all(row.trainee is None for row in found):
        return []
    message = say("This row does not say whose it is, and others do.")
    return [Fault(row.number, "trainee", message) for row in found if row.trainee is None]


def _completed(found: Sequence[_LineRow]) -> tuple[LedgerLine, ...]:
    """Give every line that left them open an entry (its row's position) and a session of its own."""
    entries = {row.entry for row in found if row.entry is not None}
    sessions = {row.session for row in found if row.session is not None}
    lines = []
    for row in found:
        entry = row.entry or claim(str(row.position), "row-", entries)
        session = row.session or claim(entry, "entry-", sessions)
        is_whole = entry == row.entry and session == row.session
        lines.append(row.line if is_whole else replace(row.line, entry=entry, session=session))
    return tuple(lines)
