"""Naming people: asking for a change, and deciding about it; nothing here commits.

Whoever calls has made sure, by the password, that it is the actor who acts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from trainee_tracker.append_only import already_recorded, hold, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.canonical import digest_of
from trainee_tracker.extensions import db
from trainee_tracker.messages import Own, say
from trainee_tracker.people.models import Person, PersonName
from trainee_tracker.people.names import queries, rules
from trainee_tracker.people.names.models import NameDecision, NameRequest
from trainee_tracker.people.names.queries import last_name_number
from trainee_tracker.people.names.rules import NameOutcome, Naming
from trainee_tracker.refusals import NotAllowed, Stale


def add_name(person: Person, naming: Naming, *, actor_id: int | None, at: datetime) -> PersonName:
    """Let a person be named so from now on, vouched for by the actor or, without one, the server.

    Only adding somebody and confirming a request do this. Raises Stale when somebody else named
    them at the same moment.
    """
    name = PersonName(
        person_id=person.id,
        sequence=last_name_number(person.id) + 1,
        **asdict(naming),
        stream_id=person.stream_id,
        recorded_at=at,
        recorded_by_id=actor_id,
    )
    changed = Stale(
        say(
            "Somebody else changed the name of {person} just now."
            " Look at it again, then change it if it is still wrong.",
            person=Own(person.full_name or naming.full_name),
        )
    )
    with refuse_if_taken(changed):
        db.session.add(name)
    db.session.refresh(person)
    return name


def request_name(
    person: Person, naming: Naming, *, replaces_id: int, at: datetime, request_id: str
) -> NameRequest:
    """Ask, for oneself, to be named otherwise than by the `PersonName` with the id `replaces_id`.

    It takes the place of an earlier request that nobody has decided. Raises Impossible when it asks
    for nothing new, Stale when another name stands by now.
    """
    digest = digest_of([person.id, replaces_id, asdict(naming)])
    earlier = already_recorded(NameRequest, request_id, digest)
    if earlier is not None:
        return earlier
    _one_after_the_other(person.id)
    stands, last = queries.name_in_force(person.id), queries.last_request(person.id)
    if stands.id != replaces_id:
        raise Stale(
            say(
                "You are named {name} since a moment ago."
                " Look at it again, then ask for what is still wrong.",
                name=Own(stands.full_name),
            )
        )
    waiting = last.naming if last is not None and last.decision is None else None
    rules.ensure_changes_something(naming, queries.naming_in_force(person.id), waiting)
    asked = NameRequest(
        person_id=person.id,
        sequence=last.sequence + 1 if last else 1,
        replaces_id=replaces_id,
        **asdict(naming),
        request_id=request_id,
        request_digest=digest,
        stream_id=person.stream_id,
        recorded_at=at,
        recorded_by_id=person.id,
    )
    with refuse_if_taken(Stale(say("You asked for something else just now. Look at it again."))):
        db.session.add(asked)
    return asked


def confirm_name(
    asked: NameRequest, *, actor: Person, at: datetime, request_id: str
) -> NameDecision:
    """Vouch for what somebody else asked for: from now on they are named so.

    Raises NotAllowed: it is the actor's own name, or they lead nowhere where the person is known.
    Raises Impossible: decided, withdrawn or replaced by then. Raises Stale: another name stands.
    """
    return _decide_as(actor, asked, NameOutcome.CONFIRMED, at=at, request_id=request_id)


def decline_name(
    asked: NameRequest, *, reason: str, actor: Person, at: datetime, request_id: str
) -> NameDecision:
    """Refuse what somebody else asked for, with a reason that they read; the old name stays.

    Raises as `confirm_name` does, and Impossible without a reason.
    """
    rules.ensure_reason(reason, asked.person.full_name)
    return _decide_as(
        actor, asked, NameOutcome.DECLINED, reason=reason, at=at, request_id=request_id
    )


def withdraw_name(
    asked: NameRequest, *, actor: Person, at: datetime, request_id: str
) -> NameDecision:
    """Take back what one asked for oneself, while nobody has decided it.

    Raises NotAllowed for somebody else's request, Impossible where it does not wait any more.
    """
    if actor.id != asked.person_id:
        raise NotAllowed(
            say(
                "Only {person} takes this request back. Ask them to do it.",
                person=Own(asked.person.full_name),
            )
        )
    return _decide(
        asked, NameOutcome.WITHDRAWN, actor=actor, reason="", at=at, request_id=request_id
    )


def confirm_name_on_the_server(
    asked: NameRequest, *, at: datetime, request_id: str
) -> NameDecision:
    """Vouch for a name on the machine itself, where nobody else could: the row names nobody.

    Raises NotAllowed where somebody else could confirm it, and else as `confirm_name` does.
    """
    person, named = asked.person, asked.person.full_name

    def nobody_else_can() -> None:
        others = queries.vouchers_for(queries.with_roles_as_they_are(person.id))
        rules.ensure_nobody_else([each.full_name for each in others], named)

    def ensure() -> None:
        rely({INSTALLATION, *queries.streams_of(queries.known_at(person))}, nobody_else_can)

    return _decide(
        asked,
        NameOutcome.CONFIRMED,
        actor=None,
        reason="",
        at=at,
        request_id=request_id,
        ensure=ensure,
    )


def _decide_as(
    actor: Person,
    asked: NameRequest,
    outcome: NameOutcome,
    *,
    reason: str = "",
    at: datetime,
    request_id: str,
) -> NameDecision:
    """Decide what somebody else asked for, by a right that still holds when it is committed."""

    # Asked once more at the commit, when a confirmed name stands already: a refusal says the old one.
    named = asked.person.full_name

    def has_the_right() -> None:
        # The actor's own roles are asked for at every act; those of the person could end as well.
        person = queries.with_roles_as_they_are(asked.person_id)
        may = queries.vouches(actor, person)
        is_oneself = actor.id == person.id
        shown = [] if may else queries.vouchers_shown_to(actor, person)
        rules.ensure_vouches(may, named, is_oneself=is_oneself, others=shown)

    def ensure() -> None:
        rely(queries.streams_of(queries.known_at(asked.person)), has_the_right)

    return _decide(
        asked,
        outcome,
        actor=actor,
        reason=reason,
        at=at,
        request_id=request_id,
        ensure=ensure,
    )


def _decide(
    asked: NameRequest,
    outcome: NameOutcome,
    *,
    actor: Person | None,
    reason: str,
    at: datetime,
    request_id: str,
    ensure: Callable[[], None] = lambda: None,
) -> NameDecision:
    """Write what became of a request, once; a confirmation also names the person."""
    actor_id = actor.id if actor else None
    digest = digest_of([asked.id, outcome, actor_id, reason])
    earlier = already_recorded(NameDecision, request_id, digest)
    if earlier is not None:
        return earlier
    _one_after_the_other(asked.person_id)
    ensure()
    rules.ensure_waits(queries.situation_of(asked, actor))
    became = None
    if outcome is NameOutcome.CONFIRMED:
        became = add_name(asked.person, asked.naming, actor_id=actor_id, at=at)
    decision = NameDecision(
        asked_id=asked.id,
        outcome=outcome,
        reason=reason,
        became_id=became.id if became else None,
        request_id=request_id,
        request_digest=digest,
        stream_id=asked.stream_id,
        recorded_at=at,
        recorded_by_id=actor_id,
    )
    with refuse_if_taken(Stale(say("Somebody else decided this just now. Look at it again."))):
        db.session.add(decision)
    db.session.refresh(asked, ["decision"])
    return decision


def _one_after_the_other(person_id: int) -> None:
    """Let whoever else asks or decides how this person is named wait until this act is over."""
    hold(f"how person {person_id} is named")
