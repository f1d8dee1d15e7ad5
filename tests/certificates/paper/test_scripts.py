"""Names in twenty scripts are copied from the paper just as they were written.

Both families of programs that people open papers with are asked: Poppler (Linux) and PDFium
(Chromium, Android).
"""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.certificates.paper.facts_of import award
from tests.certificates.paper.paper import Paper
from trainee_tracker.certificates.paper import pdf
from trainee_tracker.certificates.paper.facts import CertificateFacts

NAMES = {
    "Latin with stacked Yoruba marks": ("yo", "Ẹ̀bùnolúwa Ọ̀ṣọ́-Akínṣẹ́yẹ"),
    "Twi": ("tw", "Akosua Ɔ̀fori Ŋ́kansa"),
    "Turkish": ("tr", "İbrahim Şükrü Çağlayangil Iğdır"),
    "Vietnamese": ("vi", "Nguyễn Thị Hường Phước"),
    "Greek": ("el", "Ἀγάπη Παπαδοπούλου"),
    "Cyrillic": ("uk", "Олександра Щербаківська"),
    "Arabic": ("ar", "عائشة بنت أبي بكر الصديق"),
    "vocalised Arabic": ("ar", "مُحَمَّدٌ عَبْدُ اللهِ"),
    "Urdu": ("ur", "بشریٰ قریشی"),
    "pointed Hebrew": ("he", "מִרְיָם בַּת־שֶׁבַע כֹּהֵן"),
    "Amharic": ("am", "አበበች ወልደ ገብርኤል"),
    "Tigrinya": ("ti", "ኣብርሃም ተኽለ ሃይማኖት"),
    "Bengali": ("bn", "আয়েশা রহমান শ্রীকান্ত"),
    "Devanagari with conjuncts": ("hi", "प्रिया श्रीवास्तव क्षितिज"),
    "Tamil": ("ta", "கிருஷ்ணமூர்த்தி ஸ்ரீ"),
    "Gurmukhi": ("pa", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"),
    "Thai": ("th", "กิตติศักดิ์ น้ำเงิน"),
    "Burmese": ("my", "အောင်ဆန်းစုကြည်"),
    "Chinese": ("zh", "李小龍 欧阳娜娜"),
    "Adlam": ("ff", "𞤃𞤢𞤥𞤢𞤣𞤵 𞤔𞤢𞤤𞤮"),
}


def in_another_script(language: str, name: str) -> CertificateFacts:
    """Return an award whose holder has a name in another script beside their own."""
    return award(holder_name_other=name, holder_other_lang=language)


def copied_by_poppler(content: bytes, folder: Path) -> str:
    """Return the text that Poppler copies, on one line."""
    return " ".join(Paper(content, folder).text().split())


def copied_by_pdfium(content: bytes) -> str:
    """Return the text that PDFium copies, on one line."""
    with pypdfium2.PdfDocument(content) as document:
        text = document[0].get_textpage().get_text_bounded()
    return unicodedata.normalize("NFC", " ".join(text.replace("\u200f", "").split()))


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_copied_just_as_it_was_written(script: str, tmp_path: Path) -> None:
    language, name = NAMES[script]
    written = unicodedata.normalize("NFC", name)
    content = pdf.render(in_another_script(language, name))
    assert written in copied_by_poppler(content, tmp_path)
    assert written in copied_by_pdfium(content)


@pytest.mark.parametrize("script", ["vocalised Arabic", "Urdu", "Bengali"])
def test_the_structure_says_a_name_in_its_own_language(script: str) -> None:
    language, name = NAMES[script]
    with pikepdf.open(io.BytesIO(pdf.render(in_another_script(language, name)))) as document:
        said = [
            (str(each["/Lang"]), str(each["/ActualText"]))
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary)
            and each.get("/Type") == "/StructElem"
            and "/Lang" in each
            and "/ActualText" in each
        ]
    assert (language, name) in said


def test_a_name_from_the_right_that_stands_alone_is_copied_too(tmp_path: Path) -> None:
    name = "عبد الرحمن بن محمد بن عبد العزيز الهاشمي القرشي"
    content = pdf.render(award(holder_name=name))
    # It is broken into lines, which are read from the first to the last.
    assert name in copied_by_poppler(content, tmp_path)
    assert name in copied_by_pdfium(content)
