"""Adding a site."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.refusals import Impossible


def test_a_training_lead_adds_sites_to_their_own_organisation_only(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.training_lead).get("/organisations")
    assert "Grace Hall" in page.text
    assert "Hope Network" not in page.text
    assert "Add an organisation" not in page.text
    browser.submit(f"/organisations/{cast.network.id}/add-site", {"name": "St Anne's"})
    path = f"/organisations/{cast.network.id}/add-site"
    for name, status in (("St Anne's", 409), ("", 200)):
        assert "There is a problem" in browser.submit(path, {"name": name}, status=status).text
    browser.get(f"/organisations/{cast.other_network.id}/add-site", status=404)
    browser.get("/organisations/add", status=403)
    browser.get(f"/organisations/{cast.network.id}", status=403)


def test_two_organisations_may_have_sites_of_one_name(cast: Cast) -> None:
    for organisation in (cast.trust, cast.other_network):
        organisations.add_site(organisation, "Grace Hall", actor=None, at=NOW)
    with pytest.raises(Impossible):
        organisations.add_site(cast.network, "Grace Hall", actor=None, at=NOW)
