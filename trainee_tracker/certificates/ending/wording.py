"""How a page says in what an award would differ if it were issued again."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from trainee_tracker.certificates.ending.reissuing import Reissue


def reissue_lines(again: Reissue) -> list[tuple[str, str, str]]:
    """Return (what, as it is printed, as it would be) for each part that would change."""
    shown = again.shown()
    was, becomes = shown["was"], shown["becomes"]
    parts = (
        (_("Name"), "name"),
        (_("Name in another script"), "other_name"),
        (_("Its language"), "language"),
        (_("Titles in that language"), "titles"),
        (_("It says"), "statement"),
        (_("Signed by"), "signed"),
        (_("Design"), "design"),
    )
    return [
        (str(label), _plain(key, was), _plain(key, becomes))
        for label, key in parts
        if was[key] != becomes[key]
    ]


def _plain(key: str, said: dict[str, Any]) -> str:
    value = said[key]
    if key == "statement":
        # It goes on from the name on the paper, and is no sentence without it.
        return f"{said['name']} {value}"
    if key == "design":
        return str(_("number %(number)s", number=value))
    if key == "signed":
        return " · ".join(", ".join(each) for each in value)
    if key == "titles":
        return " · ".join(each for each in value if each) or str(_("none"))
    return str(value) or str(_("none"))
