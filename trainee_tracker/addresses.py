"""What a web address asks for: the one place where it is read.

Nothing reaches the database that its columns could not hold: no number too large, no text without
bounds, no character that nobody can type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Map

LARGEST: Final = 2**31 - 1
LAST_PAGE: Final = 100_000
LONGEST_WORD: Final = 200


class Identifier(IntegerConverter):
    """The `int` of our routes; a page with a larger number does not exist."""

    # Python itself refuses to read thousands of digits.
    regex = r"\d{1,10}"

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST, **options})


def register(app: Flask) -> None:
    """Bound the whole numbers in the paths of `app`; asked for before any route is added."""
    app.url_map.converters["int"] = Identifier


def number_asked(key: str, *, largest: int = LARGEST) -> int | None:
    """Return the number from 1 to `largest` that the web address gives for `key`, if any."""
    return _number(request.args.get(key, ""), largest)


def _number(text: str, largest: int) -> int | None:
    if not text.isdecimal() or len(text) > len(str(LARGEST)):
        return None
    number = int(text)
    return number if 1 <= number <= largest else None


def page_asked() -> int:
    """Return the page of a list that is asked for: the first unless the web address says otherwise.

    A form that was sent from one page of a list brings its number along.
    """
    return _number(request.values.get("page", ""), LAST_PAGE) or 1


def word_asked(key: str, *, longest: int = LONGEST_WORD) -> str | None:
    """Return the text that the web address gives for `key`, or None if it gives none.

    Text that is too long or that nobody could type is as good as "".
    """
    text = request.args.get(key)
    if text is None:
        return None
    return text if len(text) <= longest and text.isprintable() else ""


def is_asked(key: str) -> bool:
    """Tell whether the web address names `key`, with a value or without."""
    return key in request.args


def answers_asked(*keys: str) -> MultiDict[str, str] | None:
    """Return what the web address gives for these fields of a form, None without any."""
    given = [(key, word_asked(key) or "") for key in keys if is_asked(key)]
    return MultiDict(given) if given else None
