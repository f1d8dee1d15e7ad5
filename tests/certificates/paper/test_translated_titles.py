"""The course's own sentence of achievement, and its titles in the holder's other language."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.certificates.paper.facts_of import AWARD, SERIAL, award
from tests.certificates.paper.paper import Paper
from tests.certificates.paper.test_wording import met
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Translation
from trainee_tracker.certificates.paper import pdf
from trainee_tracker.certificates.paper.facts import CertificateFacts, Unprintable
from trainee_tracker.certificates.paper.wording import CheckAddress, Holder, Issuer, award_facts
from trainee_tracker.courses.preset_files import load_preset

COURSE = "الممارسة المنهجية مع العائلات"
TITLE = "شهادة الممارسة المنهجية"
ARABIC = Translation("ar", COURSE, TITLE)
BRAZILIAN = Translation("pt-BR", "Prática com famílias", "Certificado")
KHADIJA = Holder("Khadija Adeyemi", "خديجة أدييمي", "ar")

Print = Callable[[CertificateFacts], Paper]


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    """Print a certificate."""
    return lambda facts: Paper(pdf.render(facts), tmp_path)


def facts_for(app: Flask, terms: Terms, holder: Holder) -> CertificateFacts:
    with app.test_request_context():
        return award_facts(
            terms,
            met(terms),
            serial=SERIAL,
            holder=holder,
            issuer=Issuer("Grace Network", "with the trust", "#3d2a5c", "#e3a72f"),
            signatories=(),
            issued_on=date(2026, 11, 22),
            address=CheckAddress("https://tracker.example"),
        )


@pytest.fixture
def course() -> Terms:
    return replace(load_preset("aft-foundation"), translations=(ARABIC, BRAZILIAN))


def test_the_titles_follow_the_language_of_the_holders_other_name(
    app: Flask, course: Terms
) -> None:
    facts = facts_for(app, course, KHADIJA)
    assert (facts.course_title_other, facts.award_title_other) == (COURSE, TITLE)
    assert (facts.course_title, facts.award_title) == (course.title, course.award)


@pytest.mark.parametrize(
    ("holder", "title"),
    [
        (Holder("Rute", "Rute", "pt"), "Prática com famílias"),
        (Holder("Rute", "Rute", "pt-PT"), "Prática com famílias"),
        (Holder("Khadija", "خديجة", "ur"), None),
        (Holder("Khadija", "خديجة", ""), None),
        (Holder("Khadija", "", "ar"), None),
    ],
)
def test_only_a_language_that_the_course_has_is_printed(
    app: Flask, course: Terms, holder: Holder, title: str | None
) -> None:
    assert facts_for(app, course, holder).course_title_other == title


def test_the_courses_own_sentence_takes_the_place_of_the_usual_one(
    app: Flask, course: Terms
) -> None:
    own = replace(course, award_wording="  has learnt to sit\nwith families ")
    assert facts_for(app, own, KHADIJA).wording == "has learnt to sit with families."
    with_stop = replace(course, award_wording="has learnt to listen.")
    assert facts_for(app, with_stop, KHADIJA).wording == "has learnt to listen."
    assert facts_for(app, course, KHADIJA).wording == ""


def test_an_award_prints_both_titles_in_the_other_language(printed: Print) -> None:
    paper = printed(
        award(
            holder_name_other="خديجة أدييمي",
            holder_other_lang="ar",
            course_title_other=COURSE,
            award_title_other=TITLE,
        )
    )
    text = " ".join(paper.text().split())
    for word in (*COURSE.split(), *TITLE.split(), AWARD.award_title, AWARD.course_title):
        assert word in text
    assert paper.info()["Pages"] == "1"


def test_each_title_has_its_own_direction_and_language() -> None:
    text = pdf.page_text(
        award(
            holder_name_other="خديجة",
            holder_other_lang="ar",
            course_title_other=COURSE,
            award_title_other=TITLE,
        )
    )
    for words in (COURSE, TITLE):
        line = next(line for line in text.splitlines() if words in line)
        assert 'dir="rtl"' in line
        assert 'lang="ar"' in line


def test_a_sentence_that_does_not_name_the_course_leaves_room_for_its_title(
    printed: Print,
) -> None:
    text = " ".join(printed(award(wording="has learnt to listen.")).text().split())
    assert text.count(AWARD.course_title) == 1


def test_facts_that_lack_one_or_have_one_more_are_no_facts() -> None:
    whole = json.loads(AWARD.to_json())
    assert CertificateFacts.from_json(json.dumps(whole)) == AWARD
    for wrong in (
        {**whole, "motto": "x"},
        {k: v for k, v in whole.items() if k != "award_title_other"},
    ):
        with pytest.raises(Unprintable, match="not the facts of a certificate"):
            CertificateFacts.from_json(json.dumps(wrong))


def test_translated_titles_come_back_from_json() -> None:
    facts = award(
        holder_name_other="خديجة",
        holder_other_lang="ar",
        course_title_other=COURSE,
        award_title_other=TITLE,
    )
    assert CertificateFacts.from_json(facts.to_json()) == facts


def test_a_title_in_another_language_says_which() -> None:
    with pytest.raises(Unprintable, match="A title in another language"):
        award(course_title_other=COURSE)
