"""How much a page takes: how large a body, how many fields, of which kind, before any work is done.

A page that anyone can ask for takes little, one for somebody signed in takes a form of ours, and
only a page that says `@takes(A_FILE)` or `@takes(A_LIST)` beside its permission takes more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from flask import current_app, request
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from config import MAX_FIELDS, MAX_FORM_BYTES, MAX_UPLOAD_BYTES
from trainee_tracker.messages import Message, say
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask import Flask

P = ParamSpec("P")
R = TypeVar("R")

NAME_LENGTH: Final = 100
"""The most characters of the name of a field."""

FORMS: Final = {"application/x-www-form-urlencoded", "multipart/form-data"}


@dataclass(frozen=True)
class Most:
    """The most that is taken: bytes in all, fields, and characters of fields that are no files."""

    in_all: int
    fields: int
    text: int


LITTLE: Final = Most(in_all=MAX_FORM_BYTES, fields=MAX_FIELDS, text=MAX_FORM_BYTES)
"""From anyone."""
KEPT: Final = Most(in_all=128 * 1024, fields=2_000, text=128 * 1024)
"""From somebody whose sign-in has ended: as much as the page that keeps it may hold."""
A_FORM: Final = Most(in_all=512 * 1024, fields=2_000, text=512 * 1024)
"""From somebody signed in: a queue of 300 rows, each declined with a reason in any script."""
A_FILE: Final = Most(in_all=MAX_UPLOAD_BYTES, fields=MAX_FIELDS, text=MAX_FORM_BYTES)
"""One file with a few small fields, from anyone where the page is public."""
A_LIST: Final = Most(in_all=MAX_UPLOAD_BYTES, fields=MAX_FIELDS, text=1024 * 1024)
"""A list, as a file or pasted into a field."""


class TooMuch(Refused):
    """More was sent than the page takes."""

    status_code = 413


class NotOurForm(Refused):
    """What was sent is none of our forms."""

    status_code = 400


class NoForm(Refused):
    """What was sent is no form at all."""

    status_code = 415


NOTHING_ELSE: Final = say("This page takes nothing but its own form. Nothing was changed.")


def takes(most: Most) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a page take a file or a list."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        view.takes = most  # type: ignore[attr-defined]
        return view

    return decorate


def register(app: Flask) -> None:
    """Hold every request of `app` to what its page takes."""

    @app.before_request
    def bound() -> None:
        if request.endpoint is None or request.method in {"GET", "HEAD", "OPTIONS"}:
            return
        view = cast(Any, current_app.view_functions[request.endpoint])
        declared: Most | None = getattr(view, "takes", None)
        if getattr(view, "permission", None) is None:
            ensure_within(declared or LITTLE)
            return
        # Set first: looking for the person may fail, and the page that says so keeps the form.
        _limit(KEPT)
        is_known = current_user.is_authenticated
        ensure_within((declared or A_FORM) if is_known else KEPT)


def ensure_within(most: Most) -> None:
    """Read the form of the request in hand, if it has one and that is within `most`.

    Raises TooMuch, NoForm or NotOurForm.
    """
    _limit(most)
    try:
        if (request.content_length or 0) > (request.max_content_length or 0):
            raise RequestEntityTooLarge
        if not has_parts():
            _ensure_few_pairs(most)
        sent = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        raise TooMuch(_too_much(most)) from None
    if sum(len(name) + len(value) for name, value in sent) > most.text:
        raise TooMuch(_too_much(most))
    names = [*request.form, *request.files]
    if any(len(name) > NAME_LENGTH or not name.isprintable() for name in names):
        raise NotOurForm(NOTHING_ELSE)


def _ensure_few_pairs(most: Most) -> None:
    """Read a body that does not come in parts, and refuse it before it is taken apart."""
    body = request.get_data()
    if body and request.mimetype not in FORMS:
        raise NoForm(NOTHING_ELSE)
    # A body that does not say its length is cut off at the limit, without a word.
    is_cut_off = request.content_length is None and len(body) == request.max_content_length
    if is_cut_off or body.count(b"&") >= most.fields:
        raise RequestEntityTooLarge


def has_parts() -> bool:
    """Whether the form of the request in hand comes in parts, as it does with a file."""
    return request.mimetype == "multipart/form-data"


def _limit(most: Most) -> None:
    # A file comes in parts. Text alone is at most three times as long when it travels encoded, and
    # decoding megabytes of it takes seconds.
    request.max_content_length = most.in_all if has_parts() else min(most.in_all, 3 * most.text)
    # Werkzeug also holds each piece that it reads to this, so it may not be smaller than a piece.
    request.max_form_memory_size = max(3 * most.text, 256 * 1024)
    request.max_form_parts = most.fields


def _too_much(most: Most) -> Message:
    if most is A_LIST and not has_parts():
        return say("That is more than fits here. Send it as a file smaller than 5 MB.")
    if most in {A_FILE, A_LIST}:
        return say("That is more than this page takes. Choose a file smaller than 5 MB.")
    return say("That is more than this page takes. Nothing was changed: send less at once.")
