"""One certificate's page and file: for its holder and those who lead the cohort, nobody else."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def test_holder_and_lead_see_it_and_others_find_nothing(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    for person, status in (
        (cast.trainee, 200),
        (cast.training_lead, 200),
        (cast.colleague, 404),
        (cast.outsider_lead, 404),
        (cast.supervisor, 403),
    ):
        browser.sign_in(person)
        browser.get(f"/certificates/{progress.id}", status)
        browser.get(f"/certificates/{progress.id}.pdf", status)


def test_a_lead_changes_nothing_of_their_own_award_and_does_not_read_why_it_was_revoked(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    address = f"/certificates/{award.id}"
    assert "Revoke it" not in browser.sign_in(cast.trainee).get(address).text
    roles.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    db.session.commit()
    assert "Revoke it" not in browser.get(address).text
    assert "Revoke it" in browser.sign_in(cast.training_lead).get(address).text
    fields = {"reason": "Two hours were counted twice", "password": PASSWORD}
    told = browser.submit(f"{address}/revoke", fields, follow=True)
    assert "counted twice" in told.text
    assert told.links["See whether a new one can be issued"] == f"/cohorts/{cast.cohort.id}/awards"
    for act in ("revoke", "reissue"):
        refused = browser.get(f"{address}/{act}")
        assert "Ruth Mensah revoked it on 22 November 2026, 12:00." in refused.text
        assert "See whether a new one can be issued" in refused.links
        assert not refused.document.xpath("//main//form")
    own = browser.sign_in(cast.trainee).get(address)
    assert "A training lead of your cohort can tell you more: ask Ruth Mensah." in own.text
    assert "counted twice" not in own.text
