"""The public page: by serial, by file, for anyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import Browser
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.rules import grouped


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
