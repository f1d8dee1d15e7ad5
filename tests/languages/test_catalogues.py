"""Which languages there are, and that their catalogues say what the sources say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.languages.said import said
from trainee_tracker import languages
from trainee_tracker.languages import (
    ACCENTS,
    ENGLISH,
    KEPT,
    MIRROR,
    Language,
    accented,
    best_match,
    catalogue_of,
    installed,
    language_by_locale,
    language_of,
    mirrored,
    template,
)


def test_english_is_there_and_the_pseudo_languages_only_where_asked_for() -> None:
    assert installed()[0] == ENGLISH
    assert not {ACCENTS, MIRROR} & set(installed())
    assert {ACCENTS, MIRROR} <= set(installed(pseudo=True))
    assert language_of("en-XA") is None
    assert language_of("en-XA", pseudo=True) == ACCENTS


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("en-GB", "en"),
        ("en", "en"),
        ("EN_us", "en"),
        ("ar-XB", "ar-XB"),
        ("xx", None),
        ("ar", None),
    ],
)
def test_a_browser_gets_the_nearest_language(wanted: str, found: str | None) -> None:
    match = best_match(wanted, (ENGLISH, ACCENTS, MIRROR))
    assert (match.tag if match else None) == found


def test_each_language_reads_in_its_direction() -> None:
    assert [each.direction for each in (ENGLISH, ACCENTS, MIRROR)] == ["ltr", "ltr", "rtl"]
    assert language_by_locale("ar@mirror") == MIRROR
    assert language_by_locale("pt_BR") == Language("pt-BR", "pt_BR")
    assert Language("ar", "ar").own_name == "العربية"


def test_sentences_of_rules_pages_and_letters_are_in_the_template() -> None:
    keys = {each.id for each in template()}
    for sentence in ("{hours} h {minutes} min", "Sign out everywhere", "Your language"):
        assert sentence in keys


def test_every_sentence_that_is_said_is_in_the_template_with_its_plural() -> None:
    # Babel loses the plural of a message that makes another one among its values.
    known = {
        (each.id if isinstance(each.id, tuple) else (each.id,), each.context) for each in template()
    }
    assert [each.place for each in said() if (each.sentences, each.context) not in known] == []


@pytest.mark.parametrize("change", [accented, mirrored])
@pytest.mark.parametrize(
    "text",
    ["{n} sessions wait for {who}.", "%(num)s of %(all)s", "<b>Bold</b> &amp; 5 %%", "Plain"],
)
def test_a_pseudo_language_keeps_placeholders_whole(change: object, text: str) -> None:
    assert callable(change)
    assert KEPT.findall(str(change(text))) == KEPT.findall(text)
    assert change(text) != text


def test_every_sentence_is_changed_in_both_pseudo_languages() -> None:
    for locale in (ACCENTS.locale, MIRROR.locale):
        catalogue = catalogue_of(locale)
        for message in template():
            if isinstance(message.id, str) and message.id.strip() and not message.context:
                said = str(catalogue.gettext(message.id))
                assert said != message.id or not re.search("[A-Za-z]", KEPT.sub("", message.id))


def test_a_catalogue_added_to_the_folder_is_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sw"
    folder.mkdir()
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nLanguage: sw\\n"\n\n'
        'msgid "{minutes} min"\nmsgstr "dakika {minutes}"\n'
    )
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    assert [each.tag for each in installed()] == ["en", "sw"]
    assert catalogue_of("sw").gettext("{minutes} min") == "dakika {minutes}"


def test_every_translation_names_the_values_of_its_sentence() -> None:
    for path in languages.TRANSLATIONS.glob("*/messages.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                forms = message.id if isinstance(message.id, tuple) else (message.id,)
                named = {each for form in forms for each in KEPT.findall(str(form))}
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                for each in said:
                    assert set(KEPT.findall(str(each))) <= named, f"{path}: {message.id}"
