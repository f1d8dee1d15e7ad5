"""Any sequence of acts on the hours ledger: the standing equals an independent recount.

The recount keeps its own small model of every entry and knows nothing of the engine: it adds the
minutes of what it believes to be signed off. The stored standing must agree after every commit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cast import NOW, Cast
from tests.how_often import often
from trainee_tracker.canonical import digest_of
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.sessions.rules import SessionFacts
from trainee_tracker.hours.signing.actions import decide_hours, reverse_hours
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.queries import judge_enrolments, stored_faults
from trainee_tracker.refusals import Refused

TODAY = date(2026, 11, 22)
ACTS = ["log", "log_unsent", "submit", "withdraw", "correct", "sign_off", "decline", "reverse"]
MAY = {
    "submit": {"logged"},
    "withdraw": {"logged", "submitted", "declined"},
    "correct": {"logged", "submitted", "declined", "signed_off", "reversed"},
    "sign_off": {"submitted"},
    "decline": {"submitted"},
    "reverse": {"signed_off"},
}
AFTER = {
    "submit": "submitted",
    "withdraw": "withdrawn",
    "correct": "gone",
    "sign_off": "signed_off",
    "decline": "declined",
    "reverse": "reversed",
}


@dataclass
class Believed:
    """What the model believes of one entry."""

    entry_id: int
    minutes: int
    held_on: date
    state: str


steps = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.integers(0, 9),
        st.integers(1, 180),
        st.integers(0, 70),
    ),
    min_size=1,
    max_size=10,
)


class Ledger:
    """The real ledger driven step by step, beside the model."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.believed: list[Believed] = []

    def facts(self, minutes: int, days_ago: int) -> SessionFacts:
        """Return a supervision session, which needs no case and no check."""
        return SessionFacts(
            held_on=TODAY - timedelta(days=days_ago),
            activity="supervision",
            minutes=minutes,
            supervisor_id=self.cast.supervisor.id,
            present=1,
        )

    def step(self, act: str, which: int, minutes: int, days_ago: int) -> None:
        """Do one act; where the model says it is impossible, it must be refused."""
        if act in {"log", "log_unsent"}:
            self._log(minutes, days_ago, submit=act == "log")
            return
        if not self.believed:
            return
        target = self.believed[which % len(self.believed)]
        if target.state in MAY[act]:
            self._act(act, target, minutes, days_ago)
            db.session.commit()
            target.state = AFTER[act]
            return
        try:
            self._act(act, target, minutes, days_ago)
        except Refused:
            db.session.rollback()
        else:
            raise AssertionError(f"{act} of a {target.state} entry was not refused.")

    def _log(self, minutes: int, days_ago: int, *, submit: bool) -> None:
        facts = self.facts(minutes, days_ago)
        entry = actions.log_session(
            self.cast.enrolment,
            facts,
            submit=submit,
            actor=self.cast.trainee,
            at=NOW,
            request_id=str(uuid4()),
        )
        db.session.commit()
        state = "submitted" if submit else "logged"
        self.believed.append(Believed(entry.id, minutes, facts.held_on, state))

    def _act(self, act: str, target: Believed, minutes: int, days_ago: int) -> None:
        entry = db.session.get_one(HoursEntry, target.entry_id)
        trainee, supervisor = self.cast.trainee, self.cast.supervisor
        match act:
            case "submit":
                actions.submit_hours(entry, actor=trainee, at=NOW)
            case "withdraw":
                actions.withdraw_hours(entry, reason="It was a mistake", actor=trainee, at=NOW)
            case "correct":
                facts = self.facts(minutes, days_ago)
                newer = actions.correct_hours(
                    entry,
                    facts,
                    reason="It was written down wrongly",
                    submit=True,
                    actor=trainee,
                    at=NOW,
                    request_id=str(uuid4()),
                )
                self.believed.append(Believed(newer.id, minutes, facts.held_on, "submitted"))
            case "reverse":
                reverse_hours(
                    entry,
                    reason="The register says otherwise",
                    actor=supervisor,
                    at=NOW,
                    request_id=str(uuid4()),
                )
            case _:
                decisions = [
                    Decision(
                        entry.id,
                        act == "sign_off",
                        "" if act == "sign_off" else "Please add the group size",
                    )
                ]
                sheet = sheet_for(supervisor, decisions)
                decide_hours(
                    decisions,
                    digest_seen=digest_of(sheet.shown),
                    actor=supervisor,
                    at=NOW,
                    request_id=str(uuid4()),
                )

    def check(self) -> None:
        """Compare the standing, afresh and stored, with the model's own sum."""
        counted = sum(each.minutes for each in self.believed if each.state == "signed_off")
        waits = sum(each.minutes for each in self.believed if each.state == "submitted")
        enrolment_id = self.cast.enrolment.id
        standing = judge_enrolments([enrolment_id], TODAY)[enrolment_id].standing
        requirement = next(r for r in standing.requirements if r.key == "supervision-hours")
        assert (requirement.have, requirement.waiting) == (counted, waits)
        assert sum(line.counted_minutes for line in standing.lines) == counted
        stored = db.session.scalars(
            select(StoredStanding).where(StoredStanding.enrolment_id == enrolment_id)
        ).one()
        kept = next(
            each
            for each in json.loads(stored.standing)["requirements"]
            if each["key"] == "supervision-hours"
        )
        assert kept["have"] == counted
        assert stored.waiting_minutes == waits
        assert stored_faults() == []


@settings(
    max_examples=often(8, thorough=100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=steps)
def test_the_standing_equals_an_independent_recount_after_any_sequence_of_acts(
    cast: Cast, acts: list[tuple[str, int, int, int]]
) -> None:
    """Log, submit, correct, withdraw, sign off, decline, reverse: in any order."""
    ledger = _ledger_of(cast)
    for act in acts:
        ledger.step(*act)
    ledger.check()


_LEDGERS: dict[int, Ledger] = {}


def _ledger_of(cast: Cast) -> Ledger:
    """Return the one ledger of this database: examples go on where the last one stopped."""
    return _LEDGERS.setdefault(id(cast), Ledger(cast))
