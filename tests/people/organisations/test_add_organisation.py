"""Adding an organisation."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.people.organisations.queries import organisation_by_name
from trainee_tracker.people.rules import Side

FIELDS = {
    "name": "Muslim Network's “Care”",
    "side": "community",
    "brand": "#0B5D4E",
    "accent": "#e3a72f",
    "issuer_line": "Community Networks for Family Care",
}


def test_an_administrator_adds_an_organisation_and_its_site(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    browser.submit("/organisations/add", FIELDS)
    made = organisation_by_name(FIELDS["name"])
    assert made is not None
    assert (made.brand, made.side) == ("#0b5d4e", Side.COMMUNITY)
    page = browser.get("/organisations")
    assert FIELDS["name"] in page.text
    assert "No sites yet" in page.text
    browser.submit(f"/organisations/{made.id}/add-site", {"name": "Balham Centre"})
    assert "Balham Centre" in browser.get("/organisations").text


@pytest.mark.parametrize(
    ("changed", "said", "status"),
    [
        ({"name": ""}, "Enter the organisation’s name", 200),
        ({"name": "Grace Network"}, "already an organisation called Grace Network", 409),
        ({"name": "x" * 10_000}, "too long", 200),
        ({"side": ""}, "Choose a side", 200),
        ({"side": "dark"}, "Choose one of the answers", 200),
        ({"brand": "#ffcc00"}, "Choose a darker colour", 200),
        ({"brand": "red"}, "for example #3d2a5c", 200),
        ({"brand": ""}, "Choose a colour", 200),
        ({"accent": "#12345"}, "for example #3d2a5c", 200),
    ],
)
def test_bad_input_keeps_what_was_typed(
    browser: Browser, cast: Cast, changed: dict[str, str], said: str, status: int
) -> None:
    browser.sign_in(cast.administrator)
    page = browser.submit("/organisations/add", FIELDS | changed, status=status)
    assert said in page.text
    assert page.document.find(".//input[@name='issuer_line']").get("value") == FIELDS["issuer_line"]
    path = f"/organisations/{cast.other_network.id}"
    assert said in browser.submit(path, FIELDS | changed, status=status).text
    assert cast.other_network.name == "Hope Network"
