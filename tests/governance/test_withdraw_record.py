"""Taking back a record that both sides have not signed."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.governance.builders import (
    in_force,
    propose,
    sign,
)
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions
from trainee_tracker.refusals import Impossible, NotAllowed


def test_a_withdrawn_record_shows_as_withdrawn(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    browser.sign_in(cast.training_lead)
    browser.submit(f"/governance/records/{record.id}/withdraw", {"reason": "Twice"})
    page = browser.get(f"/governance/records/{record.id}")
    assert "What was found Withdrawn" in page.text


def test_a_double_click_withdraws_once(cast: Cast) -> None:
    record, request_id = propose(cast), str(uuid4())
    for _time in range(2):
        actions.withdraw_record(
            record, reason="Mistaken", actor=cast.training_lead, at=NOW, request_id=request_id
        )
    assert record.situation.is_withdrawn
    assert len(record.events) == 2


def test_a_withdrawn_record_cannot_be_signed_and_one_in_force_not_withdrawn(cast: Cast) -> None:
    record = propose(cast)
    actions.withdraw_record(
        record, reason="Wrong", actor=cast.statutory_lead, at=NOW, request_id=str(uuid4())
    )
    with pytest.raises(Impossible, match="was withdrawn"):
        sign(record, cast.community_lead)
    db.session.rollback()
    signed = in_force(cast)
    with pytest.raises(Impossible, match="It can be suspended"):
        actions.withdraw_record(
            signed, reason="Wrong", actor=cast.statutory_lead, at=NOW, request_id=str(uuid4())
        )


def test_who_did_not_add_it_and_leads_no_side_cannot_withdraw_it(cast: Cast) -> None:
    record = propose(cast, actor=cast.community_lead)
    with pytest.raises(NotAllowed, match="who added the record"):
        actions.withdraw_record(
            record, reason="Wrong", actor=cast.training_lead, at=NOW, request_id=str(uuid4())
        )
