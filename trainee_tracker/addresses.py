"""Whole numbers in addresses: none reaches the database that its columns could not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request
from werkzeug.routing import IntegerConverter

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Map

LARGEST: Final = 2**31 - 1
LAST_PAGE: Final = 100_000


class Identifier(IntegerConverter):
    """The `int` of our routes; a larger number is an address that does not exist."""

    # Python itself refuses to read thousands of digits.
    regex = r"\d{1,10}"

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST, **options})


def register(app: Flask) -> None:
    """Bound the whole numbers in the paths of `app`; asked for before any route is added."""
    app.url_map.converters["int"] = Identifier


def number_asked(key: str, *, largest: int = LARGEST) -> int | None:
    """Return the number from 1 to `largest` that the address gives for `key`, if it gives one."""
    text = request.args.get(key, "")
    if not text.isdecimal() or len(text) > len(str(LARGEST)):
        return None
    number = int(text)
    return number if 1 <= number <= largest else None


def page_asked() -> int:
    """Return the page of a list that the address asks for: the first unless it says otherwise."""
    return number_asked("page", largest=LAST_PAGE) or 1
