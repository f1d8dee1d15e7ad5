"""The command by which the server vouches for a name, where nobody else can."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import naming
from tests.browser import Browser
from tests.cast import EMAILS, NOW, Cast, request_id
from tests.databases import uses_postgresql
from tests.meanwhile import meanwhile
from trainee_tracker.append_only import hold
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.commands.people import confirm_name
from trainee_tracker.extensions import db
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.names import actions, queries
from trainee_tracker.people.names.models import NameDecision
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed


def test_a_sole_administrator_is_vouched_for_by_the_server(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    naming.ask(cast.administrator, full_name="Ada Merriweather", registration="X 1")
    db.session.commit()
    page = browser.sign_in(cast.administrator).get("/account")
    assert "Nobody else here can confirm it." in page.text
    assert "flask confirm-name" in page.text
    done = app.test_cli_runner().invoke(confirm_name, [EMAILS["administrator"]], input="y\n")
    assert done.exit_code == 0, done.output
    assert "Full name: Ada Cole -> Ada Merriweather" in done.output
    assert "Registration: (none) -> X 1" in done.output
    db.session.expire_all()
    stands = queries.name_in_force(cast.administrator.id)
    assert (stands.full_name, stands.recorded_by_id) == ("Ada Merriweather", None)
    assert db.session.scalars(select(NameDecision)).one().recorded_by_id is None
    assert (
        "The name as it stands was entered on the server, on 22 November 2026"
        in browser.get("/account").text
    )
    assert list(faults_of_ledger()) == []


def test_the_server_confirms_nothing_where_somebody_else_can(app: Flask, cast: Cast) -> None:
    naming.ask(cast.trainee, full_name="Abena Osei-Bonsu")
    db.session.commit()
    done = app.test_cli_runner().invoke(confirm_name, [EMAILS["trainee"], "--yes"])
    assert done.exit_code == 1
    assert "ask Ada Cole, Clara James or Ruth Mensah." in done.output
    db.session.expire_all()
    assert db.session.scalars(select(NameDecision)).all() == []


def test_an_invited_administrator_who_has_not_joined_does_not_keep_the_server_from_it(
    app: Flask, cast: Cast
) -> None:
    """Nobody could press the button: whoever cannot sign in cannot confirm."""
    person, token = invitations.create_administrator(
        "Ngozi Eze", "ngozi@platform.example", "Platform", at=NOW
    )
    naming.ask(cast.administrator, full_name="Ada Merriweather")
    db.session.commit()
    assert queries.vouchers_for(cast.administrator) == []
    invitations.accept_invitation(token, "seven purple kettles sing", at=NOW)
    db.session.commit()
    assert queries.vouchers_for(cast.administrator) == [person]
    done = app.test_cli_runner().invoke(confirm_name, [EMAILS["administrator"], "--yes"])
    assert (done.exit_code, "ask Ngozi Eze" in done.output) == (1, True)


def test_without_a_yes_nothing_is_confirmed(app: Flask, cast: Cast) -> None:
    naming.ask(cast.administrator, full_name="Ada Merriweather")
    db.session.commit()
    done = app.test_cli_runner().invoke(confirm_name, [EMAILS["administrator"]], input="n\n")
    assert done.exit_code == 1
    db.session.expire_all()
    assert db.session.scalars(select(NameDecision)).all() == []


def test_nobody_waits(app: Flask, cast: Cast) -> None:
    db.session.commit()
    for email in ("nobody@nowhere.example", EMAILS["administrator"]):
        done = app.test_cli_runner().invoke(confirm_name, [email])
        assert done.exit_code == 1
        assert f"Nobody with the address {email} waits" in done.output


def test_an_administrator_appointed_meanwhile_is_asked_instead(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = naming.ask(cast.administrator, full_name="Ada Merriweather")
    person_id, organisation_id = cast.supervisor.id, cast.trust.id
    db.session.commit()
    assert queries.vouchers_for(cast.administrator) == []

    def appoint() -> None:
        roles.grant_role(
            db.session.get_one(Person, person_id),
            Role.ADMINISTRATOR,
            db.session.get_one(Organisation, organisation_id),
            actor=None,
            at=NOW,
        )

    def hold_after_somebody_else(what: str) -> None:
        if what.startswith("how person"):
            meanwhile(app, appoint)
        hold(what)

    monkeypatch.setattr(actions, "hold", hold_after_somebody_else)
    monkeypatch.setattr(actions, "already_recorded", lambda *_given: None)
    with pytest.raises(NotAllowed, match="ask Sam Okafor"):
        actions.confirm_name_on_the_server(asked, at=NOW, request_id=request_id("server"))


def test_an_administrator_appointed_before_it_is_saved_is_asked_instead(
    app: Flask, cast: Cast
) -> None:
    """On SQLite nobody is appointed while the server writes; on PostgreSQL the commit asks again."""
    asked = naming.ask(cast.administrator, full_name="Ada Merriweather")
    person_id, organisation_id = cast.supervisor.id, cast.trust.id
    db.session.commit()
    actions.confirm_name_on_the_server(asked, at=NOW, request_id=request_id("server"))
    if uses_postgresql():

        def appoint() -> None:
            roles.grant_role(
                db.session.get_one(Person, person_id),
                Role.ADMINISTRATOR,
                db.session.get_one(Organisation, organisation_id),
                actor=None,
                at=NOW,
            )

        meanwhile(app, appoint)
        with pytest.raises(NotAllowed, match="ask Sam Okafor"):
            db.session.commit()
        return
    db.session.commit()
    assert db.session.scalars(select(NameDecision)).one().recorded_by_id is None
