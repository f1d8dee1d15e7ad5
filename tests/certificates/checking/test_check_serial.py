"""What is said of the certificate with a serial."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.certificates.checking.test_check_file import check_bytes
from tests.certificates.conftest import ADDRESS
from tests.certificates.test_queries import make
from tests.naming import name_anew
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.checking.queries import checked_by_serial
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.extensions import db


def test_the_address_of_the_square_code_opens_it(browser: Browser, progress: Certificate) -> None:
    assert browser.get(f"/check/{grouped(progress.serial)}").h1 == "This certificate is valid"
    assert browser.get(f"/check/{progress.serial.lower()}").h1 == "This certificate is valid"


def test_a_revoked_certificate_is_never_called_valid(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    ending.revoke_certificate(
        progress,
        reason="A private reason",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke"),
    )
    content = progress.pdf
    address = f"/check/{progress.serial}"
    db.session.commit()
    page = browser.get(address)
    assert page.h1 == "This certificate is revoked"
    assert "Revoked on 22 November 2026" in page.text
    assert "A private reason" not in page.text
    assert check_bytes(browser, content).h1 == "This file is genuine, but revoked"


def test_an_award_issued_again_under_another_name_leads_nobody_to_that_name(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    newer = ending.reissue_award(
        award,
        reason="The name was spelt wrongly",
        digest_seen=digest_of(ending.reissue_shown(award)),
        address=ADDRESS,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("newer"),
    )
    content, newer_serial = award.pdf, newer.serial
    db.session.commit()
    page = browser.get(f"/check/{award.serial}")
    assert page.h1 == "This certificate was replaced"
    assert "Ask the holder to show you the newer one." in page.text
    by_file = check_bytes(browser, content)
    assert by_file.h1 == "This file is genuine, but was replaced"
    for each in (page, by_file):
        assert grouped(newer_serial) not in each.response.text
        assert "Mensah" not in each.text.replace("Ruth Mensah", "")


def newer_than(certificate: Certificate) -> str | None:
    """Return the serial to which a stranger is led who asks for an earlier one."""
    checked = checked_by_serial(certificate.serial)
    assert checked is not None
    return checked.newer


def test_an_earlier_one_leads_to_the_newest_while_both_bear_the_same_name(
    cast: Cast, progress: Certificate
) -> None:
    second = make(cast.enrolment, days=1)
    assert newer_than(progress) == second.serial
    assert newer_than(second) is None
    name_anew(cast.trainee, "Abena Mensah")
    make(cast.enrolment, days=2)
    assert newer_than(progress) is None
    assert newer_than(second) is None
