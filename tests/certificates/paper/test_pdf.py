"""Certificates as people hold them: real PDFs, asked of the tools that people use."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
import segno
import weasyprint

from tests.certificates.paper.facts_of import AWARD, PROGRESS, SERIAL, award, progress
from tests.certificates.paper.paper import POINTS_A_MM, Paper
from trainee_tracker.certificates import rules
from trainee_tracker.certificates.paper import pdf
from trainee_tracker.certificates.paper.facts import CertificateFacts, RequirementLine

LONG_LATIN = "Oluwaseun Temitope Adébáyọ̀-Ọláníyan O’Shaughnessy-Fitzgerald"
LONG_ARABIC = "عبد الرحمن بن محمد بن عبد الله بن إبراهيم الأندلسي الهاشمي القرشي الشريف"
THREE = (
    ("Dr Miriam Owusu of the Upper Valley", "Training lead, for the network and its clinics"),
    ("Jonathan Price", "Clinical governance, for the trust"),
    ("Pastor Emmanuel Ọlátúnjí", "Governance lead, for the community"),
)

Print = Callable[[CertificateFacts], Paper]


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    """Print a certificate."""
    return lambda facts: Paper(pdf.render(facts), tmp_path)


def flat(text: str) -> str:
    """Return a text on one line, its marks composed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


@pytest.mark.parametrize(
    ("facts", "size"),
    [(AWARD, "841.89 x 595.276 pts (A4)"), (PROGRESS, "595.276 x 841.89 pts (A4)")],
)
def test_a_certificate_is_one_sound_tagged_a4_page(
    printed: Print, facts: CertificateFacts, size: str
) -> None:
    paper = printed(facts)
    info = paper.info()
    assert info["Pages"] == "1"
    assert info["Page size"] == size
    assert info["Tagged"] == "yes"
    assert info["Title"] == f"{facts.title}: {facts.holder_name}"
    assert info["Author"] == facts.network_name
    assert info["JavaScript"] == "no"
    assert "No syntax or stream encoding errors" in paper.run("qpdf", "--check", "PDF")


