"""What somebody typed into a form that could not be taken: kept on a page that sends it again.

Three pages keep it: of somebody whose sign-in ended meanwhile, of an act that was refused only as it
was saved, and of a database that could not save.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import request
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

BY_THE_PAGE: Final = ("csrf_token", "request_id", "digest")
"""What the names of fields contain that a page fills in by itself."""

TEXT_LENGTH: Final = 30
"""A value with spaces and at least so many characters is something that somebody wrote."""
TEXT_SHOWN: Final = 2_000
TEXTS_SHOWN: Final = 5

NEVER_KEPT: Final = "password"
"""What the name of every field contains that is never written on a page again."""


@dataclass(frozen=True)
class Typed:
    """The fields of a form as they came, without secrets, files and the token."""

    fields: tuple[tuple[str, str], ...] = ()
    has_secret: bool = False
    has_file: bool = False
    token: str = ""
    """A token for sending it again; empty unless the request itself proved that a form of ours
    made it. Then the form is only shown again, because somebody else may have made it up."""

    @property
    def is_any(self) -> bool:
        """Whether a person entered something, rather than the page itself."""
        return any(
            value.strip() and not any(part in name for part in BY_THE_PAGE)
            for name, value in self.fields
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody wrote rather than chose, to be read: the beginnings of a few texts."""
        written = (value.strip() for name, value in self.fields if " " in value.strip())
        return tuple(text[:TEXT_SHOWN] for text in written if len(text) >= TEXT_LENGTH)[
            :TEXTS_SHOWN
        ]


def what_was_typed() -> Typed:
    """Return what the request in hand brought; nothing when it cannot be read."""
    try:
        sent = list(request.form.items(multi=True))
        has_file = any(file.filename for file in request.files.values())
    except HTTPException:
        return Typed()
    return Typed(
        fields=tuple(
            (name, value) for name, value in sent if NEVER_KEPT not in name and name != "csrf_token"
        ),
        has_secret=any(NEVER_KEPT in name and value for name, value in sent),
        has_file=has_file,
        token=_new_token(),
    )


def _new_token() -> str:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return ""
    return str(generate_csrf())
