"""The page that adds a record."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.governance.builders import (
    new_record_url,
)
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceRecord


def records() -> list[GovernanceRecord]:
    return db.session.query(GovernanceRecord).all()


def test_a_lead_adds_a_record_and_both_sides_sign_it(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    person = browser.get(f"/governance/people/{cast.trainee.id}?cohort={cast.cohort.id}")
    form = browser.get(person.links["Add a record: Enhanced DBS check"])
    assert "Never store a certificate" in form.text
    assert "Leave this empty for the usual 3 years." in form.text
    added = browser.submit(
        form,
        {"outcome": "cleared", "valid_from": "10 February 2026", "evidence": "Enhanced level"},
        follow=True,
    )
    assert "Now a governance lead of each side signs it." in added.response.text
    [record] = records()
    assert (record.valid_to, record.seen_by) == (date(2029, 2, 9), "Ruth Mensah")
    assert "Read and sign" not in added.links

    for lead, told in (
        (cast.statutory_lead, "You have signed. Now the other side signs."),
        (cast.community_lead, "It is in date from 10 February 2026 to 9 February 2029."),
    ):
        page = browser.sign_in(lead).get(f"/governance/records/{record.id}")
        signing = browser.get(page.links["Read and sign"])
        assert "Enhanced level" in signing.text
        signed = browser.submit(signing, {"password": PASSWORD}, follow=True)
        assert told in signed.response.text
    assert "In date until 9 February 2029" in signed.text


def test_what_was_typed_is_kept_when_something_is_wrong(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.community_lead)
    typed = {"valid_from": "30 February 2026", "seen_by": "Anne-Marie O’Neill عبد", "evidence": "x"}
    page = browser.submit(new_record_url(cast), typed, status=200)
    assert "There is a problem" in page.text
    assert "Choose the outcome" in page.text
    for name in ("valid_from", "seen_by"):
        assert page.document.xpath(f"//input[@name='{name}']")[0].get("value") == typed[name]
    assert records() == []


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"valid_to": "1 April 2026"}, 409, "The last day comes before the first."),
        ({"valid_to": "1 May 2056"}, 409, "That is longer than ten years."),
        ({"valid_to": "1 May 2926"}, 200, "Check the year of this date"),
        ({"valid_from": "9999-12-31"}, 200, "Check the year of this date"),
        ({"valid_from": "1 May 1950"}, 200, "Enter 1 January 1990 or a later date"),
        ({"valid_from": ""}, 200, "Enter the first day on which it holds"),
        ({"seen_by": ""}, 200, "Enter the name of who saw it"),
        ({"evidence": "x" * 10_001}, 200, "1,000"),
        ({"outcome": "splendid"}, 200, "Choose"),
    ],
)
def test_bad_input_is_told_in_the_form(
    browser: Browser, cast: Cast, typed: dict[str, str], status: int, sentence: str
) -> None:
    fields = {"outcome": "cleared", "valid_from": "1 May 2026", **typed}
    browser.sign_in(cast.community_lead)
    page = browser.submit(new_record_url(cast), fields, status=status)
    assert sentence in page.text
    assert records() == []


def test_the_back_button_after_adding_adds_nothing(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.community_lead).get(new_record_url(cast))
    fields = {"outcome": "cleared", "valid_from": "2026-05-01"}
    browser.submit(page, fields)
    browser.submit(page, fields)
    assert len(records()) == 1
    changed = browser.submit(page, {**fields, "outcome": "not-cleared"}, status=409)
    assert "You sent this form before" in changed.text


@pytest.mark.parametrize(
    "query",
    ["", "cohort=1", "cohort=x&person=y&item=enhanced-dbs", "cohort={c}&person={p}&item=horoscope",
     "cohort={c}&item=enhanced-dbs", "person={p}&item=enhanced-dbs", "cohort={c}&person={p}",
     "cohort={c}&person={o}&item=enhanced-dbs", "cohort={oc}&person={o}&item=enhanced-dbs"],
)  # fmt: skip
def test_a_record_of_nobody_or_nothing_is_not_found(
    browser: Browser, cast: Cast, query: str
) -> None:
    found = query.format(
        c=cast.cohort.id, p=cast.trainee.id, o=cast.outsider.id, oc=cast.other_cohort.id
    )
    browser.sign_in(cast.community_lead).get(f"/governance/records/new?{found}", status=404)
