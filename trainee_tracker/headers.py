"""What every answer carries to keep the page and its reader safe, and the transaction it reads in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from trainee_tracker.extensions import is_reading

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self'; object-src 'none'; script-src 'self'; style-src 'self'"
)
"""Only our own files, no inline script or style, no framing."""


def register(app: Flask) -> None:
    """Set the headers on every answer of `app`, and begin reading pages read-only."""

    @app.before_request
    def read_only_unless_sent() -> None:
        is_reading.set(request.method in {"GET", "HEAD", "OPTIONS"})

    @app.teardown_request
    def forget_reading(error: BaseException | None) -> None:
        is_reading.set(False)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint == "static":
            response.cache_control.public = True
        if not response.cache_control.public:
            # A shared phone must not show one person's page or paper to the next from its memory.
            response.headers["Cache-Control"] = "no-store"
        return response
