"""Any sequence of changes: what is said to be supported is exactly what an independent recount supports.

The recount keeps a small model of its own of what the certificates rested on. It knows neither the
engine nor what was frozen at issue: it adds the minutes of what it believes to be signed off, held
by the day of issue and under a check that was in date.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.achievements import finish, sign_award
from tests.cast import NOW, Cast
from tests.certificates.conftest import ADDRESS
from tests.certificates.support import changing
from tests.how_often import often
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.models import StoredSupport
from trainee_tracker.certificates.support.projection import rebuild, support_faults
from trainee_tracker.certificates.support.rules import Finding
from trainee_tracker.cohorts.models import TeachingSession
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions as hours
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.sessions.rules import SessionFacts
from trainee_tracker.refusals import Refused

ISSUED_ON = NOW.date()
NEEDS = {"taught-hours": 3600, "practice-hours": 3600, "supervision-hours": 600, "modules": 6}
ACTS = [
    *("correct", "sign", "decline", "reverse", "register", "module", "suspend", "lift"),
    *("new", "move", "known"),
]
MAY = {
    "correct": {"submitted", "signed_off", "declined", "reversed"},
    "sign": {"submitted"},
    "decline": {"submitted"},
    "reverse": {"signed_off"},
}


@dataclass
class Believed:
    """What the model believes of one session that the certificates rested on, or of a new one."""

    entry_id: int
    activity: str
    minutes: int
    held_on: date
    state: str = "signed_off"
    is_new: bool = False


@dataclass
class World:
    """The real record driven step by step, beside the model."""

    cast: Cast
    award: Certificate
    progress: Certificate
    hours: list[Believed]
    classes: dict[int, int]
    module: tuple[ModuleOutcome, date] = (ModuleOutcome.PASSED, date(2026, 11, 1))
    suspensions: list[list[date | None]] = field(default_factory=list)
    contracts: list[tuple[date, date]] = field(default_factory=list)
    steps: int = 0

    def step(self, act: str, which: int, minutes: int, days: int) -> None:
        """Do one act, each a little later than the one before."""
        self.steps += 1
        at = NOW + timedelta(days=2 + self.steps // 200, minutes=self.steps)
        match act:
            case "new":
                self._log(minutes, at)
            case "move":
                # The same terms again would be no other version.
                changing.move(self.cast, 3600 + self.steps, at=at)
            case "register":
                self._retake(which, at, present=minutes % 2 == 0)
            case "module":
                outcome = (ModuleOutcome.PASSED, ModuleOutcome.NOT_YET)[minutes % 2]
                day = ISSUED_ON + timedelta(days=1 - days % 3)
                changing.decide_module(self.cast, outcome, day, at=at)
                self.module = (outcome, day)
            case "known":
                # Somebody entered anew turns out to be Abena, and brings a contract for a week.
                first = ISSUED_ON - timedelta(days=days)
                last = first + timedelta(days=6)
                token = changing.entered_anew(self.cast, first, last, at=at)
                changing.accept_as_abena(token, at=at)
                self.contracts.append((first, last))
            case "suspend" | "lift":
                self._check(act, ISSUED_ON - timedelta(days=days), at)
            case _:
                self._hours(act, self.hours[which % len(self.hours)], minutes, days, at)
        db.session.commit()

    def _log(self, minutes: int, at: datetime) -> None:
        """Log a new session, held before the certificates: they are not about it."""
        day = ISSUED_ON - timedelta(days=3)
        entry = hours.log_session(
            self.cast.enrolment,
            SessionFacts(
                held_on=day,
                activity="supervision",
                minutes=minutes,
                supervisor_id=self.cast.supervisor.id,
                present=1,
            ),
            submit=True,
            actor=self.cast.trainee,
            at=at,
            request_id=uuid4(),
        )
        self.hours.append(
            Believed(entry.id, "supervision", minutes, day, state="submitted", is_new=True)
        )

    def _hours(self, act: str, target: Believed, minutes: int, days: int, at: datetime) -> None:
        entry = db.session.get_one(HoursEntry, target.entry_id)
        if target.state not in MAY[act]:
            return
        match act:
            case "correct":
                # One in twenty turns out to have been held after the certificates.
                day = ISSUED_ON + timedelta(days=1) if days % 20 == 0 else target.held_on
                newer = changing.correct(entry, minutes, held_on=day, at=at)
                target.entry_id, target.minutes, target.held_on = newer.id, minutes, day
                target.state = "submitted"
            case "sign" | "decline":
                changing.decide(self.cast, entry, signs=act == "sign", at=at)
                target.state = "signed_off" if act == "sign" else "declined"
            case _:
                changing.take_back(self.cast, entry, at=at)
                target.state = "reversed"

    def _retake(self, which: int, at: datetime, *, present: bool) -> None:
        held = sorted(self.classes)[which % len(self.classes)]
        mark = Mark.PRESENT if present else Mark.ABSENT
        changing.retake(self.cast, db.session.get_one(TeachingSession, held), mark, at=at)
        self.classes[held] = 720 if present else 0

    def _check(self, act: str, day: date, at: datetime) -> None:
        record = changing.check_of(self.cast.enrolment)
        try:
            if act == "suspend":
                changing.suspend(self.cast, record, day, at=at)
            else:
                changing.lift(self.cast, record, day, at=at)
        except Refused:
            db.session.rollback()
        else:
            if act == "suspend":
                self.suspensions.append([day, None])
            else:
                self.suspensions[-1][1] = day

    def _in_date(self, day: date) -> bool:
        if any(first <= day <= last for first, last in self.contracts):
            return True
        return not any(
            first is not None and first <= day and (end is None or day < end)
            for first, end in self.suspensions
        )

    def _minutes(self, activity: str, state: str) -> int:
        return sum(
            each.minutes
            for each in self.hours
            if not each.is_new
            and (each.activity, each.state) == (activity, state)
            and each.held_on <= ISSUED_ON
            and (activity != "practice" or self._in_date(each.held_on))
        )

    def expected(self, *, is_award: bool) -> list[tuple[str, int, int, int, bool]]:
        """Return (what, how much there was, there is, waits, is it met) of all that is short."""
        passed = self.module[0] is ModuleOutcome.PASSED and self.module[1] <= ISSUED_ON
        figures = {
            "taught-hours": (4320, sum(self.classes.values()), 0),
            "practice-hours": (
                3600,
                self._minutes("practice", "signed_off"),
                self._minutes("practice", "submitted"),
            ),
            "supervision-hours": (
                600,
                self._minutes("supervision", "signed_off"),
                self._minutes("supervision", "submitted"),
            ),
            "modules": (6, 5 + passed, 0),
        }
        found = [
            (key, was, have, waits, have >= NEEDS[key])
            for key, (was, have, waits) in figures.items()
            if have < was
        ]
        signed = sum(
            each.minutes for each in self.hours if not each.is_new and each.state == "signed_off"
        )
        if is_award and signed < 4200:
            found.append(("signed-off", 4200, signed, 0, True))
        return found

    def check(self) -> None:
        """Compare what is stored of both certificates with the model's own sums."""
        assert support_faults() == []
        for certificate, is_award in ((self.award, True), (self.progress, False)):
            row = db.session.get_one(StoredSupport, certificate.id, populate_existing=True)
            finding = Finding.from_json(row.finding)
            told = [
                (each.key, each.was, each.have, each.waiting, each.is_met)
                for each in finding.shortfalls
            ]
            expected = self.expected(is_award=is_award)
            assert told == expected
            is_met = all(each[-1] for each in expected)
            verdict = "supported" if not expected else "lower" if is_met else "unsupported"
            assert row.verdict == verdict
            SEEN[verdict] += 1


