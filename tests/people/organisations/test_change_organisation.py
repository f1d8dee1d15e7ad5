"""Changing what stands of an organisation."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.people.organisations.test_add_organisation import FIELDS
from trainee_tracker.extensions import db


def test_an_administrator_changes_an_organisation(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    path = f"/organisations/{cast.network.id}"
    assert browser.get(path).document.find(".//input[@name='name']").get("value") == "Grace Network"
    browser.submit(path, FIELDS)
    browser.submit(path, {"issuer_line": ""})
    db.session.refresh(cast.network)
    assert (cast.network.name, cast.network.issuer_line) == (FIELDS["name"], "")
    browser.get("/organisations/999999", status=404)
