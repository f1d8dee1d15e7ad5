"""A name whose letters were damaged on the way is told from a name that is only unusual."""

from __future__ import annotations

import unicodedata

import pytest

from trainee_tracker.tables.damage import damaged_part

REAL = """
São Paulo João Gonçalves Conceição Zoë Núñez Muñoz Piñón Ñandú Sinéad O’Neill Siân Llŷr Ŵyn
André Beyoncé François Benoît Noël L’Haÿ Œdipe Île Éon d’Éon Ê Ôé À Ÿ Łukasz Wiśniewski Jiří
Knížek Kříž Čížek Tomáš Benéš Dvořák Škoda Ďurčo Ľudmila Ångström Åse Ærø Øystein Þórður
Sigurður Ðuro Mäkelä Müller Weiß Şahin Çağlar İpek Ștefan Țepeș Ţepeş Nguyễn Thị Hằng Ọlátúnjí
Adébáyọ̀ Ṣóyínká Ìfẹ́olúwa Ɔsɛe Agyɛman Ɗanjuma Ɓala Ƙarami خديجة محمد ٹیپو प्रिया Παπαδοπούλου
Мария Ђорђе 李小龍 山田 ሰላም আয়েশা கவிதா דוד
""".split()  # noqa: SIM905  (as prose is easier to read and to add to)


@pytest.mark.parametrize("name", REAL)
def test_no_real_name_is_called_damaged(name: str) -> None:
    for spelling in (
        name,
        name.upper(),
        name.lower(),
        f"{name}’s",
        f"{name.upper()}’S",
        f"“{name}”",
        f"«{name.upper()}»",
        f"({name}–{name})",
        unicodedata.normalize("NFD", name),
    ):
        assert damaged_part(spelling) == ""


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman"])
@pytest.mark.parametrize("name", [name for name in REAL if not name.isascii()])
def test_every_name_that_was_encoded_twice_is_found(name: str, encoding: str) -> None:
    for spelling in (name, unicodedata.normalize("NFD", name)):
        twice = "".join(
            bytes([byte]).decode(encoding, errors="ignore") or chr(byte)
            for byte in spelling.encode()
        )
        assert damaged_part(f"Ruth {twice}") == twice


@pytest.mark.parametrize("name", ["????", "Jos?", "?lvaro", "Mu¿oz", "Jos\ufffd", "Zo (?)"])
def test_letters_that_became_question_marks_are_found(name: str) -> None:
    assert damaged_part(f"Ruth {name}")


def test_the_first_damaged_word_is_named() -> None:
    assert damaged_part("Zoe NÃºÃ±ez GarcÃ\xada") == "NÃºÃ±ez"
    assert damaged_part("VoilÃ\xa0 x") == "VoilÃ\xa0"
