"""What a paper says in a language made from the catalogue: a translator can change all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import flask_babel
import pytest
from flask import Flask

from tests.certificates.paper.facts_of import SERIAL
from tests.languages.unmarked import own_words, shown_texts, unmarked
from trainee_tracker import spoken
from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.plain_json import to_plain
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.certificates.paper import pdf
from trainee_tracker.certificates.paper.facts import CertificateFacts, Signatory
from trainee_tracker.certificates.paper.wording import (
    CheckAddress,
    Holder,
    Issuer,
    award_facts,
    progress_facts,
)
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.languages import ACCENTS, catalogue_of

TODAY = date(2026, 11, 22)
ADDRESS = CheckAddress("https://tracker.example")
PEOPLE: dict[str, Any] = {
    "serial": SERIAL,
    "holder": Holder("Abena Osei", "", ""),
    "issuer": Issuer("Grace Network", "City Health Trust", "#3d2a5c", "#e3a72f"),
    "issued_on": TODAY,
    "address": ADDRESS,
}
SIGNED = (Signatory("Ruth Mensah", "Training lead"),)
WRITTEN = ["Abena Osei", "Grace Network", "City Health Trust", "Ruth Mensah", "Training lead"]


@pytest.fixture
def accented(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have papers drawn in the accented language, whatever language papers have."""
    monkeypatch.setattr(
        spoken, "force_locale", lambda _locale: flask_babel.force_locale(ACCENTS.locale)
    )
    monkeypatch.setattr(pdf, "catalogue_of", lambda _locale: catalogue_of(ACCENTS.locale))
    pdf._templates.cache_clear()
    with app.test_request_context():
        yield
    pdf._templates.cache_clear()


def an_award(terms: Terms) -> CertificateFacts:
    """Return the facts of an award on a course."""
    return award_facts(terms, judge(terms, [], [], [], TODAY, "1"), signatories=SIGNED, **PEOPLE)


def a_progress_certificate(terms: Terms) -> CertificateFacts:
    """Return the facts of a progress certificate on a course."""
    return progress_facts(terms, judge(terms, [], [], [], TODAY, "1"), **PEOPLE)


@pytest.mark.usefixtures("accented")
@pytest.mark.parametrize("key", preset_keys())
@pytest.mark.parametrize("paper", [an_award, a_progress_certificate])
def test_a_paper_has_no_words_that_a_translator_cannot_change(
    key: str, paper: Callable[[Terms], CertificateFacts]
) -> None:
    terms = load_preset(key)
    page = pdf.page_text(paper(terms))
    assert "⟦" in page
    own = own_words([WRITTEN, to_plain(terms), ADDRESS.as_text])
    both = sorted({*own, *map(in_sentence, own)}, key=len, reverse=True)
    assert unmarked(shown_texts(page), both) == []
