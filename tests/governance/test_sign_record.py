"""Signing a record, and withdrawing one before both sides have signed."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

from flask import Flask

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.governance.builders import (
    actions_of,
    change_sides,
    make_governance_lead,
    new_record_url,
    propose,
    sign,
)
from tests.naming import name_anew
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent, GovernanceRecord
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.people.models import Person


def test_a_wrong_password_signs_nothing(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    url = f"/governance/records/{record.id}/sign"
    page = browser.sign_in(cast.community_lead).get(url)
    wrong = browser.submit(page, {"password": "not the right one"}, status=403)
    assert "That is not your password." in wrong.text
    assert actions_of(record) == [GovernanceAction.PROPOSED]
    browser.submit(wrong, {"password": PASSWORD})
    assert actions_of(record) == [GovernanceAction.PROPOSED, GovernanceAction.SIGNED]


def test_a_double_click_signs_once(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    page = browser.sign_in(cast.community_lead).get(f"/governance/records/{record.id}/sign")
    browser.submit(page, {"password": PASSWORD})
    browser.submit(page, {"password": PASSWORD})
    assert actions_of(record) == [GovernanceAction.PROPOSED, GovernanceAction.SIGNED]


def test_signing_again_on_another_page_is_refused_with_a_sentence(
    browser: Browser, cast: Cast
) -> None:
    record = propose(cast)
    url = f"/governance/records/{record.id}/sign"
    browser.sign_in(cast.community_lead)
    one, other = browser.get(url), browser.get(url)
    browser.submit(one, {"password": PASSWORD})
    page = browser.submit(other, {"password": PASSWORD}, status=403)
    assert "You have signed this record already." in page.text
    browser.get(url, status=403)


def test_one_person_with_both_sides_signs_only_one_of_them(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    url = f"/governance/records/{record.id}/sign"
    page = browser.sign_in(cast.community_lead).get(url)
    assert "You sign for the community side, on behalf of Grace Network" in page.text
    browser.submit(page, {"password": PASSWORD})
    browser.sign_in(change_sides(cast))
    assert "Somebody else has to sign it for the other side" in browser.get(url, status=403).text


def test_pages_say_who_can_sign_instead_of_who_added_the_record(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.community_lead)
    form = browser.get(new_record_url(cast))
    assert "who adds a record does not sign it" in form.text
    assert "Nobody else leads governance for Grace Network." in form.text
    make_governance_lead(cast, cast.supervisor)
    form = browser.get(new_record_url(cast))
    assert "Sam Okafor can sign it for the community side." in form.text
    record = propose(cast, actor=cast.community_lead)
    page = browser.get(f"/governance/records/{record.id}")
    assert "Read and sign" not in page.links
    assert "Sam Okafor can sign it for the community side." in page.text
    assert "Tom Reid can sign it for the statutory side." in page.text
    told = browser.get(f"/governance/records/{record.id}/sign", status=403)
    assert "somebody else signs it for the community side" in told.text
    browser.sign_in(cast.training_lead)
    assert "who adds a record does not sign it" not in browser.get(new_record_url(cast)).text


def test_what_changed_since_it_was_shown_is_not_signed(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    page = browser.sign_in(cast.community_lead).get(f"/governance/records/{record.id}/sign")
    name_anew(cast.trainee, "Abena Osei-Bonsu")
    db.session.commit()
    stale = browser.submit(page, {"password": PASSWORD}, status=409)
    assert "Something changed while this page was open" in stale.text
    assert "Abena Osei-Bonsu" in stale.text
    assert actions_of(record) == [GovernanceAction.PROPOSED]
    browser.submit(stale, {"password": PASSWORD})


def test_a_forged_digest_or_request_id_is_told_in_the_form(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    page = browser.sign_in(cast.community_lead).get(f"/governance/records/{record.id}/sign")
    fields = {"password": PASSWORD, "digest": "nonsense", "request_id": "1; DROP TABLE"}
    again = browser.submit(page, fields, status=200)
    assert "What this page showed you has changed" in again.text
    assert actions_of(record) == [GovernanceAction.PROPOSED]


def test_a_withdrawn_record_cannot_be_signed_any_more(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    signing = browser.sign_in(cast.community_lead).get(f"/governance/records/{record.id}/sign")
    url = f"/governance/records/{record.id}/withdraw"
    empty = browser.submit(url, {"reason": " "}, status=200)
    assert "Say why, so that both sides know" in empty.text
    page = browser.submit(url, {"reason": "The wrong trainee"}, follow=True)
    assert "The record is withdrawn." in page.response.text
    assert "The wrong trainee" in page.text
    refused = browser.submit(signing, {"password": PASSWORD}, status=409)
    assert "This record was withdrawn. Add a new one instead." in refused.text
    browser.get(url, status=409)


def test_an_outcome_that_does_not_clear_is_said_before_and_after_signing(
    browser: Browser, cast: Cast
) -> None:
    record = propose(cast, "enhanced-dbs", outcome="not-cleared")
    sign(record, cast.statutory_lead)
    page = browser.sign_in(cast.community_lead).get(f"/governance/records/{record.id}/sign")
    assert "This outcome does not clear the trainee." in page.text
    done = browser.submit(page, {"password": PASSWORD}, follow=True)
    assert "Both sides have signed. This outcome does not clear" in done.response.text


def sign_at_once(
    app: Flask, record_id: int, people: list[Person], request_ids: list[str]
) -> list[int]:
    """Let several people press at once, each in a browser and a thread of their own."""
    url = f"/governance/records/{record_id}/sign"
    ready = threading.Barrier(len(people))
    statuses: list[int] = []
    prepared: list[tuple[Any, dict[str, str]]] = []
    for person, request_id in zip(people, request_ids, strict=True):
        browser = Browser(app).sign_in(person)
        form = browser.get(url).form()
        data = {name: str(value) for name, value in form.form_values()}
        prepared.append((browser.client, {**data, "password": PASSWORD, "request_id": request_id}))

    def press(client: Any, data: dict[str, str]) -> None:
        ready.wait()
        statuses.append(client.post(url, data=data).status_code)

    db.session.remove()
    threads = [threading.Thread(target=press, args=each) for each in prepared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_both_leads_sign_at_once_and_both_land(app: Flask, cast: Cast) -> None:
    record_id, ids = propose(cast).id, [str(uuid4()), str(uuid4())]
    both = [cast.community_lead, cast.statutory_lead]
    assert sign_at_once(app, record_id, both, ids) == [302, 302]
    found = db.session.get_one(GovernanceRecord, record_id)
    assert found.situation.is_in_force
    assert [event.sequence for event in found.events] == [1, 2, 3]


def test_the_same_lead_pressing_twice_at_once_signs_once(app: Flask, cast: Cast) -> None:
    record, same = propose(cast), str(uuid4())
    twice = [cast.community_lead, cast.community_lead]
    assert sign_at_once(app, record.id, twice, [same, same]) == [302, 302]
    assert db.session.query(GovernanceEvent).count() == 2


def test_the_same_lead_on_two_pages_at_once_signs_once_and_is_told(app: Flask, cast: Cast) -> None:
    record = propose(cast)
    twice = [cast.community_lead, cast.community_lead]
    assert sign_at_once(app, record.id, twice, [str(uuid4()), str(uuid4())]) == [302, 403]
    assert db.session.query(GovernanceEvent).count() == 2
