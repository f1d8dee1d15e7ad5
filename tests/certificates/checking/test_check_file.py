"""Checking the file itself."""

from __future__ import annotations

from io import BytesIO

from tests.browser import Browser, Page
from tests.cast import Cast
from trainee_tracker.certificates.models import Certificate


def check_bytes(browser: Browser, content: bytes, status: int = 200) -> Page:
    """Hand a file over to the public page."""
    return browser.post(
        "/check/file",
        {"file": (BytesIO(content), "certificate.pdf")},
        status,
        content_type="multipart/form-data",
    )


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
    empty = browser.post("/check/file", {}, 200)
    assert "Choose the PDF file" in empty.text
    assert (empty.document.findtext(".//title") or "").strip().startswith("Error:")
    # Written out by hand: the test client would leave a spooled file open for a body so large.
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = head + b"x" * (6 * 1024 * 1024) + b"\r\n--b--\r\n"
    response = browser.client.post(
        "/check/file", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert response.status_code == 413
    assert "Choose a file smaller than 5 MB." in response.text
