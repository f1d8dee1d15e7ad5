"""The proxies in front: which are believed about the visitor, and what shows that there are fewer.

Each proxy adds the network address that it was asked from. Where more proxies are trusted than
there are, the visitor writes the last entry, and can make up another address for every try at a
password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from flask import request
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from flask import Flask

log: structlog.stdlib.BoundLogger = structlog.get_logger("trainee_tracker")

FOR_MACHINES = {"health.healthz", "health.readyz"}
"""Asked for by this machine itself, past every proxy."""


def register(app: Flask) -> None:
    """Take from the proxies in front of `app` who asks, and log once when some are not there."""
    trusted: int = app.config["SETTINGS"].trusted_proxies
    if not trusted:
        return
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted
    )
    is_told = False

    @app.before_request
    def count_proxies() -> None:
        nonlocal is_told
        told = request.headers.get("X-Forwarded-For")
        shown = 0 if told is None else len(told.split(","))
        if shown < trusted and not is_told and request.endpoint not in FOR_MACHINES:
            is_told = True
            log.warning("fewer_proxies_shown_than_trusted", shown=shown, trusted=trusted)
