"""What the cookie of a browser is, which answers carry it, and which may be kept by a cache."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from config import Settings
from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker import create_app
from trainee_tracker.health import font_files


def test_the_cookie_of_a_real_installation_can_be_set_by_no_neighbour(tmp_path: Path) -> None:
    app = create_app(
        Settings.from_environment(
            {"DATABASE_URL": "sqlite://", "SECRET_KEY": "k" * 40, "OUTBOX_DIR": str(tmp_path)}
        )
    )
    answer = app.test_client().get("/check", base_url="https://training.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert parts >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert not any(part.startswith("Domain") for part in parts)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def signature_length(signed: str) -> int:
    """Return the bytes of the signature: 20 for SHA-1, 32 for SHA-256."""
    text = signed.rpartition(".")[2]
    return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_cookies_and_form_tokens_are_signed_with_sha256(browser: Browser) -> None:
    token = browser.csrf_token()
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    assert signature_length(cookie.value) == 32
    assert signature_length(token) == 32
    assert signature_length(str(URLSafeTimedSerializer("key").dumps("x"))) == 32


def cacheable(cast: Cast) -> list[str]:
    return [
        "/static/css/tokens.css",
        f"/brand/{cast.network.id}.css",
        f"/fonts/{min(font_files())}",
    ]


def test_an_answer_that_may_be_kept_carries_no_cookie(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    for address in cacheable(cast):
        answer = browser.send("GET", address, buffered=True)
        assert answer.status_code == 200
        assert answer.cache_control.public
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.vary
    assert "Set-Cookie" in browser.send("GET", "/account").headers


@pytest.mark.parametrize("address", ["/", "/account", "/hours", "/nowhere", "/healthz", "/readyz"])
def test_every_other_answer_is_kept_by_nobody(
    address: str, app: Flask, browser: Browser, cast: Cast
) -> None:
    answer = browser.sign_in(cast.trainee).send("GET", address)
    assert answer.headers["Cache-Control"] == "no-store"
