"""Sending somebody a new link."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import Cast, request_id
from tests.people.letters import newest_link
from trainee_tracker import mail


def test_a_new_link_goes_to_the_persons_own_address_only(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit("/people", action=f"/people/{cast.trainee.id}/invite-again")
    assert page.response.location == "/people"
    letter = mail.newest(1)[0]
    assert letter.to == "Abena Osei <abena@grace.example>"
    assert letter.subject == "A new link for Family Care Training"
    assert "Ruth Mensah" in " ".join(letter.paragraphs)
    assert "Grace" not in " ".join(letter.paragraphs)
    link = newest_link()
    text = browser.get("/people").text
    assert "A link is on its way to Abena Osei" in text
    assert link not in text
    browser.get(link)


@pytest.mark.parametrize("who", ["outsider", "administrator", "outsider_lead"])
def test_nobody_invites_people_of_another_organisation_again(
    browser: Browser, cast: Cast, who: str
) -> None:
    browser.sign_in(cast.training_lead)
    pressed = {"request_id": request_id("invite again")}
    browser.post(f"/people/{getattr(cast, who).id}/invite-again", pressed, 404)
    browser.post("/people/999999/invite-again", pressed, 404)
    assert mail.newest(1) == []


def test_a_new_link_needs_the_token_of_our_own_page(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    answer = browser.client.post(f"/people/{cast.trainee.id}/invite-again")
    assert "<h1>People</h1>" in answer.text
    assert "open too long" in answer.text
    assert mail.newest(1) == []
