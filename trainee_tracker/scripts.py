"""In which scripts words are written, which of them deceive, and where a joiner has an effect.

Source: Unicode Technical Standard 39, the level "Highly Restrictive", judged for each word by
itself; Unicode Standard Annex 31 and RFC 5892, appendix A, for joiners. Pure.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final

from fontTools.unicodedata import script, script_extension
from idna import valid_contextj

ZWNJ: Final = "\u200c"
ZWJ: Final = "\u200d"
JOINERS: Final = frozenset({ZWNJ, ZWJ})

_OF_ANY: Final = frozenset({"Zyyy", "Zinh", "Zzzz"})
"""The codes of digits, marks and letters that belong to no script of their own."""

_TOGETHER: Final = {
    "Hani": frozenset({"Hani", "Hanb", "Jpan", "Kore"}),
    "Bopo": frozenset({"Bopo", "Hanb"}),
    "Hira": frozenset({"Hira", "Jpan"}),
    "Kana": frozenset({"Kana", "Jpan"}),
    "Hang": frozenset({"Hang", "Kore"}),
}
"""Which ways of writing use several scripts in one word: those of Taiwan, Japan and Korea."""
_WITH_LATIN: Final = frozenset({"Hanb", "Jpan", "Kore"})

_LOOKS_LATIN: Final = {
    "Cyrl": frozenset("АВЕЅІЈКМНОРСТУХҮԚԜӀаеѕіјорсухһԁԛԝӏ"),
    "Grek": frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧͿοϲϳ"),
}
"""Letters that print like a Latin one. Source: UTS 39, confusables, those that differ in nothing."""

_APOSTROPHES: Final = "'’"
_VIRAMA: Final = 9
"""The combining class of the sign that takes the vowel from a letter of India."""


@dataclass(frozen=True)
class MixedWord:
    """A word of two scripts: the first letter that is not of its `main` script, and where it is.

    `place` counts the letters and digits of the word from 1, and a mark with its letter. `odd` and
    `main` are codes of ISO 15924, such as "Cyrl" and "Latn".
    """

    word: str
    letter: str
    place: int
    odd: str
    main: str


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text: letters with their marks, digits, joiners and inner apostrophes.

    Both parts of a name with a hyphen are words.
    """
    word = ""
    for letter in f"{text} ":
        if (
            unicodedata.category(letter)[0] in "LMN"
            or letter in JOINERS
            or (word and letter in _APOSTROPHES)
        ):
            word += letter
        elif word:
            yield word.rstrip(_APOSTROPHES)
            word = ""


def mixed_word(text: str) -> MixedWord | None:
    """Return the first word of a text that mixes scripts deceptively, or None.

    Kanji with kana pass, also beside Latin letters, as do Han with Bopomofo and with Hangul.
    """
    return next((found for word in words_of(text) if (found := _judged(word))), None)


def _judged(word: str) -> MixedWord | None:
    """Return how a word mixes scripts, or None where it is written in one way."""
    bound = [(place, scripts) for place, each in enumerate(word) if (scripts := _scripts_of(each))]
    if not bound or _shared(scripts for _, scripts in bound):
        return None
    others = [scripts for _, scripts in bound if "Latn" not in scripts]
    if _shared(iter(others)) & _WITH_LATIN:
        return None
    main = Counter(_main_script(word[place]) for place, _ in bound).most_common(1)[0][0]
    place = next(place for place, scripts in bound if main not in scripts)
    before = sum(unicodedata.category(each)[0] in "LN" for each in word[:place])
    is_mark = unicodedata.category(word[place]).startswith("M")
    return MixedWord(
        word=word,
        letter=word[place],
        place=max(before, 1) if is_mark else before + 1,
        odd=_main_script(word[place]),
        main=main,
    )


def disguised_word(text: str) -> tuple[str, str] | None:
    """Return a word, beside Latin ones, whose letters all look Latin and are not; and its script.

    Where another word shows that the script is meant, as Мария does beside Сара, nothing is
    disguised; nor in a name that is all in one script, since Сара is a name too.
    """
    words = {word: {script(letter) for letter in word} - _OF_ANY for word in words_of(text)}
    if {"Latn"} not in words.values():
        return None
    for code, looks_latin in _LOOKS_LATIN.items():
        of_it = [word for word, scripts in words.items() if scripts == {code}]
        if of_it and all(_bases(word) <= looks_latin for word in of_it):
            return of_it[0], code
    return None


def _bases(word: str) -> set[str]:
    """Return the letters of a word without their marks."""
    parts = unicodedata.normalize("NFD", word)
    return {letter for letter in parts if unicodedata.category(letter).startswith("L")}


def _scripts_of(letter: str) -> frozenset[str]:
    """Return the ways of writing that use a letter; none where every way does."""
    codes = script_extension(letter)
    if codes & _OF_ANY:
        return frozenset()
    return frozenset[str]().union(*(_TOGETHER.get(code, {code}) for code in codes))


def _main_script(letter: str) -> str:
    """Return the one script that a letter is best known for."""
    code: str = script(letter)
    return min(script_extension(letter)) if code in _OF_ANY else code


def _shared(all_scripts: Iterator[frozenset[str]]) -> frozenset[str]:
    """Return the ways of writing that every letter is of."""
    return reduce(frozenset.intersection, all_scripts)


def without_idle_joiners(text: str) -> str:
    """Return a text without the joiners that do nothing where they stand.

    They shape the letters of Persian, Urdu, Sinhala or Bengali; elsewhere they show nothing, and
    two names would look alike that are not.
    """
    return "".join(
        letter
        for place, letter in enumerate(text)
        if letter not in JOINERS or _is_at_home(text, place)
    )


def _is_at_home(text: str, place: int) -> bool:
    """Return whether the joiner at `place` shapes its neighbours."""
    around = (text[place - 1 : place], text[place + 1 : place + 2])
    if any(not each or unicodedata.category(each)[0] not in "LM" for each in around):
        return False
    # Bengali and Marathi write a joiner before the sign too, where the standards know it after.
    if _VIRAMA in map(unicodedata.combining, around):
        return True
    return text[place] == ZWNJ and valid_contextj(text, place)
