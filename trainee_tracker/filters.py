"""Ways to show durations, dates, shares and progress: as Jinja filters and as plain functions.

Nothing here knows a room or reads the time. What is said goes through `spoken.py`, so that another
language needs a catalogue and no code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, cast

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from trainee_tracker.messages import Message, Minutes, Percent
from trainee_tracker.spoken import speak, speaker, spoken_on_page


def number(value: int) -> str:
    """Return a whole number with the separators of the page's language, for example 1,500."""
    return speaker().value(value)


def duration(minutes: int) -> str:
    """Return whole minutes in words: 90 gives "1 h 30 min", 60 gives "1 h", 0 gives "0 min"."""
    return speaker().value(Minutes(minutes))


def longdate(day: date) -> str:
    """Return a civil date in full, for example "22 November 2026"."""
    return speaker().value(day)


def language_name(tag: str) -> str:
    """Return what a language tag such as pt-BR is called: "Portuguese (Brazil)"; else the tag."""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name(speaker().locale) or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def instant(at: datetime) -> str:
    """Return an instant as a wall clock in London shows it: "22 November 2026, 19:42".

    Raises ValueError for a datetime without a zone, whose instant nobody can know.
    """
    return speaker().instant(at)


def machine_instant(at: datetime) -> str:
    """Return an instant for the `datetime` attribute of a <time> element, in UTC to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def percent_of(have: int, need: int) -> int:
    """Return how much of `need` is there, as a whole number from 0 to 100, rounded down.

    Rounding down keeps 59 h 59 min of 60 h from looking finished. It is 100 where nothing is
    needed.
    """
    if need <= 0:
        return 100
    return max(0, min(100, have * 100 // need))


def amount(value: int, unit: str) -> str:
    """Return a figure of a requirement in words: minutes as hours, a percentage, or a count."""
    if unit == "minutes":
        return duration(value)
    if unit == "percent":
        return speaker().value(Percent(value))
    return number(value)


def capitalised(words: Message | str) -> str:
    """Return words as they begin a line, for example "No supervision since 3 March 2026"."""
    text = speak(words)
    return f"{text[:1].upper()}{text[1:]}"


def kept_together(text: str) -> str:
    """Return a figure whose parts no page tears apart at the end of a line.

    Only pages want that; letters, files and the terminal have ordinary spaces.
    """
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def duration_on_page(minutes: int) -> str:
    """Return `duration` as pages show it."""
    return kept_together(duration(minutes))


def amount_on_page(value: int, unit: str) -> str:
    """Return `amount` as pages show it."""
    return kept_together(amount(value, unit))


@dataclass(frozen=True)
class ProgressPicture:
    """The widths (0 to 100) and the words of one progress bar or ring, which cannot disagree."""

    done: int
    waiting: int
    plan: int | None
    met: bool
    have_of_need: str
    to_go: str
    waiting_words: str
    plan_words: str

    @property
    def summary(self) -> str:
        """Return everything the picture shows, as one line for somebody who cannot see it."""
        words = (self.have_of_need, self.to_go, self.waiting_words, self.plan_words)
        return " · ".join(word for word in words if word)

    @property
    def reached(self) -> int:
        """Return where the waiting part ends on the picture."""
        return self.done + self.waiting

    @property
    def plan_mark(self) -> int:
        """Return where the mark of the plan begins, so that the mark stays inside the picture."""
        return min(self.plan or 0, 99)


def _to_go(short: int, unit: str) -> str:
    """Say how much is still missing."""
    if unit == "percent":
        return str(ngettext("%(num)s point to go", "%(num)s points to go", short))
    return str(_("%(amount)s to go", amount=amount_on_page(short, unit)))


def progress_picture(
    have: int,
    need: int,
    *,
    waiting: int = 0,
    unit: str = "minutes",
    plan: int | None = None,
) -> ProgressPicture:
    """Return what a bar or ring shows of `have` toward `need`.

    `waiting` is what awaits sign-off, `plan` is where the timetable says one should be by now;
    all four are in `unit`, which is "minutes", "count" or "percent".
    """
    short = max(0, need - have)
    done = percent_of(have, need)
    return ProgressPicture(
        done=done,
        waiting=percent_of(have + waiting, need) - done,
        plan=None if plan is None or short == 0 else percent_of(plan, need),
        met=short == 0,
        have_of_need=str(
            _(
                "%(have)s of %(need)s",
                have=amount_on_page(have, unit),
                need=amount_on_page(need, unit),
            )
        ),
        to_go=_to_go(short, unit) if short else str(_("Complete")),
        waiting_words=(
            str(_("%(amount)s waiting for sign-off", amount=amount_on_page(waiting, unit)))
            if waiting
            else ""
        ),
        plan_words=(
            str(_("Plan: %(amount)s by now", amount=amount_on_page(plan, unit)))
            if plan is not None and short
            else ""
        ),
    )


def plain(message: Message | str) -> str:
    """Return a message without elements, for an attribute of the page or for plain text."""
    return speak(message)


def all_of(things: Iterable[object]) -> Markup:
    """Return things as a sentence of the page tells all of them: "a, b and c"."""
    return Markup(format_list(_set_apart(things), locale=speaker().locale))  # noqa: S704 (escaped)


def any_of(things: Iterable[object]) -> Markup:
    """Return things as a sentence of the page tells any one of them: "a, b or c"."""
    return Markup(  # noqa: S704 (each is escaped)
        format_list(_set_apart(things), style="or", locale=speaker().locale)
    )


def _set_apart(things: Iterable[object]) -> list[str]:
    """Return messages in the language of the page, elements as they are, and texts in a <bdi>."""
    spoken = (spoken_on_page(each) for each in things)
    return [
        str(each) if isinstance(each, Markup) else f"<bdi>{escape(each)}</bdi>" for each in spoken
    ]


NOTICE_KINDS: Final[Mapping[str, str]] = {
    "message": "good",
    "success": "good",
    "good": "good",
    "warning": "wait",
    "wait": "wait",
    "error": "bad",
    "bad": "bad",
    "info": "info",
}


def notice_kind(category: str) -> str:
    """Return which of our four notices shows a message flashed under `category`."""
    return NOTICE_KINDS.get(category, "info")


def _with_messages(translate: Callable[..., str]) -> Callable[..., str]:
    """Return a gettext function of templates into whose sentences messages can be put as values."""

    @pass_context
    def translated(context: Context, *sentences: object, **values: object) -> str:
        spoken = {name: spoken_on_page(value) for name, value in values.items()}
        return translate(context, *sentences, **spoken)

    return translated


def register(app: Flask) -> None:
    """Give every template of `app` these filters, and a function."""
    app.jinja_env.filters.update(
        all_of=all_of,
        amount=amount_on_page,
        any_of=any_of,
        capitalised=capitalised,
        duration=duration_on_page,
        instant=instant,
        language_name=language_name,
        longdate=longdate,
        machine_instant=machine_instant,
        notice_kind=notice_kind,
        number=number,
        percent_of=percent_of,
        plain=plain,
    )
    # A message that a template prints is spoken in the language of its page.
    app.jinja_env.finalize = spoken_on_page
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        translate = cast("Callable[..., str]", app.jinja_env.globals[name])
        app.jinja_env.globals[name] = _with_messages(translate)
    app.jinja_env.globals["progress_picture"] = progress_picture