steps = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.integers(0, 11),
        st.integers(1, 720),
        st.integers(0, 80),
    ),
    min_size=1,
    max_size=8,
)

_WORLDS: dict[int, World] = {}
SEEN: Counter[str] = Counter()
"""How often each verdict was compared, so that a test that compares nothing is noticed."""


def _world_of(cast: Cast) -> World:
    """Return the one world of this database: examples go on where the last one stopped."""
    if id(cast) not in _WORLDS:
        finish(cast, cast.enrolment)
        signature = sign_award(cast, cast.enrolment, "award", now=NOW)
        award = actions.issue_award(
            cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
        )
        progress = actions.issue_progress(
            cast.enrolment, address=ADDRESS, actor=cast.trainee, at=NOW, request_id=str(uuid4())
        )
        db.session.commit()
        entries = db.session.scalars(
            select(HoursEntry).where(HoursEntry.enrolment_id == cast.enrolment.id)
        )
        logged = [
            Believed(each.id, each.session.activity, each.minutes, each.session.held_on)
            for each in entries
        ]
        classes = db.session.scalars(
            select(TeachingSession.id).where(TeachingSession.cohort_id == cast.cohort.id)
        )
        _WORLDS[id(cast)] = World(cast, award, progress, logged, dict.fromkeys(classes, 720))
    return _WORLDS[id(cast)]


@settings(
    max_examples=often(8, thorough=100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=steps)
def test_what_is_said_to_be_supported_is_what_an_independent_recount_supports(
    cast: Cast, acts: list[tuple[str, int, int, int]]
) -> None:
    """Correct, sign, decline, reverse, mark or decide again, suspend, lift, log, move, be known."""
    world = _world_of(cast)
    for act in acts:
        world.step(*act)
        world.check()


def test_the_sequences_meet_every_verdict(cast: Cast) -> None:
    world = _world_of(cast)
    for act in (("register", 0, 1, 1), ("reverse", 0, 1, 1), ("register", 0, 2, 1)):
        world.check()
        world.step(*act)
    world.check()
    assert all(SEEN[verdict] for verdict in ("supported", "lower", "unsupported"))


@pytest.mark.parametrize("act", [("reverse", 0, 1, 1), ("register", 0, 1, 1)])
def test_what_is_rebuilt_is_what_was_stored(cast: Cast, act: tuple[str, int, int, int]) -> None:
    world = _world_of(cast)
    world.step(*act)
    before = db.session.get_one(StoredSupport, world.award.id)
    kept = (before.verdict, before.worst, before.finding, before.is_kept, before.found_at)
    assert rebuild(NOW + timedelta(days=30)) == 2
    db.session.commit()
    after = db.session.get_one(StoredSupport, world.award.id)
    assert (after.verdict, after.worst, after.finding, after.is_kept, after.found_at) == kept
    world.check()
