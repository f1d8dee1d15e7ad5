"""Deciding about one name at once, and by a right that ends meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import naming
from tests.cast import NOW, Cast, request_id
from tests.databases import uses_postgresql
from tests.meanwhile import meanwhile
from trainee_tracker.append_only import hold
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person, PersonName, RoleGrant
from trainee_tracker.people.names import actions, queries
from trainee_tracker.people.names.models import NameDecision, NameRequest
from trainee_tracker.people.names.rules import NameOutcome
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible, NotAllowed, Stale


@pytest.fixture
def asked(cast: Cast) -> NameRequest:
    """What Abena has asked for."""
    made = naming.ask(cast.trainee, full_name="Abena Osei-Bonsu", registration="UKCP 7")
    db.session.commit()
    return made


def decisions() -> list[NameOutcome]:
    return list(db.session.scalars(select(NameDecision.outcome)))


def decided_meanwhile(
    app: Flask, monkeypatch: pytest.MonkeyPatch, decide: Callable[[], object]
) -> None:
    """Let somebody else decide when this act asks for its turn."""

    def hold_after_somebody_else(what: str) -> None:
        if what.startswith("how person"):
            monkeypatch.setattr(actions, "hold", hold)
            meanwhile(app, decide)
        hold(what)

    monkeypatch.setattr(actions, "hold", hold_after_somebody_else)
    monkeypatch.setattr(actions, "already_recorded", lambda *_given: None)


def elsewhere(asked: NameRequest, actor: Person, *, reason: str = "") -> Callable[[], object]:
    """Return the act by which somebody else decides the request in a transaction of their own."""
    asked_id, actor_id = asked.id, actor.id
    db.session.commit()

    def decide() -> object:
        same, who = db.session.get_one(NameRequest, asked_id), db.session.get_one(Person, actor_id)
        if not reason:
            return naming.confirm(same, who)
        return actions.decline_name(
            same, reason=reason, actor=who, at=NOW, request_id=request_id("elsewhere")
        )

    return decide


def test_of_two_who_confirm_at_once_one_does_and_the_other_reads_who_did(
    app: Flask, cast: Cast, asked: NameRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided_meanwhile(app, monkeypatch, elsewhere(asked, cast.community_lead))
    with pytest.raises(Impossible, match="Clara James has confirmed this request already"):
        naming.confirm(asked, cast.training_lead)
    db.session.rollback()
    assert decisions() == [NameOutcome.CONFIRMED]
    assert queries.name_in_force(cast.trainee.id).sequence == 2


def test_of_confirming_and_declining_at_once_only_the_first_holds(
    app: Flask, cast: Cast, asked: NameRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    declines = elsewhere(asked, cast.community_lead, reason="Not that one.")
    decided_meanwhile(app, monkeypatch, declines)
    with pytest.raises(Impossible, match="declined this request already, with the reason: “Not"):
        naming.confirm(asked, cast.training_lead)
    db.session.rollback()
    assert decisions() == [NameOutcome.DECLINED]
    assert queries.name_in_force(cast.trainee.id).full_name == "Abena Osei"


def test_a_request_replaced_while_it_is_confirmed_is_not_confirmed(
    app: Flask, cast: Cast, asked: NameRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id = cast.trainee.id

    def ask_anew() -> None:
        naming.ask(db.session.get_one(Person, person_id), full_name="Abena B.")

    decided_meanwhile(app, monkeypatch, ask_anew)
    with pytest.raises(Impossible, match="asked for something else since"):
        naming.confirm(asked, cast.training_lead)


def test_the_database_itself_takes_one_decision_and_one_next_name(
    cast: Cast, asked: NameRequest
) -> None:
    naming.confirm(asked, cast.training_lead)
    db.session.commit()
    row = {
        "asked_id": asked.id,
        "outcome": NameOutcome.DECLINED,
        "request_id": request_id("second"),
        "request_digest": "0" * 64,
        "stream_id": asked.stream_id,
        "recorded_at": NOW,
        "recorded_by_id": cast.community_lead.id,
    }
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(NameDecision(**row))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(
            PersonName(
                person_id=cast.trainee.id,
                sequence=2,
                full_name="Another",
                **{each: row[each] for each in ("stream_id", "recorded_at", "recorded_by_id")},
            )
        )
    other = naming.ask(cast.colleague, full_name="Kofi B.")
    without_a_name = {**row, "asked_id": other.id, "outcome": NameOutcome.CONFIRMED}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(NameDecision(**without_a_name))


def test_a_lead_whose_role_ends_meanwhile_confirms_nothing(
    app: Flask, cast: Cast, asked: NameRequest
) -> None:
    assert queries.vouches(cast.training_lead, cast.trainee)
    _end(app, grant_of(cast.training_lead.id, Role.TRAINING_LEAD), cast.administrator.id)
    naming.confirm(asked, cast.training_lead)
    with pytest.raises(Stale, match="One of your roles ended just now"):
        db.session.commit()
    db.session.rollback()
    assert decisions() == []


def test_where_the_role_of_the_person_ends_meanwhile_that_lead_confirms_nothing(
    app: Flask, cast: Cast
) -> None:
    """Clara may vouch for Sam, whom the trust knows, only while he supervises in her network."""
    asked = naming.ask(cast.supervisor, full_name="Samuel Okafor")
    db.session.commit()
    assert queries.vouches(cast.community_lead, cast.supervisor)
    person_id, admin_id = cast.supervisor.id, cast.administrator.id
    grant_id = grant_of(person_id, Role.SUPERVISOR)
    naming.confirm(asked, cast.community_lead)
    if uses_postgresql():
        _end(app, grant_id, admin_id)
        with pytest.raises(NotAllowed, match="How Sam Okafor is named"):
            db.session.commit()
    else:
        # The two cannot overlap: whoever writes first keeps the other waiting.
        db.session.rollback()
        _end(app, grant_id, admin_id)
        with pytest.raises(NotAllowed, match="How Sam Okafor is named"):
            naming.confirm(asked, cast.community_lead)
    db.session.rollback()
    assert decisions() == []
    assert db.session.get_one(Person, person_id).full_name == "Sam Okafor"


def grant_of(person_id: int, role: Role) -> int:
    return db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
    ).one()


def _end(app: Flask, grant_id: int, actor_id: int) -> None:
    def end() -> None:
        grant, actor = (
            db.session.get_one(RoleGrant, grant_id),
            db.session.get_one(Person, actor_id),
        )
        roles.end_role(grant, actor=actor, at=NOW)

    meanwhile(app, end)
