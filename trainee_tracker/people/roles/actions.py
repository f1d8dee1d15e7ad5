"""Giving a role, ending it, and accepting or declining a governance lead; nothing here commits.

`grant_role` is also what enrolling a trainee and approving a supervisor do, whose rooms have their
own rules; that nobody gives a role to themselves is held here, so that no way leads past it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from trainee_tracker.append_only import already_recorded, hold, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.audit.rules import INSTALLATION
from trainee_tracker.canonical import digest_of
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, Own, say, verbatim
from trainee_tracker.people.models import (
    Organisation,
    Person,
    RoleAcceptance,
    RoleEnd,
    RoleGrant,
)
from trainee_tracker.people.queries import givable_roles, held_by, organisations_on, person_by_email
from trainee_tracker.people.roles import queries, rules
from trainee_tracker.people.roles.rules import SIGNING_ROLES, RoleAct
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

_ENDED: Final = say("This role has already ended. There is nothing left to do.")
_ENDED_MEANWHILE: Final = say("This role has ended in the meantime, so there is nothing to accept.")

CHANGES = "people.role_changes"
"""The key in `Session.info` of what this transaction did to signing roles."""


@dataclass(frozen=True)
class Change:
    """That a signing role was given, accepted, declined or ended in the transaction in hand."""

    act: RoleAct
    grant: RoleGrant


def changes_of_this_act() -> tuple[Change, ...]:
    """Return what the transaction in hand did to signing roles, of which people are to be told."""
    return tuple(db.session().info.get(CHANGES, ()))


def how_it_begins(person: Person) -> tuple[Message, ...]:
    """Return the sentence about a role that this act gave to `person` and that waits, if one does."""
    return tuple(
        rules.begins_once([lead.name for lead in queries.accepters_of(change.grant)])
        for change in changes_of_this_act()
        if change.grant.person_id == person.id and change.grant.waits
    )[:1]


def _note(act: RoleAct, grant: RoleGrant) -> None:
    if grant.role in SIGNING_ROLES:
        db.session().info.setdefault(CHANGES, []).append(Change(act, grant))


@event.listens_for(Session, "after_transaction_end")
def forget_changes(session: Session, transaction: Any) -> None:
    """Forget them when the transaction is over, whichever way it ended."""
    if transaction.parent is None:
        session.info.pop(CHANGES, None)


def grant_role(
    person: Person, role: Role, organisation: Organisation, *, actor: Person | None, at: datetime
) -> RoleGrant:
    """Give `person` a role at `organisation`; giving one that they hold changes nothing.

    A governance lead then waits until one of the other side accepts. Raises NotAllowed: the actor
    is the person, or the person leads governance on the other side. Raises Impossible: the
    organisation stands on neither side and has no governance leads.
    """
    if actor is not None and actor.id == person.id:
        others = queries.givers_of(role, organisation.id, besides=person.id)
        rules.ensure_not_oneself(person.id, actor.id, others)
    if role is Role.GOVERNANCE_LEAD:
        _ensure_one_side(person, organisation)
    # Of two who give it at once the second finds it given: held twice, it would not end at its end.
    hold(f"role {role} of person {person.id} at organisation {organisation.id}")
    held = db.session.scalar(queries.grants_held(person.id, role, organisation.id))
    if held is not None:
        return held
    is_over_all = role is Role.ADMINISTRATOR
    grant = RoleGrant(
        person=person,
        role=role,
        organisation=organisation,
        sequence=queries.count_grants(person.id, role, organisation.id) + 1,
        stream_id=INSTALLATION if is_over_all else organisation.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id if actor else None,
    )
    db.session.add(grant)
    db.session.flush()
    _note(RoleAct.GIVEN, grant)
    return grant


def _ensure_one_side(person: Person, organisation: Organisation) -> None:
    # Two who give it at once, on a side each, would both find that the person leads on neither.
    hold(f"governance led by person {person.id}")

    def stands_on_one_side() -> None:
        db.session.refresh(organisation, ["side"])
        rules.ensure_side_has_leads(organisation.name, organisation.side)
        led = queries.governance_led_by(person.id)
        rules.ensure_one_side(person.full_name, organisation.name, organisation.side, led)

    # The side of an organisation is chained in the installation's stream.
    rely({INSTALLATION}, stands_on_one_side)


def _ensure_accepts_on_one_side(person: Person, organisation: Organisation) -> None:
    """Raise NotAllowed, in words for the person, when they lead governance on the other side."""
    hold(f"governance led by person {person.id}")

    def accepts_on_one_side() -> None:
        db.session.refresh(organisation, ["side"])
        led = queries.governance_led_by(person.id)
        other = rules.led_on_another_side(organisation.side, led)
        if other is not None:
            there = other.organisation_id
            raise rules.own_other_side(
                other, queries.givers_of(Role.GOVERNANCE_LEAD, there, besides=person.id)
            )

    rely({INSTALLATION}, accepts_on_one_side)


def carry_on_roles(entered: Person, person: Person, *, at: datetime) -> None:
    """Give `person` each role that was given to them as `entered`, whose own grants end.

    Whoever gave the entered person the role counts as its giver. A governance lead waits anew, so
    that they are accepted as who they are. Raises NotAllowed when they lead governance on the other
    side.
    """
    # Who accepts two places at once would otherwise be given the roles of each in another order,
    # and either act could wait for the other.
    hold(f"places accepted by person {person.id}")
    given = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == entered.id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    ).all()
    for grant in given:
        if grant.role is Role.GOVERNANCE_LEAD:
            _ensure_accepts_on_one_side(person, grant.organisation)
        # Whoever gave the role may end it at the same moment.
        with refuse_if_taken(
            Stale(say("What you were invited to changed just now. Open the link again."))
        ):
            db.session.add(
                RoleEnd(
                    grant_id=grant.id,
                    stream_id=grant.stream_id,
                    recorded_at=at,
                    recorded_by_id=person.id,
                )
            )
        hold(f"role {grant.role} of person {person.id} at organisation {grant.organisation_id}")
        if db.session.scalar(queries.grants_held(person.id, grant.role, grant.organisation_id)):
            continue
        own = RoleGrant(
            person_id=person.id,
            role=grant.role,
            organisation_id=grant.organisation_id,
            sequence=queries.count_grants(person.id, grant.role, grant.organisation_id) + 1,
            carries_on_id=grant.id,
            stream_id=grant.stream_id,
            recorded_at=at,
            recorded_by_id=person.id,
        )
        db.session.add(own)
        db.session.flush()
        _note(RoleAct.GIVEN, own)
    db.session.flush()


def end_role(grant: RoleGrant, *, actor: Person, at: datetime) -> None:
    """End a role from this moment on; what its holder did with it stays.

    Raises NotAllowed when the actor may not give this role there, Impossible when it has ended
    already or belongs to the last administrator.
    """
    if grant.role not in givable_roles(actor, grant.organisation_id):
        givers = queries.givers_of(grant.role, grant.organisation_id, besides=actor.id)
        raise NotAllowed(
            say(
                "Only somebody who may give this role ends it. Ask {givers}.",
                givers=rules.one_of(givers),
            )
            if givers
            else say("Only somebody who may give this role ends it. Ask an administrator to do it.")
        )
    if grant.ended_at is not None:
        raise Impossible(_ENDED)

    def is_not_the_last() -> None:
        if queries.is_last_administrator(grant):
            raise Impossible(
                say(
                    "This is the last administrator."
                    " Give somebody else the role first, then end this one."
                )
            )

    # Two administrators who end each other's role at once would both count two.
    rely({grant.stream_id}, is_not_the_last)
    end = RoleEnd(grant_id=grant.id)
    _end(grant, end, actor=actor, at=at)
    _note(RoleAct.ENDED, grant)


def _end(grant: RoleGrant, end: RoleEnd, *, actor: Person, at: datetime) -> None:
    end.stream_id, end.recorded_at, end.recorded_by_id = grant.stream_id, at, actor.id
    with refuse_if_taken(Impossible(_ENDED)):
        db.session.add(end)
    db.session.refresh(grant)


def accept_role(
    grant: RoleGrant, *, actor: Person, at: datetime, request_id: str
) -> RoleAcceptance:
    """Accept a governance lead, who is in office from now on; the caller confirmed the password.

    Raises NotAllowed: the actor leads no governance of the other side, or gave the role. Raises
    Impossible: the role has ended, or somebody else accepted it first.
    """
    digest = digest_of([grant.id, actor.id])
    earlier = already_recorded(RoleAcceptance, request_id, digest)
    if earlier is not None:
        return earlier
    _ensure_may_answer(grant, actor)
    rely({grant.stream_id}, _has_not_ended(grant))
    return _accept(grant, accepted_by=actor, actor=actor, at=at, request=(request_id, digest))


def decline_role(grant: RoleGrant, *, reason: str, actor: Person, at: datetime) -> None:
    """Decline a governance lead, with a reason: the role ends without ever opening a page.

    Declining again with the same reason changes nothing. Raises as `accept_role`.
    """
    end = queries.end_of(grant)
    if end is not None and (end.is_declined, end.recorded_by_id, end.reason) == (
        True,
        actor.id,
        reason,
    ):
        return
    _ensure_may_answer(grant, actor)
    rely({grant.stream_id}, _is_not_accepted(grant))
    _end(grant, RoleEnd(grant_id=grant.id, is_declined=True, reason=reason), actor=actor, at=at)
    _note(RoleAct.DECLINED, grant)


def _ensure_may_answer(grant: RoleGrant, actor: Person) -> None:
    if grant.ended_at is not None:
        raise Impossible(_ENDED_MEANWHILE)
    if grant.is_accepted:
        raise _accepted_already(grant)
    # Looking at the actor's roles makes `people/rights.py` ask for them again when this is saved.
    leads = any(role is Role.GOVERNANCE_LEAD for role, _where in held_by(actor))
    who_may = queries.accepters_of(grant)
    rules.ensure_may_accept(actor.id if leads else None, queries.candidate_of(grant), who_may)


def _accepted_already(grant: RoleGrant) -> Impossible:
    return Impossible(
        say(
            "{person} was accepted already and is in office. There is nothing to do.",
            person=Own(grant.person.full_name),
        )
    )


def _has_not_ended(grant: RoleGrant) -> Callable[[], None]:
    """Return the question whether a role goes on, to be asked again under the locks."""

    def has_not_ended() -> None:
        db.session.refresh(grant, ["ended_at"])
        if grant.ended_at is not None:
            raise Impossible(_ENDED_MEANWHILE)

    return has_not_ended


def _is_not_accepted(grant: RoleGrant) -> Callable[[], None]:
    """Return the question whether nobody accepted a role yet, to be asked again under the locks."""

    def is_not_accepted() -> None:
        db.session.refresh(grant, ["is_accepted"])
        if grant.is_accepted:
            raise _accepted_already(grant)

    return is_not_accepted


def _accept(
    grant: RoleGrant,
    *,
    accepted_by: Person,
    actor: Person | None,
    at: datetime,
    request: tuple[str, str],
) -> RoleAcceptance:
    with refuse_if_taken(_accepted_already(grant)):
        acceptance = RoleAcceptance(
            grant_id=grant.id,
            accepted_by_id=accepted_by.id,
            request_id=request[0],
            request_digest=request[1],
            stream_id=grant.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id if actor else None,
        )
        db.session.add(acceptance)
    db.session.refresh(grant)
    _note(RoleAct.ACCEPTED, grant)
    return acceptance


def accept_each_other(one: RoleGrant, other: RoleGrant, *, at: datetime) -> None:
    """Put the first governance lead of each side into office, each accepted by the other.

    Only whoever runs the server does this: the ledger says that nobody recorded it, and who stands
    for whom. Raises Impossible: they are not two people of both sides who wait, or somebody in
    office could accept one of them.
    """

    pair = queries.candidate_of(one), queries.candidate_of(other)
    rules.ensure_accept_each_other(
        *pair, [*queries.opposite_leads_of(one), *queries.opposite_leads_of(other)]
    )

    def are_still_the_first() -> None:
        _has_not_ended(one)()
        _has_not_ended(other)()
        leads = [*queries.opposite_leads_of(one), *queries.opposite_leads_of(other)]
        ours = {one.person_id, other.person_id}
        rules.ensure_accept_each_other(
            *pair, [each for each in leads if each.person_id not in ours]
        )

    everywhere = {each.stream_id for each in organisations_on(*rules.OTHER_SIDE)}
    rely(everywhere, are_still_the_first)
    for grant, by in ((one, other.person), (other, one.person)):
        request = str(uuid4()), digest_of([grant.id, by.id])
        _accept(grant, accepted_by=by, actor=None, at=at, request=request)


def first_waiting_grant(email: str) -> RoleGrant:
    """Return the oldest role by which the owner of an address waits; raises Impossible for none."""
    person = person_by_email(email)
    if person is None:
        raise Impossible(
            say(
                "Nobody is known here under {email}. Check how it is spelled.",
                email=verbatim(email),
            )
        )
    waiting = queries.waiting_grants(RoleGrant.person_id == person.id)
    if not waiting:
        raise Impossible(
            say(
                "{person} does not wait to be accepted as governance lead."
                " Give the role on the page “Invite someone” first.",
                person=Own(person.full_name),
            )
        )
    return waiting[0]
