"""Words of two scripts are told from words of one, and joiners that shape letters from idle ones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.scripts import (
    MixedWord,
    disguised_word,
    mixed_word,
    without_idle_joiners,
    words_of,
)

HONEST = (
    "Ruth Adeyemi",
    "Ọ̀gbẹ́ni Adébáyọ̀ Ṣóyínká",
    "Akosua Ɔsɛe Agyɛman",
    "Sinéad O'Connor-D’Arcy",
    "Nguyễn Thị Hằng",
    "João Gonçalves",
    "Łukasz Þórðarson Şahin",
    "Мария Сара Оса",
    "Ярослав Ковальʼчук",
    "Лев О’Коннор",
    "Ἀγάπη Παπαδοπούλου",
    "Վարդան Մամիկոնյան",
    "ნინო ჩხეიძე",
    "דוד בן־גוריון",
    "خديجة بنت يوسف",
    "د.محمد زبیر چوہدری ۱۲٣",
    "प्रिया देशमुख",
    "আয়েশা রহমান",
    "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "પ્રિયા પટેલ",
    "கவிதா ஸ்ரீ",
    "ሰላም ገብሬ",
    "김민서",
    "李小龍",
    "阿里木·买买提",
    "Second year, 60 h (2026/27): part II & 3½",
)
EASTERN = ("山田ひろし", "佐々木エリー", "Tシャツ展", "台北ㄅㄆ", "金韓글", "ABC한글")


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_name_in_one_script_is_never_called_mixed(name: str) -> None:
    for spelling in (name, name.upper(), unicodedata.normalize("NFD", name)):
        assert mixed_word(spelling) is None


@pytest.mark.parametrize("name", EASTERN)
def test_scripts_that_one_language_writes_together_pass(name: str) -> None:
    assert mixed_word(name) is None


@pytest.mark.parametrize("name", ["Anna Анна", "Al-Наджар", "Layla (ليلى)", "李 Ольга", "Ann/Άννα"])
def test_each_word_is_judged_by_itself(name: str) -> None:
    assert mixed_word(name) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ruth Аbena", MixedWord("Аbena", "А", 1, "Cyrl", "Latn")),
        ("Rutһ", MixedWord("Rutһ", "һ", 4, "Cyrl", "Latn")),
        ("Ζeta", MixedWord("Ζeta", "Ζ", 1, "Grek", "Latn")),
        ("Мapия", MixedWord("Мapия", "a", 2, "Latn", "Cyrl")),
        ("O’Сонnor", MixedWord("O’Сонnor", "С", 2, "Cyrl", "Latn")),
        ("A\u0301b\u0301х", MixedWord("A\u0301b\u0301х", "х", 3, "Cyrl", "Latn")),
        ("Ali٣", MixedWord("Ali٣", "٣", 4, "Arab", "Latn")),
        ("U\u0342na", MixedWord("U\u0342na", "\u0342", 1, "Grek", "Latn")),
        ("\u0342una", MixedWord("\u0342una", "\u0342", 1, "Grek", "Latn")),
        ("ㄅ한", MixedWord("ㄅ한", "한", 2, "Hang", "Bopo")),
        ("李Я", MixedWord("李Я", "Я", 2, "Cyrl", "Hani")),
    ],
)
def test_a_word_of_two_scripts_is_found_with_its_odd_letter(name: str, found: MixedWord) -> None:
    assert mixed_word(name) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("А. Osei", ("А", "Cyrl")),
        ("Abena Осо", ("Осо", "Cyrl")),
        ("Al-Саӧӧр", ("Саӧӧр", "Cyrl")),
        ("ΑΝΝΑ Smith", ("ΑΝΝΑ", "Grek")),
    ],
)
def test_a_word_that_looks_latin_beside_latin_words_is_found(
    name: str, found: tuple[str, str]
) -> None:
    assert mixed_word(name) is None
    assert disguised_word(name) == found


@pytest.mark.parametrize(
    "name",
    [*HONEST, *EASTERN, "Сара Оса", "ΑΝΝΑ", "Anna Анна", "Layla Мария Сара", "Part β, Δ", "Ann 1"],
)
def test_an_honest_word_is_never_called_disguised(name: str) -> None:
    assert disguised_word(name) is None


def test_words_end_at_hyphens_and_keep_inner_apostrophes() -> None:
    assert list(words_of("‘O’Neill’ bin-Ali, 2nd")) == ["O’Neill", "bin", "Ali", "2nd"]


@pytest.mark.parametrize(
    "name",
    [
        "می\u200cخواهم",
        "ක්\u200dරිෂාන්",
        "র\u200d্যাচেল",
        "शर्\u200cमा",
        "ക്\u200dഷ",
    ],
)
def test_joiners_stay_where_the_script_uses_them(name: str) -> None:
    assert without_idle_joiners(name) == name


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Ru\u200dth", "Ruth"),
        ("Ru\u200cth", "Ruth"),
        ("کار\u200cخانه", "کارخانه"),
        ("न\u200dम", "नम"),
        ("\u200cab \u200dcd-\u200d", "ab cd-"),
        ("李\u200d小", "李小"),
        ("می\u200d\u200cخ", "میخ"),
    ],
)
def test_joiners_that_show_nothing_go(name: str, left: str) -> None:
    assert without_idle_joiners(name) == left


@given(st.text())
def test_no_text_at_all_breaks_the_judgement(text: str) -> None:
    disguised_word(text)
    found = mixed_word(text)
    assert found is None or found.letter in found.word
    assert len(without_idle_joiners(text)) <= len(text)


@given(st.text("abcdeАВсдеαβ李カ한ㄅ1'’ \u0301", max_size=12))
def test_a_text_is_mixed_exactly_when_one_of_its_words_is(text: str) -> None:
    assert (mixed_word(text) is not None) == any(map(mixed_word, words_of(text)))
