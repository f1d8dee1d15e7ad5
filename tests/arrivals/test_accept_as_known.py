"""Somebody known elsewhere is entered like anybody new, and says themselves who they are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.meanwhile import meanwhile
from trainee_tracker.arrivals import actions
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.actions import Arrival, Newcomer
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.queries import enrolments_of, members_of
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people import queries
from trainee_tracker.people.access import held_roles
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Person, SamePerson
from trainee_tracker.people.roles.actions import grant_role
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible, NotAllowed, Refused


def enter(cast: Cast, name: str, email: str) -> Arrival:
    """Let the training lead of Grace enrol somebody by name and address."""
    arrival = cohorts.enrol_newcomer(
        cast.cohort,
        Newcomer(name, email),
        enrolled_on=date(2026, 11, 1),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(f"{name} {email}"),
    )
    db.session.commit()
    return arrival


def test_the_owner_sees_role_and_name_and_accepts_as_themselves(
    browser: Browser, cast: Cast
) -> None:
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    assert arrival.person.id != cast.outsider.id
    page = browser.get(f"/invitation/{arrival.token}")
    for words in ("Layla Somebody", "Ruth Mensah", "Trainee, Grace Network", "Grace Network 2026"):
        assert words in page.text
    assert "Layla Haddad" not in page.text
    answer = browser.submit(page, {"password": PASSWORD})
    assert answer.response.location == "/"
    db.session.rollback()
    (place,) = (e for e in enrolments_of(cast.outsider) if e.cohort_id == cast.cohort.id)
    assert place.person_id == cast.outsider.id
    assert "Layla Haddad" in {row.full_name for row in members_of(cast.cohort.id)}
    assert "Layla Somebody" not in {row.full_name for row in members_of(cast.cohort.id)}
    held = {(each.role, each.organisation_id) for each in held_roles(cast.outsider)}
    assert (Role.TRAINEE, cast.network.id) in held
    assert "Layla Haddad" in browser.get("/account").response.text


def test_a_wrong_password_accepts_nothing(browser: Browser, cast: Cast) -> None:
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    page = browser.submit(
        f"/invitation/{arrival.token}", {"password": "not that one at all"}, status=403
    )
    assert "That is not your password" in page.text
    db.session.rollback()
    assert db.session.scalar(select(func.count(SamePerson.id))) == 0


def test_what_was_done_before_they_accepted_is_theirs(cast: Cast) -> None:
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    place = db.session.scalars(
        select(Enrolment).where(Enrolment.entered_id == arrival.person.id)
    ).one()
    actions.accept_as_known(arrival.token or "", PASSWORD, address=None, at=NOW)
    db.session.commit()
    assert place.person.full_name == "Layla Haddad"
    assert {each.id for each in enrolments_of(cast.outsider)} == {
        cast.outsider_enrolment.id,
        place.id,
    }


def test_the_owner_cannot_choose_a_second_password_for_one_address(cast: Cast) -> None:
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    with pytest.raises(Impossible, match="opens an account already"):
        invitations.accept_invitation(arrival.token or "", "seven purple kettles sing", at=NOW)


def test_of_two_networks_that_enter_one_new_address_the_second_is_accepted_as_the_first(
    cast: Cast,
) -> None:
    first = enter(cast, "Esi Addo", "esi@mail.example")
    second = cohorts.enrol_newcomer(
        cast.other_cohort,
        Newcomer("Esi Addo", "esi@mail.example"),
        enrolled_on=date(2026, 11, 1),
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("Esi at Hope"),
    )
    db.session.commit()
    assert first.person.id != second.person.id
    password = "seven purple kettles sing"
    person = invitations.accept_invitation(first.token or "", password, at=NOW)
    db.session.commit()
    actions.accept_as_known(second.token or "", password, address=None, at=NOW)
    db.session.commit()
    assert len(enrolments_of(person)) == 2
    assert queries.person_by_email("ESI@mail.example") is person


def test_a_known_person_is_meant_only_under_their_own_name(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit(
        f"/cohorts/{cast.cohort.id}/enrol",
        {
            "full_name": "Clara Junior",
            "email": cast.community_lead.email,
            "enrolled_on": "2026-11-01",
        },
        status=409,
    )
    assert f"{cast.community_lead.email} is the address of Clara James" in page.text
    db.session.rollback()
    assert not enrolments_of(cast.community_lead)


def test_nobody_accepts_a_place_about_which_they_have_recorded_something(cast: Cast) -> None:
    arrival = enter(cast, "Omar Somebody", cast.outsider_lead.email)
    place = db.session.scalars(
        select(Enrolment).where(Enrolment.entered_id == arrival.person.id)
    ).one()
    grant_role(
        cast.outsider_lead, Role.TRAINING_LEAD, cast.network, actor=cast.administrator, at=NOW
    )
    db.session.commit()
    (module, *_rest) = terms_of(cast.cohort.version).modules
    record_module_results(
        cast.cohort,
        module.key,
        {place.id: ModuleOutcome.PASSED},
        decided_on=date(2026, 11, 1),
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("a module"),
    )
    db.session.commit()
    with pytest.raises(NotAllowed, match="nobody does that for themselves"):
        actions.accept_as_known(arrival.token or "", PASSWORD, address=None, at=NOW)


def test_nobody_supervises_a_cohort_in_which_they_train(cast: Cast) -> None:
    approved = cohorts.approve_anyone(
        cast.other_cohort,
        None,
        Newcomer("Abena Somebody", cast.trainee.email),
        approved_from=date(2026, 11, 1),
        approved_until=None,
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("Abena supervises at Hope"),
    )
    db.session.commit()
    person = actions.accept_as_known(approved.token or "", PASSWORD, address=None, at=NOW)
    assert person.id == cast.trainee.id
    db.session.commit()
    again = cohorts.enrol_newcomer(
        cast.other_cohort,
        Newcomer("Kofi Somebody", cast.colleague.email),
        enrolled_on=date(2026, 11, 1),
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("Kofi trains at Hope"),
    )
    supervising = invitations.enter_person(
        "Kofi Boateng",
        cast.colleague.email,
        organisation=cast.trust,
        actor=cast.administrator,
        at=NOW,
    )
    assert supervising.id == cast.colleague.id
    cohorts.approve_supervisor(
        cast.other_cohort,
        cast.colleague,
        approved_from=date(2026, 11, 1),
        approved_until=None,
        actor=cast.outsider_lead,
        at=NOW,
    )
    db.session.commit()
    with pytest.raises(NotAllowed, match="nobody supervises a cohort in which they train"):
        actions.accept_as_known(again.token or "", PASSWORD, address=None, at=NOW)


def test_a_place_is_accepted_once(cast: Cast) -> None:
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    actions.accept_as_known(arrival.token or "", PASSWORD, address=None, at=NOW)
    db.session.commit()
    with pytest.raises(Impossible, match="used or has run out"):
        actions.accept_as_known(arrival.token or "", PASSWORD, address=None, at=NOW)


def test_enrolled_by_another_lead_meanwhile_they_are_not_twice_in_the_cohort(
    app: Flask, cast: Cast
) -> None:
    token = enter(cast, "Layla Somebody", cast.outsider.email).token or ""
    cohort_id, person_id, lead_id = cast.cohort.id, cast.outsider.id, cast.training_lead.id
    gate = threading.Barrier(2)
    landed: list[str] = []
    refused: list[str] = []

    def accept() -> None:
        actions.accept_as_known(token, PASSWORD, address=None, at=NOW)

    def enrol_directly() -> None:
        cohorts.enrol_trainee(
            db.session.get_one(Cohort, cohort_id),
            db.session.get_one(Person, person_id),
            enrolled_on=date(2026, 11, 1),
            actor=db.session.get_one(Person, lead_id),
            at=NOW,
        )

    def act(name: str, work: Callable[[], None]) -> None:
        with app.app_context():
            gate.wait()
            try:
                work()
                db.session.commit()
                landed.append(name)
            except Refused as refusal:
                db.session.rollback()
                refused.append(str(refusal))
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=Context().run, args=(act, work.__name__, work))
        for work in (accept, enrol_directly)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(landed) == 1
    assert "in this cohort" in "".join(refused)
    db.session.rollback()
    assert len([e for e in enrolments_of(cast.outsider) if e.cohort_id == cohort_id]) == 1


def test_nobody_is_enrolled_twice_once_they_have_accepted(browser: Browser, cast: Cast) -> None:
    token = enter(cast, "Layla Somebody", cast.outsider.email).token or ""
    actions.accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.commit()
    answers = {"full_name": "Layla Haddad", "email": cast.outsider.email}
    page = browser.sign_in(cast.training_lead).submit(
        f"/cohorts/{cast.cohort.id}/enrol", answers | {"enrolled_on": "2026-11-01"}, status=409
    )
    assert "Layla Haddad is already in this cohort" in page.text


def approve(cast: Cast, name: str, email: str, actor: Person, cohort: Cohort) -> Arrival:
    """Let a lead approve somebody as a supervisor by name and address."""
    arrival = cohorts.approve_anyone(
        cohort,
        None,
        Newcomer(name, email),
        approved_from=date(2026, 11, 1),
        approved_until=None,
        actor=actor,
        at=NOW,
        request_id=request_id(f"{name} supervises {cohort.name}"),
    )
    db.session.commit()
    return arrival


def test_nobody_is_approved_twice_from_one_day_once_they_have_accepted(cast: Cast) -> None:
    lead, cohort = cast.training_lead, cast.cohort
    token = approve(cast, "Peter S.", cast.outsider_supervisor.email, lead, cohort).token or ""
    actions.accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.commit()
    with pytest.raises(Impossible, match="already approved from that day"):
        approve(cast, "Peter Njoroge again", cast.outsider_supervisor.email, lead, cohort)


def test_nobody_accepts_the_approval_that_they_gave_themselves(cast: Cast) -> None:
    token = invitations.invite_person(
        "Omar Somebody",
        cast.outsider_lead.email,
        Role.SUPERVISOR,
        cast.network,
        actor=cast.training_lead,
        at=NOW,
    )[1]
    grant_role(
        cast.outsider_lead, Role.TRAINING_LEAD, cast.network, actor=cast.administrator, at=NOW
    )
    db.session.commit()
    entered = db.session.scalars(select(Person).where(Person.full_name == "Omar Somebody")).one()
    cohorts.approve_supervisor(
        cast.cohort,
        entered,
        approved_from=date(2026, 11, 1),
        approved_until=None,
        actor=cast.outsider_lead,
        at=NOW,
    )
    db.session.commit()
    with pytest.raises(NotAllowed, match="nobody does that for themselves"):
        actions.accept_as_known(token or "", PASSWORD, address=None, at=NOW)


def test_who_turns_out_to_be_oneself_meanwhile_gets_no_result_from_oneself(
    app: Flask, cast: Cast
) -> None:
    token = enter(cast, "Omar Somebody", cast.outsider_lead.email).token or ""
    grant_role(
        cast.outsider_lead, Role.TRAINING_LEAD, cast.network, actor=cast.administrator, at=NOW
    )
    db.session.commit()
    place = db.session.scalars(
        select(Enrolment).where(Enrolment.cohort_id == cast.cohort.id).order_by(Enrolment.id.desc())
    ).first()
    assert place is not None
    (module, *_rest) = terms_of(cast.cohort.version).modules

    def record() -> None:
        record_module_results(
            cast.cohort,
            module.key,
            {place.id: ModuleOutcome.PASSED},
            decided_on=date(2026, 11, 1),
            actor=cast.outsider_lead,
            at=NOW,
            request_id=request_id("own module"),
        )

    # On SQLite one writes after the other, so there it happens before the writing.
    is_before = db.engine.dialect.name == "sqlite"
    if is_before:
        meanwhile(app, lambda: actions.accept_as_known(token, PASSWORD, address=None, at=NOW))
        with pytest.raises(NotAllowed, match="your own result"):
            record()
        return
    record()
    meanwhile(app, lambda: actions.accept_as_known(token, PASSWORD, address=None, at=NOW))
    with pytest.raises(NotAllowed, match="your own result"):
        db.session.commit()
