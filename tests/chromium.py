"""A real Chromium for tests that look at pages as people see them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from config import PROJECT_FOLDER

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""What keeps Chromium from asking anybody on the network for anything."""


@contextmanager
def started_chromium() -> Iterator[Chromium]:
    """Start the Chromium that CHROMIUM names, or the one that is installed; close it at the end."""
    path = (
        os.environ.get("CHROMIUM")
        or subprocess.run(
            [PROJECT_FOLDER / ".ci" / "chromium"], check=True, capture_output=True, text=True
        ).stdout.strip()
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()
