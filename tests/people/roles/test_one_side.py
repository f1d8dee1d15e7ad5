"""One person leads governance on one side only, and an organisation that signs keeps its side."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.people.roles.builders import change_side
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Impossible, NotAllowed


def test_one_person_leads_governance_on_one_side_only(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    fields = {
        "full_name": "Clara James",
        "email": cast.community_lead.email,
        "role": "governance_lead",
        "organisation": str(cast.trust.id),
        "password": PASSWORD,
    }
    page = browser.submit("/people/invite", fields, status=403)
    assert "one person does so on one side only" in page.text
    # It waits to be accepted, and counts all the same.
    roles.grant_role(cast.supervisor, Role.GOVERNANCE_LEAD, cast.network, actor=None, at=NOW)
    with pytest.raises(NotAllowed, match="Sam Okafor leads governance on the community side"):
        roles.grant_role(cast.supervisor, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    other = roles.grant_role(
        cast.supervisor, Role.GOVERNANCE_LEAD, cast.other_network, actor=None, at=NOW
    )
    assert other.waits


def test_an_organisation_on_neither_side_has_no_governance_lead(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.administrator)
    platform = cast.administrator.grants[0].organisation_id
    fields = {
        "full_name": "Eve Park",
        "email": "eve@new.example",
        "role": "governance_lead",
        "organisation": str(platform),
        "password": PASSWORD,
    }
    page = browser.submit("/people/invite", fields, status=409)
    assert "Choose a network or a trust" in page.text


def test_an_organisation_with_a_cohort_or_a_governance_lead_keeps_its_side(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.administrator)
    page = browser.get(f"/organisations/{cast.network.id}")
    assert "has a cohort" in browser.submit(page, {"side": "statutory"}, status=409).text
    browser.submit(page, {"issuer_line": "Family care"})
    alone = organisations.add_organisation("Alone", Side.COMMUNITY, actor=None, at=NOW)
    grant = roles.grant_role(cast.colleague, Role.GOVERNANCE_LEAD, alone, actor=None, at=NOW)
    with pytest.raises(Impossible, match="Kofi Boateng leads governance for Alone"):
        change_side(alone, Side.STATUTORY, cast.administrator)
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    change_side(alone, Side.STATUTORY, cast.administrator)
    assert alone.side is Side.STATUTORY
