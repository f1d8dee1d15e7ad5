"""Reading what is decided about trainees beside their hours, from a table.

One row may say several of these: a module passed, attendance, accepted evidence, an observed
competence, prior learning. The columns are described in docs/judge.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    CompetenceRating,
    EvidenceAccepted,
    LedgerLine,
    ModuleOutcome,
    Outcome,
    Who,
)
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.judging.ledger import NO_SUCH_ACTIVITY, LedgerFile, Whose, known_activities
from trainee_tracker.messages import say, verbatim
from trainee_tracker.tables.headings import Columns
from trainee_tracker.tables.reading import Row, claim, read_table
from trainee_tracker.tables.rules import Fault

COLUMNS: Final = (
    "trainee",
    "module",
    "passed_on",
    "attendance_percent",
    "evidence",
    "count",
    "accepted_on",
    "competence",
    "level",
    "harmful",
    "rated_on",
    "prior_activity",
    "prior_minutes",
    "granted_on",
)

TABLE: Final = Columns(COLUMNS, guesses={"attendance": "attendance_percent", "name": "trainee"})

SAID_OF: Final = {
    "passed_on": "module",
    "count": "evidence",
    "accepted_on": "evidence",
    "level": "competence",
    "harmful": "competence",
    "rated_on": "competence",
    "prior_minutes": "prior_activity",
    "granted_on": "prior_activity",
}
"""Columns that say nothing without another one."""

GOES_WITH: Final = {
    "competence": ("level", "rated_on"),
    "prior_activity": ("prior_minutes", "granted_on"),
}
"""What a row has to say further about these."""

MOST_PIECES: Final = 10_000
"""Pieces of evidence. More is a slip of the keyboard."""

MOST_PRIOR_MINUTES: Final = 10_000 * 60
"""Minutes. More than any body asks for in all."""


@dataclass(frozen=True)
class ResultsFile:
    """What the file says; `strangers` are those it names whom the ledger does not.

    `prior_lines` is prior learning as lines of the ledger, with entries such as prior-1.
    """

    outcomes: tuple[Outcome, ...]
    prior_lines: tuple[LedgerLine, ...]
    faults: tuple[Fault, ...]
    strangers: tuple[str, ...] = ()


@dataclass
class _Results:
    """What was read so far."""

    terms: Terms
    ledger: LedgerFile
    outcomes: list[Outcome] = field(default_factory=list)
    prior_lines: list[LedgerLine] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    figures: dict[tuple[str | None, str | None], tuple[int, int]] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Read one row."""
        whose = self.ledger.whose(row)
        if whose.name is not None and not whose.trainees:
            self.strangers.append(whose.name)
        _check_what_goes_together(row)
        self._module(row, whose)
        self._evidence(row, whose.trainees)
        self._competence(row, whose.trainees)
        self._prior(row, whose.trainees)

    def _module(self, row: Row, whose: Whose) -> None:
        module = row.word("module", {module.key: module.title for module in self.terms.modules})
        passed_on = row.day("passed_on")
        percent = row.whole("attendance_percent", least=0, most=100)
        if module is not None and passed_on is not None:
            self.outcomes += [ModuleOutcome(name, module, passed_on) for name in whose.trainees]
        if percent is None or (module is None and row.fills("module")):
            return
        earlier, _same = self.figures.setdefault((whose.name, module), (row.number, percent))
        if earlier != row.number:
            message = say(
                "Row {row} gives this figure too. Delete one of them.", row=verbatim(earlier)
            )
            row.fault("attendance_percent", message)

    def _evidence(self, row: Row, trainees: tuple[Who, ...]) -> None:
        kind = row.word("evidence", {kind.key: kind.title for kind in self.terms.evidence})
        pieces = row.whole("count", least=0, most=MOST_PIECES)
        accepted_on = row.day("accepted_on")
        if kind is not None:
            count = 1 if pieces is None else pieces
            self.outcomes += [EvidenceAccepted(name, kind, count, accepted_on) for name in trainees]

    def _competence(self, row: Row, trainees: tuple[Who, ...]) -> None:
        known = {competence.key: competence.title for competence in self.terms.competences}
        competence = row.word("competence", known)
        level = row.whole("level", least=1, most=4)
        rated_on = row.day("rated_on")
        is_harmful = row.is_yes("harmful") or False
        if competence is not None and level is not None and rated_on is not None:
            self.outcomes += [
                CompetenceRating(name, competence, level, rated_on, is_harmful) for name in trainees
            ]

    def _prior(self, row: Row, trainees: tuple[Who, ...]) -> None:
        activity = row.word(
            "prior_activity", known_activities(self.terms), unknown=NO_SUCH_ACTIVITY
        )
        minutes = row.whole("prior_minutes", least=1, most=MOST_PRIOR_MINUTES)
        granted_on = row.day("granted_on")
        if activity is None or minutes is None or granted_on is None:
            return
        self.prior_lines += [
            LedgerLine("", "", name, granted_on, activity, minutes, is_prior_learning=True)
            for name in trainees
        ]

    def attendance(self) -> list[Outcome]:
        """Return every figure; one that names a trainee stands before one for everyone."""
        return [
            AttendanceFigure(trainee, percent, module)
            for (name, module), (_number, percent) in self.figures.items()
            for trainee in self.ledger.trainees
            if name == trainee or (name is None and (trainee, module) not in self.figures)
        ]

    def named_prior_lines(self) -> tuple[LedgerLine, ...]:
        """Return prior learning with entries and sessions that no line of the ledger has."""
        entries = {str(line.entry) for line in self.ledger.lines}
        sessions = {str(line.session) for line in self.ledger.lines}
        return tuple(
            replace(
                line,
                entry=claim(f"prior-{number}", "results-", entries),
                session=claim(f"prior-{number}", "results-", sessions),
            )
            for number, line in enumerate(self.prior_lines, 1)
        )


def read_results(text: str, terms: Terms, ledger: LedgerFile) -> ResultsFile:
    """Return what is decided about the ledger's trainees, or every fault of the file by row.

    A row that names nobody is about everyone. Evidence without a count is one piece.
    """
    results = _Results(terms, ledger)
    faults = read_table(text, TABLE, take=results.take).faults
    return ResultsFile(
        (*results.outcomes, *results.attendance()),
        results.named_prior_lines(),
        tuple(faults),
        tuple(dict.fromkeys(results.strangers)),
    )


def _check_what_goes_together(row: Row) -> None:
    """Note what a row leaves open: what a figure is of, or what is said of a thing."""
    for column, thing in SAID_OF.items():
        if row.fills(column) and not row.fills(thing):
            message = say("This says nothing while column {thing} is empty.", thing=verbatim(thing))
            row.fault(column, message)
    for thing, columns in GOES_WITH.items():
        if row.fills(thing):
            row.needs_beside(thing, *columns)
    if row.fills("module") and not row.fills("passed_on", "attendance_percent"):
        row.fault("module", say("Say in passed_on when it was passed, or give its attendance."))
    if not row.fills(*COLUMNS[1:]):
        row.fault("", say("This row says nothing about the trainee."))
