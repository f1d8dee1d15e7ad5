"""Declining a governance lead of the other side."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.people.roles.builders import accept
from trainee_tracker.extensions import db
from trainee_tracker.people.models import (
    RoleEnd,
    RoleGrant,
)
from trainee_tracker.people.queries import held_by
from trainee_tracker.refusals import Impossible


def test_declining_needs_a_reason_and_ends_the_role(
    browser: Browser, cast: Cast, grant: RoleGrant
) -> None:
    browser.sign_in(cast.statutory_lead)
    page = browser.get(f"/people/roles/{grant.id}/decline")
    assert "Say why" in browser.submit(page, {"password": PASSWORD}, status=200).text
    wrong = {"password": "not my password at all", "reason": "Nobody there knows this address."}
    browser.submit(page, wrong, status=403)
    db.session.refresh(grant)
    assert grant.waits
    said = {**wrong, "password": PASSWORD}
    browser.submit(page, said)
    browser.submit(page, said)
    db.session.refresh(grant)
    assert grant.ended_at is not None
    assert held_by(grant.person) == []
    [end] = db.session.scalars(select(RoleEnd).where(RoleEnd.grant_id == grant.id)).all()
    assert (end.is_declined, end.reason) == (True, "Nobody there knows this address.")
    shown = browser.get("/people/roles").text
    assert "Eve Park Declined Governance lead, Grace Network Nobody there knows" in shown
    assert "This role ended on" in browser.get(f"/people/roles/{grant.id}/accept").text
    with pytest.raises(Impossible, match="has ended in the meantime"):
        accept(grant, cast.statutory_lead)
