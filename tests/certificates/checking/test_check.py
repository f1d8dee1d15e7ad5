"""The public page: by serial, by file, for anyone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from tests.browser import Browser, Page
from tests.cast import NOW, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.naming import name_anew
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.rules import check_character, grouped
from trainee_tracker.extensions import db


def check_bytes(browser: Browser, content: bytes, status: int = 200) -> Page:
    """Hand a file over to the public page."""
    return browser.post(
        "/check/file",
        {"file": (BytesIO(content), "certificate.pdf")},
        status,
        content_type="multipart/form-data",
    )


@pytest.mark.parametrize("spelling", [str, str.lower, lambda each: each.replace("0", "o")])
def test_a_typed_serial_leads_to_what_the_certificate_says(
    browser: Browser, progress: Certificate, spelling: Callable[[str], str]
) -> None:
    typed = spelling(grouped(progress.serial).replace("-", " "))
    page = browser.post("/check", {"serial": typed})
    landed = browser.get(page.response.location)
    assert landed.h1 == "This certificate is valid"
    assert "Abena Osei" in landed.text
    assert "60 h" in landed.text
    assert grouped(progress.serial) in landed.text


def test_the_address_of_the_square_code_opens_it(browser: Browser, progress: Certificate) -> None:
    assert browser.get(f"/check/{grouped(progress.serial)}").h1 == "This certificate is valid"
    assert browser.get(f"/check/{progress.serial.lower()}").h1 == "This certificate is valid"


def test_a_slip_of_the_finger_is_told_from_an_unknown_serial(
    browser: Browser, progress: Certificate
) -> None:
    wrong = ("A" if progress.serial[0] != "A" else "B") + progress.serial[1:]
    slip = browser.post("/check", {"serial": wrong}, 200)
    assert "One letter or number is not right" in slip.text
    assert slip.document.xpath("string(//input[@name='serial']/@value)") == wrong
    short = browser.post("/check", {"serial": "7K2Q"}, 200)
    assert "A serial has 24 letters and numbers; this has 4" in short.text
    drawn = "0" * 23
    unknown = browser.get(f"/check/{drawn}{check_character(drawn)}", 404)
    assert unknown.h1 == "We do not know this certificate"
    assert "well formed but unknown" in unknown.text
    assert "At least one letter" in browser.get("/check/nonsense", 404).text


def test_nothing_typed_is_asked_for(browser: Browser) -> None:
    assert "Enter the serial that is printed" in browser.post("/check", {}, 200).text


def test_the_very_file_is_known_and_one_changed_byte_is_not(
    browser: Browser, progress: Certificate
) -> None:
    genuine = check_bytes(browser, progress.pdf)
    assert genuine.h1 == "This file is genuine and valid"
    assert "Abena Osei" in genuine.text
    middle = len(progress.pdf) // 2
    changed = progress.pdf[:middle] + bytes([progress.pdf[middle] ^ 1]) + progress.pdf[middle + 1 :]
    for content in (changed, progress.pdf + b"\n", progress.pdf[:-1], b"%PDF-1.7 mine", b"x"):
        assert check_bytes(browser, content).h1 == "This is not a file we issued"


def test_no_file_is_asked_for_and_a_huge_one_refused(browser: Browser, cast: Cast) -> None:
    assert "Choose the PDF file" in browser.post("/check/file", {}, 200).text
    # Written out by hand: the test client would leave a spooled file open for a body so large.
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = head + b"x" * (6 * 1024 * 1024) + b"\r\n--b--\r\n"
    response = browser.client.post(
        "/check/file", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert response.status_code == 413
    assert "Choose a file smaller than 5 MB." in response.text


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
