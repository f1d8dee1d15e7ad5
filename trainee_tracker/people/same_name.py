"""Whether two spellings are of one name; knows no database."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

LEAST_FOR_A_SLIP = 4
"""A word of fewer letters is another word when one of them differs."""

_NOT_IN_A_WORD = re.compile(r"[^\w\s-]|_")
_BETWEEN_WORDS = re.compile(r"[\s-]+")
_STROKES = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that keyboards without them replace, and that have no marks to leave out."""


def is_same_name(one: str, other: str) -> bool:
    """Say whether two spellings may be one person's name.

    They are where each word of the shorter is in the longer, in any order, but for accents, signs,
    capitals and a slip of one letter in a longer word, and at least two words are in both. An
    initial stands for a word. Everything else differs beyond spelling.
    """
    few, many = sorted((words_of(one), words_of(other)), key=len)
    left = list(many)
    for word in few:
        found = next((each for each in left if _is_same_word(word, each)), None)
        if found is None:
            return False
        left.remove(found)
    return len(few) >= 2 or (bool(few) and not left)


def words_of(name: str) -> list[str]:
    """Return the words of a name as they are compared: no accents, signs or capitals."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold().translate(_STROKES))
        if not unicodedata.combining(letter)
    )
    return [each for each in _BETWEEN_WORDS.split(_NOT_IN_A_WORD.sub("", plain)) if each]


def _is_same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    if len(long) < LEAST_FOR_A_SLIP:
        return one == other
    # One letter more, less or other leaves all but one of the longer word in place.
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= len(long) - 1