@pytest.mark.parametrize("facts", [AWARD, PROGRESS])
def test_a_certificate_says_that_it_is_accessible_and_archivable(facts: CertificateFacts) -> None:
    with pikepdf.open(io.BytesIO(pdf.render(facts))) as document:
        root = document.Root
        assert str(root.Lang) == "en"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        metadata = ElementTree.fromstring(root.Metadata.read_bytes())
        assert len(list(metadata.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"))) == 1
        said = {name: value for one in metadata.iter() for name, value in one.attrib.items()}
        assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert said["{http://www.aiim.org/pdfa/ns/id/}part"] == "2"
        assert said["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
        fonts = [one for one in document.objects if is_font_file_holder(one)]
        assert fonts
        assert all("/FontFile2" in one for one in fonts)


def is_font_file_holder(one: pikepdf.Object) -> bool:
    """Return whether an object describes a font."""
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"


def test_a_screen_reader_finds_one_heading_and_a_described_picture(printed: Print) -> None:
    structure = printed(AWARD).run("pdfinfo", "-struct-text", "PDF")
    assert (structure.count("H1 (block)"), structure.count("H2 (block)")) == (1, 1)
    assert '"CERTIFICATE OF AWARD"' in structure
    with pikepdf.open(io.BytesIO(pdf.render(AWARD))) as document:
        described = [
            str(one["/Alt"])
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    assert described == [f"QR code that opens {AWARD.check_url}"]


def test_every_cell_of_the_table_names_its_heading() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(PROGRESS))) as document:
        cells = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TD"
        ]
        assert len(cells) == 6
        assert all(len(cell["/A"]["/Headers"]) == 1 for cell in cells)


def test_an_award_says_everything_that_it_must(printed: Print) -> None:
    text = flat(printed(AWARD).text())
    for said in (
        AWARD.network_name,
        "CERTIFICATE OF AWARD",
        "Intermediate Certificate in Systemic Practice",
        "This is to certify that",
        AWARD.holder_name,
        f"has completed {AWARD.course_title} and is awarded",
        "60 h of practice with families · 10 h of systemic supervision · 6 modules passed",
        "14 July 2026",
        "Dr Miriam Owusu",
        "Clinical governance, for the trust",
        AWARD.issuer_line,
        "Check this certificate at training.example.org/check",
    ):
        assert said in text
    assert rules.normalise_serial(text.partition("Serial ")[2])[:24] == SERIAL
    assert "not yet been checked" not in text


def test_an_award_from_an_unverified_course_says_so(printed: Print) -> None:
    text = flat(printed(award(unverified=True)).text())
    assert "have not yet been checked against the accrediting body's own documents" in text


def test_a_title_is_not_said_twice(printed: Print) -> None:
    text = printed(award(award_title=AWARD.title)).text().casefold()
    assert text.count("certificate of award") == 1


def test_a_progress_certificate_says_what_counts_what_is_to_go_and_that_it_is_no_award(
    printed: Print,
) -> None:
    text = flat(printed(progress(unverified=True)).text("-layout"))
    for said in (
        "As at 22 November 2026",
        "This is not an award.",
        "Requirement How far Counted, of what is needed",
        "41 h 30 min of 60 h",
        "18 h 30 min to go",
        "62 h 15 min of 60 h",
        "1 of 2 requirements are met.",
        "have not yet been checked",
        "Drawn up from the record on 22 November 2026",
    ):
        assert said in text


@pytest.mark.parametrize("rows", [2, 4, 5, 8, 10, 15])
def test_a_progress_certificate_of_up_to_fifteen_requirements_is_one_sheet(
    printed: Print, rows: int
) -> None:
    long = (
        "Systemic supervision in groups of no more than four trainees, in every month of practice"
    )
    requirements = [
        RequirementLine(long, "41 h 30 min", "60 h", False, "18 h 30 min", "2 h 15 min", 691, 37)
    ]
    paper = printed(progress(requirements=requirements * rows, unverified=True))
    assert paper.info()["Pages"] == "1"
    assert flat(paper.text()).count("18 h 30 min to go, 2 h 15 min waiting") == rows


def test_more_requirements_go_on_with_their_headings_and_say_whose_they_are(
    printed: Print,
) -> None:
    paper = printed(progress(requirements=PROGRESS.requirements * 20))
    assert paper.info()["Pages"] == "2"
    assert paper.text().count("How far") == 2
    further = paper.text("-f", "2")
    assert PROGRESS.holder_name in further
    assert "-".join(rules.serial_groups(SERIAL)) in further


@pytest.mark.parametrize("name", ["Sinéad O'Connor-D’Arcy", "Xaawo Cabdullaahi", "João Gonçalves"])
def test_a_name_in_latin_letters_with_marks_is_copied_exactly_as_written(
    printed: Print, name: str
) -> None:
    assert flat(name) in flat(printed(award(holder_name=name)).text())


def test_a_name_with_no_latin_letters_stands_alone(printed: Print) -> None:
    text = printed(award(holder_name="عائشة بنت أبي بكر الصديق")).text()
    assert "عائشة بنت أبي بكر الصديق" in text


def test_a_yoruba_name_is_set_in_one_face(printed: Print) -> None:
    plain = printed(AWARD).run("pdffonts", "PDF")
    marked = printed(award(holder_name="Adébáyọ̀")).run("pdffonts", "PDF")
    assert "Stacked" not in plain
    assert "Stacked" in marked


@pytest.mark.parametrize(
    "changes",
    [
        {"holder_name": LONG_LATIN},
        {"holder_name": "W" * 200},
        {"holder_name": "OLUWASEUN TEMITOPE MWAMBA"},
        {"holder_name": "Maria Esperanza Guadalupe " * 7},
        {
            "holder_name": "Abd al-Rahman ibn Muhammad al-Andalusi al-Hashimi",
            "holder_name_other": LONG_ARABIC,
            "holder_other_lang": "ar",
        },
        {
            "holder_name": LONG_LATIN,
            "holder_name_other": "خديجة",
            "holder_other_lang": "ar",
            "wording": "has completed " + "a live supervised session with a family, " * 9,
        },
        {
            "holder_name": "Maria Esperanza Guadalupe Concepción de los Ángeles Hernández " * 2,
            "holder_name_other": LONG_ARABIC,
            "holder_other_lang": "ar",
            "wording": "has completed " + "a live supervised session with a family, " * 9,
        },
    ],
)
def test_however_much_it_says_an_award_stays_one_page_with_nothing_over_another(
    printed: Print, changes: dict[str, Any]
) -> None:
    paper = printed(award(unverified=True, signatories=THREE, **changes))
    assert paper.info()["Pages"] == "1"
    words = paper.words()
    for word in words:
        assert word.left > 24
        assert word.right < 297 - 24
        assert word.top > 21
        assert word.bottom < 210 - 18
    date = next(at for at, word in enumerate(words) if word.text.startswith("14"))
    foot = next(at for at, word in enumerate(words) if word.text == "Miriam")
    says = next(at for at, word in enumerate(words) if word.text == "certify")
    partner = next(at for at, word in enumerate(words) if word.text == "family-therapy")
    assert words[date].bottom <= words[foot].top + 1
    assert words[partner].bottom <= words[says].top + 1


def test_the_holders_name_is_the_largest_thing(printed: Print) -> None:
    words = printed(award(holder_name=LONG_LATIN)).words()
    tallest = max(words, key=lambda word: word.bottom - word.top)
    assert tallest.text in flat(LONG_LATIN).replace("-", " ").split() or tallest.text in LONG_LATIN


@pytest.mark.parametrize("colour", ["#ffffff", "#ffff00", "#000000", "#FF0000"])
def test_no_colour_of_a_network_breaks_a_certificate(printed: Print, colour: str) -> None:
    assert printed(award(brand=colour, accent=colour)).info()["Pages"] == "1"


def test_what_looks_like_markup_is_only_text(printed: Print) -> None:
    name = '<b>Ann</b> & <img src="file:///etc/passwd"> {{ 7 * 7 }}'
    assert name in flat(printed(award(holder_name=name)).text())


def test_the_qr_code_on_the_paper_is_that_of_the_address_for_checking(printed: Print) -> None:
    dots = 300
    rows = printed(AWARD).greys(dots)

    def at(millimetres: float) -> int:
        return round(millimetres / 25.4 * dots)

    # The code itself is a link, so the file says where it stands.
    with pikepdf.open(io.BytesIO(pdf.render(AWARD))) as document:
        places = [[float(each) for each in one.Rect] for one in document.pages[0].Annots]
    west, head, east, foot = max(places, key=lambda place: place[1] - place[3])
    sheet = 210 * POINTS_A_MM
    area = [
        row[at(west / POINTS_A_MM) : at(east / POINTS_A_MM)]
        for row in rows[at((sheet - head) / POINTS_A_MM) : at((sheet - foot) / POINTS_A_MM)]
    ]
    dark_rows = [y for y, row in enumerate(area) if min(row) < 100]
    dark_columns = [x for row in area for x, grey in enumerate(row) if grey < 100]
    top, height = dark_rows[0], dark_rows[-1] + 1 - dark_rows[0]
    left, width = min(dark_columns), max(dark_columns) + 1 - min(dark_columns)
    expected = segno.make(AWARD.check_url, error="m", micro=False, mask=4).matrix
    modules = len(expected)
    seen = [
        [
            area[top + int((y + 0.5) * height / modules)][left + int((x + 0.5) * width / modules)]
            < 128
            for x in range(modules)
        ]
        for y in range(modules)
    ]
    assert width == pytest.approx(height, abs=3)
    assert seen == [[module == 1 for module in row] for row in expected]


def test_the_same_facts_give_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys, hashlib; from trainee_tracker.certificates.paper import facts, pdf;"
        "one = facts.CertificateFacts.from_json(sys.stdin.read());"
        "print(hashlib.sha256(pdf.render(one)).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Karachi"}
    facts = award(holder_name_other="خديجة", holder_other_lang="ar")
    other = subprocess.run(
        [sys.executable, "-c", script],
        input=facts.to_json(),
        env=environment,
        cwd=Path(__file__).parents[3],
        check=True,
        capture_output=True,
        text=True,
    )
    first, second = pdf.render(facts), pdf.render(facts)
    assert first == second
    assert other.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_other_facts_give_other_bytes() -> None:
    assert pdf.render(AWARD) != pdf.render(award(unverified=True))


def test_letters_that_no_face_has_are_named_and_not_printed_as_boxes() -> None:
    with pytest.raises(pdf.LettersWithoutFace, match="typeface") as refusal:
        pdf.render(award(holder_name="Ann \U000f5a5a"))
    assert refusal.value.letters == "\U000f5a5a"


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("pt-BR", "ltr"), ("qqq", "ltr")]
)
def test_a_certificate_reads_in_the_direction_of_its_language(
    language: str, direction: str
) -> None:
    page = pdf.page_text(award(language=language))
    assert f'<html lang="{language}" dir="{direction}">' in page


def test_the_drawing_library_asks_our_fetcher_for_style_sheets_too() -> None:
    assert int(weasyprint.__version__.split(".")[0]) >= 70


@pytest.mark.parametrize("name", ["李小龍", "আয়েশা রহমান", "ሰላም ገብሬ"])
def test_names_in_further_scripts_are_printed_from_the_systems_fonts(name: str) -> None:
    assert pdf.render(award(holder_name=name)).startswith(b"%PDF")
