"""Any sequence of acts, sent through the actions that the pages use, ends where the model does."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.hours.builders import decided, facts, request_id, steps_of, submitted
from tests.hours.test_rules import model_state
from tests.how_often import often
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions, queries
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.signing.actions import decide_hours, reverse_hours
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.logbook.queries import timeline_of
from trainee_tracker.refusals import Refused

ACTS = [act for act in HoursAction if act is not HoursAction.LOGGED]


def try_to(act: HoursAction, entry: HoursEntry, cast: Cast) -> None:
    """Do one act to `entry` as the person whose act it is."""
    if act is HoursAction.SUBMITTED:
        actions.submit_hours(entry, actor=cast.trainee, at=NOW)
    elif act is HoursAction.WITHDRAWN:
        actions.withdraw_hours(entry, reason="A slip", actor=cast.trainee, at=NOW)
    elif act is HoursAction.CORRECTED:
        actions.correct_hours(
            entry,
            facts(cast, minutes=45),
            reason="A slip",
            submit=False,
            actor=cast.trainee,
            at=NOW,
            request_id=request_id(),
        )
    elif act is HoursAction.REVERSED:
        reverse_hours(
            entry, reason="A slip", actor=cast.supervisor, at=NOW, request_id=request_id()
        )
    else:
        decision = Decision(
            entry.id, act is HoursAction.SIGNED_OFF, "" if act is HoursAction.SIGNED_OFF else "No"
        )
        decide_hours(
            [decision],
            digest_seen=sheet_for(cast.supervisor, [decision]).digest,
            actor=cast.supervisor,
            at=NOW,
            request_id=request_id(),
        )


@settings(
    max_examples=often(10, thorough=200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=5))
def test_any_sequence_of_acts_is_refused_or_ends_where_the_model_does(
    cast: Cast, acts: list[HoursAction]
) -> None:
    entry = actions.log_session(
        cast.enrolment,
        facts(cast),
        submit=False,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )
    done = [HoursAction.LOGGED]
    for act in acts:
        expected = model_state([*done, act])
        refused = False
        try:
            with db.session.begin_nested():
                try_to(act, entry, cast)
        except Refused:
            refused = True
        assert refused is (expected is None), (done, act)
        if not refused:
            done.append(act)
        assert steps_of(entry) == done
    states = {line.entry: line.state for line in queries.lines_of([cast.enrolment.id])}
    assert states[entry.id] == model_state(done)
    db.session.rollback()


def test_every_signed_minute_has_a_signature(cast: Cast) -> None:
    first, second = submitted(cast), submitted(cast)
    signature = decided(cast, first, second)
    timeline = timeline_of(second)
    assert timeline[-1].who == signature.signer_name
    assert timeline[-1].capacity == signature.capacity
