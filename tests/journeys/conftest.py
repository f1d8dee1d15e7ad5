"""A live site and a real Chromium, for journeys through pages as a person makes them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from tests.journeys.visitor import HEIGHT, Visitor
from trainee_tracker.extensions import db

OpenWindow = Callable[..., Visitor]


class _Handler(WSGIRequestHandler):
    """Answers one request on each connection, so that nothing is left open when a test ends."""

    protocol_version = "HTTP/1.0"
    # Chromium opens connections in advance that it may never use.
    timeout = 5

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing of requests: the pages themselves are what is looked at."""


class _Server(ThreadedWSGIServer):
    """Serves each request in a thread of its own, and keeps what went wrong in any."""

    # Closing then waits for whoever is still being answered.
    daemon_threads = False

    def __init__(self, app: Flask) -> None:
        self.faults: list[str] = []
        super().__init__("127.0.0.1", 0, app, handler=_Handler)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Keep the traceback of a page that failed."""
        self.faults.append(message % args if args else message)


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application, served by threads on the test's own database."""
    # The fixture's session would hold SQLite's one write lock, for which every page would wait.
    db.session.remove()
    server = _Server(app)
    # Certificates name the address at which they are checked: here, the one that answers.
    address = f"http://127.0.0.1:{server.port}"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url=address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    assert not server.faults, "\n".join(server.faults)


@pytest.fixture
def open_window(chromium: Chromium, site: str) -> Iterator[OpenWindow]:
    """Open a window of Chromium in which nobody is signed in: `open_window(width=390)`."""
    with ExitStack() as windows:

        def open_one(*, width: int = 1280) -> Visitor:
            context = chromium.new_context(
                base_url=site,
                viewport={"width": width, "height": HEIGHT},
                locale="en-GB",
                timezone_id="Europe/London",
                # A colour half way through its change is nobody's colour.
                reduced_motion="reduce",
                accept_downloads=True,
            )
            windows.callback(context.close)
            context.set_default_timeout(15_000)
            return Visitor(context.new_page(), width)

        yield open_one
