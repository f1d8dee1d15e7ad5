"""Deciding and reversing: what a supervisor signs, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import NOW, Cast
from tests.hours.builders import (
    DAY,
    decided,
    facts,
    logged,
    request_id,
    steps_of,
    submitted,
)
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Supervision
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions, queries
from trainee_tracker.hours.models import HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.rules import FaultyFacts, HoursAction
from trainee_tracker.hours.signing.actions import decide_hours, networks_of, reverse_hours
from trainee_tracker.hours.signing.queries import entry_named_in, sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Stale
from trainee_tracker.sign_off.queries import waiting_for
from trainee_tracker.signatures.models import Signature

LOGGED, SUBMITTED = HoursAction.LOGGED, HoursAction.SUBMITTED


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def decide(cast: Cast, decisions: list[Decision], **changes: Any) -> Signature:
    call: dict[str, Any] = {
        "digest_seen": sheet_for(cast.supervisor, decisions).digest,
        "actor": cast.supervisor,
        "at": NOW,
        "request_id": request_id(),
    }
    return decide_hours(decisions, **(call | changes))


def correct(cast: Cast, entry: HoursEntry, **changes: Any) -> HoursEntry:
    call: dict[str, Any] = {
        "reason": "It was 45 minutes.",
        "submit": True,
        "actor": cast.trainee,
        "at": NOW,
        "request_id": request_id(),
    }
    given = {key: changes.pop(key) for key in list(changes) if key in call}
    return actions.correct_hours(
        entry, facts(cast, **({"minutes": 45} | changes)), **(call | given)
    )


# Deciding


def test_one_signature_stands_under_a_decision_for_each_row(cast: Cast) -> None:
    first, second = submitted(cast), submitted(cast, minutes=90)
    signature = decide(
        cast, [Decision(first.id, True), Decision(second.id, False, "Please add the site.")]
    )
    events = db.session.scalars(
        select(HoursEvent).where(HoursEvent.signature_id == signature.id).order_by(HoursEvent.id)
    ).all()
    assert [event.action for event in events] == [HoursAction.SIGNED_OFF, HoursAction.DECLINED]
    assert [event.reason for event in events] == ["", "Please add the site."]
    assert signature.capacity == "Supervisor"
    assert signature.on_behalf_of == "Grace Network"
    assert "Please add the site." in signature.shown
    assert (
        signature.shown_digest
        == sheet_for(
            cast.supervisor,
            [Decision(first.id, True), Decision(second.id, False, "Please add the site.")],
        ).digest
    )


def test_a_queue_sent_twice_is_signed_once(cast: Cast) -> None:
    entry, same = submitted(cast), request_id()
    decisions = [Decision(entry.id, True)]
    digest = sheet_for(cast.supervisor, decisions).digest
    first = decide(cast, decisions, request_id=same)
    assert decide(cast, decisions, request_id=same, digest_seen=digest) is first
    assert count(Signature) == 1
    with pytest.raises(Conflict):
        decide(cast, decisions, request_id=same, digest_seen="0" * 64)
    with pytest.raises(Conflict):
        decide(cast, decisions, request_id=same, digest_seen=digest, actor=cast.outsider_supervisor)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda cast, entry: actions.withdraw_hours(
            entry, reason="Oops", actor=cast.trainee, at=NOW
        ),
        correct,
        decided,
    ],
)
def test_a_row_that_changed_meanwhile_is_named_and_nothing_is_signed(
    cast: Cast, meanwhile: Callable[[Cast, HoursEntry], object]
) -> None:
    changed, other = submitted(cast), submitted(cast, minutes=90)
    decisions = [Decision(changed.id, True), Decision(other.id, True)]
    digest = sheet_for(cast.supervisor, decisions).digest
    meanwhile(cast, changed)
    with pytest.raises(Stale, match=r"Abena Osei, 2 November 2026, has been .* meanwhile\."):
        decide(cast, decisions, digest_seen=digest)
    assert steps_of(other) == [LOGGED, SUBMITTED]


def test_a_sheet_that_reads_otherwise_than_it_was_seen_is_not_signed(cast: Cast) -> None:
    decisions = [Decision(submitted(cast).id, True)]
    with pytest.raises(Stale, match="look again"):
        decide(cast, decisions, digest_seen="0" * 64)
    seen = sheet_for(cast.supervisor, decisions).digest
    with pytest.raises(Stale, match="look again"):
        decide(cast, [replace(decisions[0], is_signed_off=False, reason="No")], digest_seen=seen)
    assert count(Signature) == 0


def test_declining_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(FaultyFacts, match="Say why you decline it"):
        decide(cast, [Decision(submitted(cast).id, False)])


def test_an_empty_or_doubled_queue_is_refused(cast: Cast) -> None:
    with pytest.raises(Impossible, match="at least one session"):
        decide(cast, [])
    entry = submitted(cast)
    with pytest.raises(Impossible, match="once only"):
        decide(cast, [Decision(entry.id, True), Decision(entry.id, True)])


def test_what_was_never_sent_cannot_be_signed(cast: Cast) -> None:
    with pytest.raises(Stale, match="is not sent for sign-off"):
        decide(cast, [Decision(logged(cast).id, True)])


@pytest.mark.parametrize("who", ["trainee", "outsider_supervisor", "training_lead"])
def test_nobody_else_decides(cast: Cast, who: str) -> None:
    decisions = [Decision(submitted(cast).id, True)]
    with pytest.raises(NotAllowed, match="not yours to decide"):
        decide(cast, decisions, actor=getattr(cast, who))


def entry_that_names(cast: Cast, supervisor: Person, *, like: HoursEntry) -> HoursEntry:
    """Return an entry of Abena's that waits, as the ledger may hold it and no page would make it."""
    session = like.session
    stray = HoursEntry(
        request_id=request_id(),
        request_digest="0" * 64,
        session=LoggedSession(
            **{
                column: getattr(session, column)
                for column in (
                    "cohort_id",
                    "stream_id",
                    "activity",
                    "held_on",
                    "minutes",
                    "mode",
                    "present",
                )
            },
            entered_id=supervisor.id,
            is_attended=True,
            recorded_at=NOW,
            recorded_by_id=cast.trainee.id,
        ),
        enrolment_id=cast.enrolment.id,
        stream_id=cast.enrolment.stream_id,
        minutes=60,
        recorded_at=NOW,
        recorded_by_id=cast.trainee.id,
    )
    for sequence, action in enumerate((LOGGED, SUBMITTED), start=1):
        HoursEvent(
            entry=stray,
            sequence=sequence,
            action=action,
            stream_id=cast.enrolment.stream_id,
            recorded_at=NOW,
            recorded_by_id=cast.trainee.id,
        )
    db.session.add(stray)
    db.session.flush()
    return stray


