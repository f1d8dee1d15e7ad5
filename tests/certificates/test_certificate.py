"""One certificate's page and file: for its holder and those who lead the cohort, nobody else."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import PASSWORD, Cast, request_id
from tests.naming import name_anew
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.checking import queries as check_queries
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.extensions import db


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


def test_the_list_shows_newest_first_with_its_status(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    page = browser.sign_in(cast.training_lead).get("/certificates")
    assert "Abena Osei" in page.text
    assert "Valid" in page.text
    assert browser.get("/certificates?page=2").text.endswith("as soon as the first one is made.")


def test_an_empty_list_says_when_something_appears(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.outsider_lead).get("/certificates")
    assert "No certificates yet" in page.text


def test_a_lead_revokes_with_reason_and_password_and_cannot_twice(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    address = f"/certificates/{award.id}/revoke"
    wrong = browser.submit(
        address, {"reason": "Two hours were counted twice", "password": "no"}, status=200
    )
    assert "Two hours were counted twice" in wrong.document.xpath("string(//textarea)")
    page = browser.submit(
        wrong, {"reason": "Two hours were counted twice", "password": PASSWORD}, follow=True
    )
    assert "Revoked on 22 November 2026" in page.text
    assert "Two hours were counted twice" in page.text
    again = browser.submit(address, {"reason": "Once more", "password": PASSWORD}, status=200)
    assert "nothing to revoke" in again.text
    assert check_queries.checked_by_serial(award.serial).status == "revoked"  # type: ignore[union-attr]


def test_a_lead_issues_an_award_again_under_the_corrected_name(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Osei-Mensah", other_name="أبينا أوسي", other_language="ar")
    db.session.commit()
    browser.sign_in(cast.training_lead)
    address = f"/certificates/{award.id}/reissue"
    form = browser.get(address)
    assert "Name Abena Osei Abena Osei-Mensah" in form.text
    assert "Name in another script none أبينا أوسي" in form.text
    why = {"reason": "The name was spelt wrongly", "password": PASSWORD}
    page = browser.submit(form, why, follow=True)
    assert "The award was issued again" in page.text
    assert "Abena Osei-Mensah" in page.text
    old = browser.get(f"/certificates/{award.id}")
    assert "A newer certificate stands in its place" in old.text
    newer = queries.successor_of(award)
    assert newer is not None
    before, after = (CertificateFacts.from_json(each.facts) for each in (award, newer))
    assert (after.statement, after.signatories, after.issued_on) == (
        before.statement,
        before.signatories,
        before.issued_on,
    )
    assert newer.signature is not None
    assert newer.signature.meaning == "award_reissued"
    assert "Abena Osei-Mensah" in newer.signature.shown
    refused = browser.submit(address, why, status=200)
    assert "no longer valid" in refused.text


def test_a_progress_certificate_is_not_issued_again(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    why = {"reason": "The name was spelt wrongly", "password": PASSWORD}
    address = f"/certificates/{progress.id}/reissue"
    assert "Only an award is issued again" in browser.get(address).text
    page = browser.post(address, {**why, "request_id": request_id("by hand")}, status=200)
    assert "Only an award is issued again" in page.text
    assert db.session.scalars(select(func.count(Certificate.id))).one() == 1


def test_a_trainee_cannot_revoke(browser: Browser, cast: Cast, progress: Certificate) -> None:
    browser.sign_in(cast.trainee).get(f"/certificates/{progress.id}/revoke", 403)
    browser.sign_in(cast.outsider_lead).get(f"/certificates/{progress.id}/revoke", 404)


def test_a_name_changed_while_the_page_was_open_is_not_signed_unseen(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Osei-Mensah")
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/certificates/{award.id}/reissue")
    name_anew(cast.trainee, "Somebody Else")
    db.session.commit()
    page = browser.submit(
        form, {"reason": "The name was spelt wrongly", "password": PASSWORD}, status=200
    )
    assert "Something changed while this page was open" in page.text
    assert queries.successor_of(award) is None


def test_a_shared_computer_does_not_keep_the_paper(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    browser.sign_in(cast.trainee)
    for address in (
        f"/certificates/{progress.id}.pdf",
        f"/certificates/{progress.id}.pdf?download",
    ):
        answer = browser.send("GET", address)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
