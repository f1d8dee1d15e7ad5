"""How long a sign-in lasts, and how a browser is told apart; knows no database."""

from __future__ import annotations

from datetime import datetime, timedelta

SIGN_IN_VALIDITY = timedelta(hours=12)


PROOF_VALIDITY = timedelta(minutes=10)
"""How long a password given for one correction stands for the next ones in the same browser."""


def is_just_proven(proven_at: datetime | None, at: datetime) -> bool:
    """Tell whether a password given at an instant still stands for the next correction."""
    return proven_at is not None and timedelta(0) <= at - proven_at <= PROOF_VALIDITY


def local_path(text: str | None) -> str | None:
    """Return `text` if it leads to a page of ours, else None, so that no link sends people away."""
    if not text or not text.startswith("/") or text.startswith("//"):
        return None
    # Browsers read a backslash as a slash and leave out tabs and line ends.
    if "\\" in text or any(ord(letter) <= 32 or ord(letter) == 127 for letter in text):
        return None
    return text.rstrip("?")


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Return how a person knows their own browser again, such as "Chrome · Android", or ""."""
    found = [
        next((name for mark, name in names if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, found))
