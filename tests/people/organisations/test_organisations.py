"""Organisations, their sites and their colours."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.statements import counted as counted_statements
from trainee_tracker.extensions import db
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.organisations.queries import organisation_by_name, organisations_led_by
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible

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
    ("changed", "said"),
    [
        ({"name": ""}, "Enter the organisation’s name"),
        ({"name": "Grace Network"}, "already an organisation called Grace Network"),
        ({"name": "x" * 10_000}, "too long"),
        ({"side": ""}, "Choose a side"),
        ({"side": "dark"}, "Choose one of the answers"),
        ({"brand": "#ffcc00"}, "Choose a darker colour"),
        ({"brand": "red"}, "for example #3d2a5c"),
        ({"brand": ""}, "Choose a colour"),
        ({"accent": "#12345"}, "for example #3d2a5c"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    browser: Browser, cast: Cast, changed: dict[str, str], said: str
) -> None:
    browser.sign_in(cast.administrator)
    page = browser.submit("/organisations/add", FIELDS | changed, status=200)
    assert said in page.text
    assert page.document.find(".//input[@name='issuer_line']").get("value") == FIELDS["issuer_line"]
    path = f"/organisations/{cast.other_network.id}"
    assert said in browser.submit(path, FIELDS | changed, status=200).text
    assert cast.other_network.name == "Hope Network"


def test_an_administrator_changes_an_organisation(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    path = f"/organisations/{cast.network.id}"
    assert browser.get(path).document.find(".//input[@name='name']").get("value") == "Grace Network"
    browser.submit(path, FIELDS)
    browser.submit(path, {"issuer_line": ""})
    db.session.refresh(cast.network)
    assert (cast.network.name, cast.network.issuer_line) == (FIELDS["name"], "")
    browser.get("/organisations/999999", status=404)


def test_a_training_lead_adds_sites_to_their_own_organisation_only(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.training_lead).get("/organisations")
    assert "Grace Hall" in page.text
    assert "Hope Network" not in page.text
    assert "Add an organisation" not in page.text
    browser.submit(f"/organisations/{cast.network.id}/add-site", {"name": "St Anne's"})
    for name in ("St Anne's", ""):
        path = f"/organisations/{cast.network.id}/add-site"
        assert "There is a problem" in browser.submit(path, {"name": name}, status=200).text
    browser.get(f"/organisations/{cast.other_network.id}/add-site", status=404)
    browser.get("/organisations/add", status=403)
    browser.get(f"/organisations/{cast.network.id}", status=403)


def test_two_organisations_may_have_sites_of_one_name(cast: Cast) -> None:
    for organisation in (cast.trust, cast.other_network):
        organisations.add_site(organisation, "Grace Hall", actor=None, at=NOW)
    with pytest.raises(Impossible):
        organisations.add_site(cast.network, "Grace Hall", actor=None, at=NOW)


def test_without_any_organisation_the_list_says_what_to_do(browser: Browser, cast: Cast) -> None:
    # A lead of nothing: the page opens by the role, the list by the organisation.
    assert organisations_led_by(cast.trainee, with_sites=True) == []


def test_the_list_takes_as_many_statements_for_forty_as_for_four(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.administrator)
    with counted_statements() as few:
        browser.get("/organisations")
    for number in range(40):
        made = organisations.create_organisation(f"N {number}", Side.ACCREDITOR, actor=None, at=NOW)
        organisations.add_site(made, "Hall", actor=None, at=NOW)
    db.session.commit()
    with counted_statements() as many:
        browser.get("/organisations")
    assert len(many) == len(few) <= 8


def test_the_style_sheet_sets_only_the_tokens_and_is_cached(browser: Browser, cast: Cast) -> None:
    answer = browser.client.get(f"/brand/{cast.network.id}.css")
    assert answer.mimetype == "text/css"
    assert answer.text == ":root { --brand: #3d2a5c; --accent: #e3a72f; --brand-soft: #f1edf7; }\n"
    assert answer.cache_control.max_age == 300
    again = browser.client.get(
        f"/brand/{cast.network.id}.css", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    browser.get("/brand/999999.css", status=404)
