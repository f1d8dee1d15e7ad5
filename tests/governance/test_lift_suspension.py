"""Agreeing that a suspension ends."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.governance.builders import actions_of, day, in_force, suspend
from trainee_tracker.canonical import digest_of
from trainee_tracker.governance import actions, queries
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.refusals import Stale


def test_a_lift_of_another_suspension_than_the_one_shown_is_stale(
    browser: Browser, cast: Cast
) -> None:
    record = in_force(cast)
    suspend(record, cast.community_lead, day(60))
    page = browser.sign_in(cast.community_lead).get(f"/governance/records/{record.id}/lift")
    suspend(record, cast.statutory_lead, day(30), "Another concern")
    stale = browser.submit(page, {"password": PASSWORD}, status=409)
    assert "Something changed while this page was open" in stale.text
    assert "Another concern" in stale.text


def test_a_wrong_password_lifts_nothing(browser: Browser, cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.community_lead, day(60))
    browser.sign_in(cast.community_lead)
    url = f"/governance/records/{record.id}/lift"
    page = browser.submit(url, {"password": "not the right one"}, status=403)
    assert "That is not your password." in page.text
    assert actions_of(record)[-1] is GovernanceAction.SUSPENDED


def test_lifting_a_suspension_other_than_the_one_shown_is_stale(cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.community_lead, day(60))
    seen = digest_of(queries.shown_for_lifting(record))
    suspend(record, cast.statutory_lead, day(30))
    with pytest.raises(Stale):
        actions.lift_suspension(
            record,
            effective_on=day(70),
            digest_seen=seen,
            actor=cast.community_lead,
            at=NOW,
            request_id=str(uuid4()),
        )
