"""How pages say what a recount found, and what was changed since a certificate was issued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker.certificates.support.changes import Change, ChangeKind
from trainee_tracker.certificates.support.queries import SupportState
from trainee_tracker.certificates.support.reissuing import Reissue
from trainee_tracker.certificates.support.rules import SIGNED_OFF, Shortfall, Verdict
from trainee_tracker.filters import amount, duration, longdate

VERDICT_WORDS = {
    Verdict.SUPPORTED: _l("Supported by the record"),
    Verdict.LOWER: _l("Prints a figure that is too high"),
    Verdict.UNSUPPORTED: _l("No longer supported"),
}


def state_words(state: SupportState) -> tuple[str, str]:
    """Return the tone and the word of where a certificate stands with its record."""
    if state.is_kept:
        return "info", str(_("Kept by both sides"))
    tones = {Verdict.SUPPORTED: "good", Verdict.LOWER: "wait", Verdict.UNSUPPORTED: "bad"}
    return tones[state.verdict], str(VERDICT_WORDS[state.verdict])


def shortfall_words(each: Shortfall) -> str:
    """Return one shortfall as a phrase: "Practice: 45 h of 60 h; 15 h wait for a signature"."""
    have = amount(each.have, each.unit)
    if each.is_met:
        title = _("Signed off by the supervisor it names") if each.key == SIGNED_OFF else each.title
        words = _(
            "%(title)s: it prints %(was)s, the record has %(have)s",
            title=title,
            was=amount(each.was, each.unit),
            have=have,
        )
    else:
        need = amount(each.need, each.unit)
        words = _("%(title)s: %(have)s of %(need)s", title=each.title, have=have, need=need)
    if each.waiting:
        waiting = amount(each.waiting, each.unit)
        words = _("%(words)s; %(waiting)s wait for a signature", words=words, waiting=waiting)
    return str(words)


def finding_words(shortfalls: Sequence[Shortfall]) -> list[str]:
    """Return a phrase for each shortfall, those that are not met before the others."""
    return [shortfall_words(each) for each in sorted(shortfalls, key=lambda each: each.is_met)]


def change_words(change: Change) -> str:
    """Return what was done, in a sentence without who and when."""
    day = longdate(change.held_on) if change.held_on else ""
    match change.kind:
        case ChangeKind.CORRECTED if change.before == change.after:
            return str(_("Session of %(day)s corrected", day=day))
        case ChangeKind.CORRECTED:
            return str(
                _(
                    "Session of %(day)s corrected from %(before)s to %(after)s",
                    day=day,
                    before=duration(change.before or 0),
                    after=duration(change.after or 0),
                )
            )
        case ChangeKind.REVERSED:
            return str(
                _(
                    "Sign-off taken back: session of %(day)s, %(before)s",
                    day=day,
                    before=duration(change.before or 0),
                )
            )
        case ChangeKind.REGISTER:
            return str(
                _(
                    "Register taken again: %(about)s on %(day)s, now %(after)s",
                    about=change.about,
                    day=day,
                    after=duration(change.after or 0),
                )
            )
        case ChangeKind.RESULT:
            return str(_("Result recorded again, decided on %(day)s", day=day))
        case ChangeKind.SUSPENDED:
            return str(_("Check suspended from %(day)s: %(about)s", day=day, about=change.about))
        case ChangeKind.LIFTED:
            return str(_("One side agreed that a suspension ends: %(about)s", about=change.about))


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
