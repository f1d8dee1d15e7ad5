"""One record: who sees it, what can be done with it, and its history."""

from __future__ import annotations

from datetime import date

from tests.browser import Browser
from tests.cast import Cast
from tests.governance.builders import (
    day,
    in_force,
    lead_elsewhere,
    lift,
    make_governance_lead,
    new_record_url,
    propose,
    suspend,
)


def test_an_outsider_lead_finds_nothing(browser: Browser, cast: Cast) -> None:
    record = in_force(cast)
    browser.sign_in(lead_elsewhere(cast, cast.outsider_lead))
    for url in ("", "/sign", "/withdraw", "/suspend", "/lift"):
        browser.get(f"/governance/records/{record.id}{url}", status=404)
    browser.get(f"/governance/people/{cast.trainee.id}", status=404)
    browser.get(f"/governance/people/{cast.trainee.id}?cohort={cast.cohort.id}", status=404)
    browser.get(new_record_url(cast), status=404)


def test_a_training_lead_sees_and_does_not_sign(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    page = browser.sign_in(cast.training_lead).get(f"/governance/records/{record.id}")
    assert "Withdraw it" in page.links
    assert "Read and sign" not in page.links
    browser.get(f"/governance/records/{record.id}/sign", status=403)
    in_force(cast)
    browser.get(f"/governance/records/{in_force(cast).id}/suspend", status=403)


def test_a_training_lead_here_who_leads_governance_elsewhere_does_not_sign(
    browser: Browser, cast: Cast
) -> None:
    lead_elsewhere(cast, cast.training_lead)
    record = propose(cast)
    page = browser.sign_in(cast.training_lead).get(
        f"/governance/records/{record.id}/sign", status=403
    )
    assert "Only a governance lead of the network or of its partner" in page.text


def test_a_trainee_does_not_reach_the_partners_pages(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    browser.sign_in(cast.trainee)
    for url in ("/governance", f"/governance/records/{record.id}", new_record_url(cast)):
        browser.get(url, status=403)


def test_the_history_names_person_capacity_and_time(browser: Browser, cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.community_lead, day(60), "A concern")
    lift(record, cast.community_lead, day(70))
    page = browser.sign_in(cast.training_lead).get(f"/governance/records/{record.id}")
    for words in (
        "Record added Ruth Mensah · 22 November 2026, 12:00",
        "Signed for the community side Clara James, Governance lead, community side · 22 November",
        "Signed for the statutory side Tom Reid, Governance lead, statutory side",
        "Suspended from 6 November 2026 Clara James",
        "A concern",
        "Agreed for the community side to lift the suspension from 16 November 2026",
    ):
        assert words in page.text


def test_a_later_record_that_is_not_cleared_is_pointed_out(browser: Browser, cast: Cast) -> None:
    record = in_force(cast, "enhanced-dbs")
    in_force(cast, "enhanced-dbs", outcome="not-cleared", valid_from=day(50))
    browser.sign_in(cast.community_lead)
    page = browser.get(f"/governance/records/{record.id}")
    assert "A later record is not cleared" in page.text
    person = browser.get(f"/governance/people/{cast.trainee.id}")
    assert "Cleared, 7 September 2026 to 6 September 2027 In date until" in person.text
    assert "Not cleared, 27 October 2026 to 6 September 2027 Not cleared" in person.text


def test_a_record_that_begins_later_is_suspended_from_its_first_day_at_the_earliest(
    browser: Browser, cast: Cast
) -> None:
    lead = make_governance_lead(cast, cast.supervisor)
    record = in_force(cast, valid_from=date(2027, 1, 4), valid_to=date(2027, 12, 31))
    page = browser.sign_in(lead).get(f"/governance/records/{record.id}/suspend")
    assert page.document.xpath("//input[@name='effective_on']")[0].get("value") == "2027-01-04"
