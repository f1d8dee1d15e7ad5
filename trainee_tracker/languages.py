"""Which languages the software speaks, and their catalogues.

A language is a folder `translations/TAG/` with one catalogue, `messages.po`. English needs none: its
sentences are the keys. Two pseudo-languages, made from the keys, show what nobody can translate and
what does not turn round; Babel knows no `en-XA`, so their catalogues carry a modifier.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

PROJECT_FOLDER: Final = Path(__file__).resolve().parents[1]
TRANSLATIONS: Final = PROJECT_FOLDER / "trainee_tracker" / "translations"
CATALOGUE: Final = "messages.po"

METHODS: Final = [
    ("trainee_tracker/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("trainee_tracker/**.html", "jinja2"),
]
"""What is searched for sentences, and how it is read."""

KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "_n": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "say": (1,),
    "say_of": ((1, "c"), 2),
    "say_many": (1, 2),
}
"""The calls that say something: name -> which arguments hold sentences and the context."""


@dataclass(frozen=True)
class Language:
    """A language as pages name it (`tag`, BCP 47) and as catalogues do (`locale`)."""

    tag: str
    locale: str

    @property
    def is_pseudo(self) -> bool:
        """Whether nobody speaks it: it is made from the sentences themselves."""
        return "@" in self.locale

    @property
    def direction(self) -> str:
        """Return "ltr" or "rtl"."""
        return str(self.parsed.text_direction)

    @property
    def parsed(self) -> Locale:
        """Return how Babel knows it."""
        return Locale.parse(self.locale)

    @property
    def own_name(self) -> str:
        """Return what its speakers call it: "English", "العربية"."""
        if self.is_pseudo:
            return PSEUDO_NAMES[self.tag]
        return str(self.parsed.get_language_name(self.parsed) or self.tag)


ENGLISH: Final = Language("en", "en_GB")
ACCENTS: Final = Language("en-XA", "en@accents")
MIRROR: Final = Language("ar-XB", "ar@mirror")
PSEUDO_NAMES: Final = {"en-XA": "Åccéntéd Énglîsh", "ar-XB": "Mirrored English"}


def installed(*, pseudo: bool = False) -> tuple[Language, ...]:
    """Return English and every language with a catalogue, and the pseudo-languages if asked for."""
    found = sorted(path.parent.name for path in TRANSLATIONS.glob(f"*/{CATALOGUE}"))
    spoken = (ENGLISH, *(Language(tag, tag.replace("-", "_")) for tag in found))
    return (*spoken, ACCENTS, MIRROR) if pseudo else spoken


def language_of(tag: str, *, pseudo: bool = False) -> Language | None:
    """Return the installed language with this tag, or None."""
    return next((each for each in installed(pseudo=pseudo) if each.tag == tag), None)


def language_by_locale(locale: str) -> Language:
    """Return the language of a Babel locale."""
    known = (ENGLISH, ACCENTS, MIRROR)
    found = next((each for each in known if each.locale == locale), None)
    return found or Language(locale.replace("_", "-"), locale)


def best_match(wanted: str, among: tuple[Language, ...]) -> Language | None:
    """Return the one of these languages that a tag names: "pt-BR" is served by "pt", or None."""
    by_tag = {each.tag.lower(): each for each in among}
    tag = wanted.lower().replace("_", "-")
    return by_tag.get(tag) or by_tag.get(tag.split("-", maxsplit=1)[0])


@cache
def catalogue_of(locale: str) -> NullTranslations:
    """Return the catalogue of a language by its Babel locale; an empty one for English.

    Read once per process. The pseudo-languages are made from the sources, which takes a while.
    """
    if locale == ACCENTS.locale:
        return _loaded(pseudo_catalogue(ACCENTS))
    if locale == MIRROR.locale:
        return _loaded(pseudo_catalogue(MIRROR))
    path = TRANSLATIONS / locale.replace("_", "-") / CATALOGUE
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        return _loaded(read_po(file, locale=locale))


def _loaded(catalogue: Catalog) -> Translations:
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return Translations(file)


@cache
def template() -> Catalog:
    """Return every sentence that the sources and templates say, without a translation."""
    found = Catalog(domain="messages", project="trainee_tracker", charset="utf-8")
    options = {"**.html": {"trimmed": "true"}}
    for folder in ("trainee_tracker", "templates"):
        for filename, line, message, comments, context in extract_from_dir(
            PROJECT_FOLDER / folder,
            method_map=[
                (p.removeprefix(f"{folder}/"), m) for p, m in METHODS if p.startswith(folder)
            ],
            options_map=options,
            keywords=KEYWORDS,
        ):
            found.add(
                message,
                locations=[(f"{folder}/{filename}", line)],
                auto_comments=comments,
                context=context,
            )
    return found


KEPT: Final = re.compile(r"(\{[^}]*\}|%\([^)]*\)[sd]|%%|<[^>]+>|&\w+;)")
"""What a pseudo-language leaves whole: placeholders, elements and entities."""

WORDS: Final = re.compile(r"(\S(?:.*\S)?)", re.DOTALL)
"""A text without the spaces around it."""

LONG_WORD: Final = re.compile(".{1,12}")
"""What a text is made longer by: no language has a word as long as a sentence."""

_LETTERS: Final = str.maketrans("AEIOUYaeiouycn", "ÅÉÎÖÛÝåéîöûýçñ")


def accented(text: str) -> str:
    """Return `text` in brackets, longer, with accents on the letters: still legible."""
    parts = "".join(
        part if KEPT.fullmatch(part) else part.translate(_LETTERS) for part in _parts(text)
    )
    longer = "·" * max(2, len(text) * 2 // 5)
    return f"⟦{parts}{' '.join(LONG_WORD.findall(longer))}⟧"


def mirrored(text: str) -> str:
    """Return `text` drawn from right to left, with its placeholders and the spaces at them whole."""
    return "".join(
        part if KEPT.fullmatch(part) or not part.strip() else WORDS.sub("\u202e\\1\u202c", part)
        for part in _parts(text)
    )


def _parts(text: str) -> Iterator[str]:
    return (part for part in KEPT.split(text) if part)


def pseudo_catalogue(language: Language) -> Catalog:
    """Return the catalogue of a pseudo-language: every sentence, changed."""
    change = accented if language == ACCENTS else mirrored
    catalogue = Catalog(locale=language.parsed, fuzzy=False)
    for message in template():
        if not message.id:
            continue
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        if len(forms) == 1:
            catalogue.add(message.id, change(forms[0]), context=message.context)
        else:
            said = tuple(change(forms[min(form, 1)]) for form in range(catalogue.num_plurals))
            catalogue.add(message.id, said, context=message.context)
    return catalogue
