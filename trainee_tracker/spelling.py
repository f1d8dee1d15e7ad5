"""Reading what is printed on a certificate or signed with: names, titles and the like.

It is read as any line is, and refused where a certificate could not print it, where something in it
cannot be seen, and where a word mixes scripts so that it looks like another. The sentence shows
the letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from babel import Locale
from flask_babel import get_locale

from trainee_tracker.messages import All, Message, Own, Verbatim, say
from trainee_tracker.reading import Unreadable, read_line
from trainee_tracker.scripts import MixedWord, disguised_word, mixed_word, without_idle_joiners
from trainee_tracker.typefaces import UNSEEN, unprintable_in

MOST_SHOWN: Final = 5
"""So many letters are shown at once; a whole name in a script without a typeface has more."""

_UNSEEN_MARK: Final = re.compile(f"(?![\u200c\u200d])[{UNSEEN}]")
# Programs that send messages put such marks around a name, where they do nothing.
_AT_EDGES: Final = re.compile(
    r"^[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff\s]+|"
    r"[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff\s]+$"
)
_SPACE: Final = re.compile(r"\s")


def read_printed(text: str, *, longest: int = 200) -> str:
    """Return one line that is fit to be printed and signed with; empty when nothing is there.

    Raises Unreadable as `read_line` does, and for what cannot be seen, for words of two scripts or
    in another's disguise, and for letters that no certificate can print.
    """
    clean = tidied(read_line(text, longest=longest))
    if fault := unseen_fault(clean):
        raise Unreadable(
            say(
                "{fault} We took it out: check the text and press the button again.",
                fault=fault,
            )
        )
    if mixed := mixed_word(clean):
        raise Unreadable(_of_two_scripts(mixed))
    if disguised := disguised_word(clean):
        raise Unreadable(_disguised(*disguised))
    if letters := unprintable_in(clean):
        raise Unreadable(_not_printed(letters))
    return clean


def tidied(text: str) -> str:
    """Return a line without idle joiners and marks at its edges, its spaces those of a keyboard.

    Otherwise two names would look alike that are not.
    """
    return without_idle_joiners(_SPACE.sub(" ", _AT_EDGES.sub("", text)))


def without_unseen(text: str) -> str:
    """Return `text` without what cannot be seen in it, fit to be shown again in a field."""
    return _UNSEEN_MARK.sub("", text)


def unseen_fault(text: str) -> Message | None:
    """Return a sentence about the first thing in a line that cannot be seen; None without one."""
    found = _UNSEEN_MARK.search(text)
    if found is None:
        return None
    name, before = name_of(found[0]), text[: found.start()].split(" ")[-1]
    if not before:
        return say("Something in this cannot be seen: {name}.", name=name)
    return say("Something after “{before}” cannot be seen: {name}.", before=Own(before), name=name)


def name_of(letter: str) -> Verbatim:
    """Return what Unicode calls a letter, with its number: "soft hyphen, U+00AD"."""
    code = f"U+{ord(letter):04X}"
    name = unicodedata.name(letter, "").lower()
    return Verbatim(f"{name}, {code}" if name else code)


def shown(letter: str) -> str:
    """Return a letter as it can be read alone: a mark on a circle, "" for what shows nothing."""
    kind = unicodedata.category(letter)
    if kind.startswith("M"):
        return f"\u25cc{letter}"
    return "" if kind.startswith("C") else letter


def _of_two_scripts(mixed: MixedWord) -> Message:
    return say(
        "“{word}” mixes letters of two scripts: “{letter}” (letter {place}) is {odd}, "
        "and the rest is {main}. Type the word again on one keyboard.",
        word=Own(mixed.word),
        letter=Own(shown(mixed.letter)),
        place=mixed.place,
        odd=_script_name(mixed.odd),
        main=_script_name(mixed.main),
    )


def _disguised(word: str, code: str) -> Message:
    return say(
        "“{word}” is written in {script} letters that look like Latin ones, beside words in "
        "Latin letters. Type the word again on the keyboard of the others.",
        word=Own(word),
        script=_script_name(code),
    )


def _not_printed(letters: Sequence[str]) -> Message:
    """Return a sentence about the letters that no typeface here has."""
    return say(
        "No certificate of this site can print {letters}. Write this with other letters, "
        "or ask your administrator to add a typeface that has them.",
        letters=All(tuple(_letter_and_name(letter) for letter in letters[:MOST_SHOWN])),
    )


def _letter_and_name(letter: str) -> Message | Verbatim:
    if not shown(letter):
        return name_of(letter)
    return say("“{letter}” ({name})", letter=Own(shown(letter)), name=name_of(letter))


def _script_name(code: str) -> Verbatim:
    """Return the name of a script in the page's language, or its code where it has none there.

    The names are CLDR's, and no catalogue has them.
    """
    locale = get_locale() or Locale("en")
    return Verbatim(str(locale.scripts.get(code) or Locale("en").scripts.get(code, code)))
