"""The colours of an organisation as a style sheet."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast


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
