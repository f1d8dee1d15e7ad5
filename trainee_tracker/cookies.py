"""The cookie of a browser: how it is signed, and which answers carry it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.sessions import SessionMixin


def _sha256(string: bytes = b"") -> Any:
    return hashlib.sha256(string)


class CookieInterface(SecureCookieSessionInterface):
    """Flask's signed cookie, with SHA-256 in the place of SHA-1, and on no answer that is kept."""

    digest_method = staticmethod(_sha256)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave an answer that anyone's cache may keep without a cookie, and the same for all."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def register(app: Flask) -> None:
    """Give `app` this cookie, and sign the tokens of forms with SHA-256 too."""
    app.session_interface = CookieInterface()
    # Flask-WTF makes its signers itself, and takes what itsdangerous has as the default.
    Signer.default_digest_method = staticmethod(_sha256)