def test_nobody_finds_their_own_hours_among_those_that_wait_for_them(cast: Cast) -> None:
    entry = submitted(cast)
    roles.grant_role(cast.trainee, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    db.session.add(
        Supervision(
            request_id=request_id(),
            request_digest="0" * 64,
            cohort=cast.cohort,
            entered_id=cast.trainee.id,
            approved_from=DAY,
            approved_until=None,
            stream_id=cast.cohort.stream_id,
            recorded_at=NOW,
            recorded_by_id=cast.training_lead.id,
        )
    )
    entry_that_names(cast, cast.trainee, like=entry)
    assert waiting_for(cast.trainee) == []
    assert [row.entry.entry_id for row in waiting_for(cast.supervisor)] == [entry.id]


def test_another_supervisor_of_the_cohort_does_not_decide_what_names_the_first(cast: Cast) -> None:
    entry = submitted(cast)
    other = cast.outsider_supervisor
    cohorts.approve_supervisor(
        cast.cohort, other, approved_from=DAY, approved_until=None, actor=cast.training_lead, at=NOW
    )
    with pytest.raises(NotAllowed, match="not yours to decide"):
        decide(cast, [Decision(entry.id, True)], actor=other)
    assert [entry_named_in(each, entry.id) for each in (other, cast.training_lead)] == [None, None]
    assert entry_named_in(cast.supervisor, entry.id) is entry


def test_a_supervisor_approved_only_from_a_later_date_cannot_decide(cast: Cast) -> None:
    entry = submitted(cast)
    late = cast.outsider_supervisor
    cohorts.approve_supervisor(
        cast.cohort,
        late,
        approved_from=DAY + timedelta(1),
        approved_until=None,
        actor=cast.training_lead,
        at=NOW,
    )
    stray = entry_that_names(cast, late, like=entry)
    assert waiting_for(late) == []
    assert queries.entry_for(late, stray.id) is None
    decisions = [Decision(stray.id, True)]
    with pytest.raises(NotAllowed, match="You are approved as a supervisor from 3 November 2026"):
        decide(
            cast,
            decisions,
            actor=late,
            digest_seen=sheet_for(late, decisions).digest,
        )


def test_many_networks_fit_on_one_signature() -> None:
    lines = tuple(SimpleNamespace(network=f"Network number {number}") for number in range(30))
    assert networks_of(SimpleNamespace(lines=lines)) == "30 networks"  # type: ignore[arg-type]


# Reversing


def test_who_signed_can_take_it_back_with_a_signature(cast: Cast) -> None:
    entry = submitted(cast)
    decided(cast, entry)
    event = reverse_hours(
        entry, reason="Signed the wrong row", actor=cast.supervisor, at=NOW, request_id=request_id()
    )
    assert event.signature is not None
    assert event.signature.meaning.value == "hours_reversed"
    assert steps_of(entry)[-1] is HoursAction.REVERSED
    assert steps_of(correct(cast, entry)) == [LOGGED, SUBMITTED]


def test_a_reversal_lands_once(cast: Cast) -> None:
    entry, same = submitted(cast), request_id()
    decided(cast, entry)
    first, second = (
        reverse_hours(entry, reason="Wrong row", actor=cast.supervisor, at=NOW, request_id=same)
        for _each in range(2)
    )
    assert first is second
    with pytest.raises(Impossible, match="cannot be taken back"):
        reverse_hours(entry, reason="Another", actor=cast.supervisor, at=NOW, request_id=same)


def test_only_who_signed_takes_it_back_and_says_why(cast: Cast) -> None:
    entry = submitted(cast)
    decided(cast, entry)
    with pytest.raises(
        NotAllowed, match="Only Sam Okafor, who signed these hours, can take that back"
    ):
        reverse_hours(entry, reason="No", actor=cast.trainee, at=NOW, request_id=request_id())
    with pytest.raises(FaultyFacts, match="Say why"):
        reverse_hours(entry, reason="", actor=cast.supervisor, at=NOW, request_id=request_id())


def test_what_is_not_signed_off_cannot_be_reversed(cast: Cast) -> None:
    with pytest.raises(
        Impossible, match=r"cannot be taken back\. They wait for sign-off: the supervisor"
    ):
        reverse_hours(
            submitted(cast), reason="No", actor=cast.supervisor, at=NOW, request_id=request_id()
        )
