"""Typing a serial to check it."""

from __future__ import annotations

from tests.browser import Browser
from tests.statements import counted
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.rules import check_character, grouped


def test_a_slip_of_the_finger_is_told_from_an_unknown_serial(
    browser: Browser, progress: Certificate
) -> None:
    wrong = ("A" if progress.serial[0] != "A" else "B") + progress.serial[1:]
    slip = browser.post("/check", {"serial": wrong}, 200)
    assert "One letter or number is not right" in slip.text
    assert slip.document.xpath("string(//input[@name='serial']/@value)") == wrong
    assert (slip.document.findtext(".//title") or "").strip().startswith("Error:")
    short = browser.post("/check", {"serial": "7K2Q"}, 200)
    assert "A serial has 24 letters and numbers; this has 4" in short.text
    drawn = "0" * 23
    unknown = browser.get(f"/check/{drawn}{check_character(drawn)}", 404)
    assert unknown.h1 == "We do not know this certificate"
    assert "well formed but unknown" in unknown.text
    with counted() as statements:
        nonsense = browser.get(f"/check/{'k' * 60}", 404)
    assert "At least one letter" in nonsense.text
    assert not [each for each in statements if "certificates" in each], "there is none to look for"
    shown = grouped("K" * 60)
    assert shown[:40] in nonsense.text
    assert shown[:41] not in nonsense.text


def test_nothing_typed_is_asked_for(browser: Browser) -> None:
    assert "Enter the serial that is printed" in browser.post("/check", {}, 200).text
