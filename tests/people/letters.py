"""What the tests of this room share: the link of a letter."""

from __future__ import annotations

from trainee_tracker import mail


def newest_link() -> str:
    """Return the path of the link in the newest letter."""
    link = mail.newest(1)[0].links[0]
    return link.removeprefix("http://127.0.0.1:8000")
