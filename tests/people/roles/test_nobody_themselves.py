"""Nobody appoints, approves, accepts or clears themselves, by a page or by a hand-made request."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser import Browser
from tests.cast import EMAILS, NOW, PASSWORD, Cast, request_id
from tests.entered import entered
from tests.governance.builders import propose
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Supervision
from trainee_tracker.exchange import actions as exchange
from trainee_tracker.exchange import queries
from trainee_tracker.extensions import db
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.people.models import Person, RoleGrant
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed

EVERYBODY = sorted(EMAILS)


def roles_held(person: Person) -> set[tuple[Role, int]]:
    db.session.expire_all()
    return {(each.role, each.organisation_id) for each in person.grants}


def invite_oneself(cast: Cast, person: Person, role: Role, organisation_id: int) -> dict[str, str]:
    return {
        "full_name": person.full_name,
        "email": person.email,
        "role": role.value,
        "organisation": str(organisation_id),
        "password": PASSWORD,
    }


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_gives_any_role_to_themselves_whoever_they_are(
    browser: Browser, cast: Cast, who: str
) -> None:
    person: Person = getattr(cast, who)
    before = roles_held(person)
    browser.sign_in(person)
    for organisation in (cast.network, cast.other_network, cast.trust):
        for role in Role:
            fields = invite_oneself(cast, person, role, organisation.id)
            answer = browser.send(
                "POST", "/people/invite", data={**fields, "csrf_token": browser.csrf_token()}
            )
            assert answer.status_code in {200, 403}, (who, role)
    assert roles_held(person) == before


@pytest.mark.parametrize("who", ["administrator", "training_lead"])
def test_who_may_give_a_role_is_told_whom_to_ask_for_their_own(
    browser: Browser, cast: Cast, who: str
) -> None:
    person: Person = getattr(cast, who)
    roles.grant_role(cast.colleague, Role.ADMINISTRATOR, cast.trust, actor=None, at=NOW)
    db.session.commit()
    browser.sign_in(person)
    fields = invite_oneself(cast, person, Role.SUPERVISOR, cast.network.id)
    page = browser.submit("/people/invite", fields, status=403)
    assert "Nobody gives a role to themselves. Ask" in page.text
    assert "Kofi Boateng" in page.text


def test_giving_oneself_a_role_that_one_holds_is_refused_too(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Nobody gives a role to themselves"):
        roles.grant_role(
            cast.administrator,
            Role.ADMINISTRATOR,
            cast.trust,
            actor=cast.administrator,
            at=NOW,
        )


@pytest.mark.parametrize("is_named", [True, False])
def test_nobody_approves_themselves_as_a_supervisor(
    browser: Browser, cast: Cast, is_named: bool
) -> None:
    # Somebody else gave Ruth the role; for a cohort of hers she is still not her own to approve.
    roles.grant_role(cast.training_lead, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    roles.grant_role(cast.colleague, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    db.session.commit()
    browser.sign_in(cast.training_lead)
    url = f"/cohorts/{cast.cohort.id}/supervisors/approve"
    page = browser.get(url)
    offered = page.document.xpath("//select[@name='person']/option/@value")
    assert str(cast.training_lead.id) not in offered
    who = (
        {"full_name": "Ruth Mensah", "email": cast.training_lead.email}
        if is_named
        else {"person": str(cast.training_lead.id)}
    )
    answers = {**who, "approved_from": "1 October 2026", "password": PASSWORD}
    refused = browser.submit(page, answers, status=403 if is_named else 200)
    if is_named:
        assert "Nobody approves or enrols themselves in a cohort. Ask Kofi Boateng" in refused.text
    assert not any(each.supervisor_id == cast.training_lead.id for each in supervisions())


def supervisions() -> list[Supervision]:
    db.session.expire_all()
    return list(db.session.query(Supervision))


def test_nobody_enrols_themselves(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    answers = {"full_name": "Ruth Mensah", "email": cast.training_lead.email}
    page = browser.submit(f"/cohorts/{cast.cohort.id}/enrol", answers, status=403)
    assert "Ask an administrator to invite a second training lead" in page.text
    with pytest.raises(NotAllowed, match="Nobody approves or enrols themselves"):
        cohorts.enrol_trainee(
            cast.cohort,
            cast.training_lead,
            enrolled_on=date(2026, 10, 1),
            actor=cast.training_lead,
            at=NOW,
        )


def test_a_list_with_one_s_own_address_enrols_nobody(cast: Cast) -> None:
    rows = f"full_name,email\nEsi Addo,esi@grace.example\nRuth Mensah,{cast.training_lead.email}\n"
    day, lead = date(2026, 10, 1), cast.training_lead
    checked = queries.check_list(cast.cohort, rows, enrolled_on=day, reader=lead)
    with pytest.raises(NotAllowed, match="Nobody approves or enrols themselves"):
        exchange.confirm_enrolments(
            cast.cohort,
            rows,
            enrolled_on=day,
            digest_seen=checked.found.digest,
            actor=lead,
            at=NOW,
            request_id=request_id("list"),
        )
    db.session.rollback()
    assert entered("esi@grace.example") is None


def test_nobody_accepts_themselves(browser: Browser, cast: Cast) -> None:
    grant = roles.grant_role(
        cast.supervisor, Role.GOVERNANCE_LEAD, cast.network, actor=cast.administrator, at=NOW
    )
    db.session.commit()
    path = f"/people/roles/{grant.id}/accept"
    fields = {"password": PASSWORD, "request_id": request_id("accept")}
    # Nobody but the trust's lead is let in: neither who waits, nor their side, nor who gave it.
    for who in EVERYBODY:
        if who != "statutory_lead":
            browser.sign_in(getattr(cast, who))
            status = 404 if who == "community_lead" else 403
            browser.post(path, fields, status=status)
            browser.post(path.replace("accept", "decline"), {**fields, "reason": "x"}, status)
    db.session.expire_all()
    assert db.session.get_one(RoleGrant, grant.id).waits
    with pytest.raises(NotAllowed, match="Only a governance lead in office"):
        roles.accept_role(grant, actor=cast.supervisor, at=NOW, request_id=request_id("own"))
    with pytest.raises(NotAllowed, match="Ask Tom Reid to do it"):
        roles.accept_role(grant, actor=cast.administrator, at=NOW, request_id=request_id("gave"))


def test_nobody_clears_what_they_recorded_themselves(browser: Browser, cast: Cast) -> None:
    for lead in (cast.community_lead, cast.statutory_lead):
        record = propose(cast, actor=lead)
        browser.sign_in(lead)
        browser.post(
            f"/governance/records/{record.id}/sign",
            {"password": PASSWORD, "digest": "0" * 64, "request_id": request_id(lead.email)},
            status=403,
        )
        db.session.expire_all()
        assert [each.action for each in record.events] == [GovernanceAction.PROPOSED]


def test_ending_one_s_own_role_stays_possible(browser: Browser, cast: Cast) -> None:
    [grant] = cast.administrator.grants
    roles.grant_role(cast.colleague, Role.ADMINISTRATOR, cast.trust, actor=None, at=NOW)
    db.session.commit()
    browser.sign_in(cast.administrator)
    browser.submit(f"/people/roles/{grant.id}/end", {"password": PASSWORD})
    db.session.refresh(grant)
    assert grant.ended_at is not None
