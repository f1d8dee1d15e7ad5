"""What is signed, printed and kept is the same in whatever language the page spoke."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.certificates.support.changing import (
    correct,
    decide,
    entries_of,
    first_practice,
    stored,
    take_back,
)
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.models import Certificate, CertificateKind, CertificateRevocation
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.support.models import CertificateKeeping
from trainee_tracker.certificates.support.projection import support_faults
from trainee_tracker.extensions import db

ACCENTED = "⟦"
"""Every sentence of the pseudo-language begins with it."""


@pytest.fixture
def accented(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser whose pages speak the pseudo-language, as far as nobody chose another."""
    monkeypatch.setitem(app.config, "LANGUAGE", "en-XA")
    return Browser(app)


def is_english(*texts: str) -> bool:
    """Tell whether nothing of these texts came from another catalogue."""
    return all(ACCENTED not in text and text.isascii() for text in texts) and any(texts)


def test_a_progress_certificate_is_in_the_language_of_papers(accented: Browser, cast: Cast) -> None:
    page = accented.sign_in(cast.trainee).submit("/certificates", action="progress", follow=True)
    assert ACCENTED in page.text
    made = queries.newest_certificate(cast.enrolment.id, CertificateKind.PROGRESS)
    assert made is not None
    facts = CertificateFacts.from_json(made.facts)
    assert facts.title == "Progress certificate"
    assert facts.partner_line == "with City Health Trust"
    assert is_english(*facts.texts())


def test_an_award_issued_again_says_who_signed_off_how_much_in_the_language_of_papers(
    accented: Browser, cast: Cast, award: Certificate
) -> None:
    decide(cast, correct(entries_of(cast.enrolment, "supervision")[0], 660))
    db.session.commit()
    why = {"reason": "A session was longer", "password": PASSWORD}
    address = f"/certificates/{award.id}/reissue"
    page = accented.sign_in(cast.training_lead).submit(address, why, follow=True)
    assert ACCENTED in page.text
    newer = queries.successor_of(award)
    assert newer is not None
    assert newer.signature is not None
    facts = CertificateFacts.from_json(newer.facts)
    assert [each.capacity for each in facts.signatories] == [
        "Training lead",
        "Supervisor, who signed off 71 h",
    ]
    assert is_english(newer.signature.shown, newer.signature.capacity, *facts.texts())


def test_both_sides_sign_the_same_in_two_languages(
    app: Flask,
    accented: Browser,
    cast: Cast,
    award: Certificate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    address = f"/certificates/{award.id}/keep"
    why = {"reason": "The family confirmed it", "password": PASSWORD}
    assert ACCENTED in accented.sign_in(cast.community_lead).submit(address, why, follow=True).text
    # What the page's act stored is what anybody else finds.
    assert support_faults() == []
    monkeypatch.setitem(app.config, "LANGUAGE", "en")
    page = Browser(app).sign_in(cast.statutory_lead).submit(address, why, follow=True)
    assert "The award is kept: both sides have signed." in page.text
    first, second = db.session.scalars(
        select(CertificateKeeping).order_by(CertificateKeeping.id)
    ).all()
    assert json.loads(first.signature.shown) == json.loads(second.signature.shown)
    assert (first.finding, first.finding_digest) == (second.finding, second.finding_digest)
    assert is_english(first.signature.shown, first.signature.capacity, first.finding)
    row = stored(award)
    assert row is not None
    assert row.is_kept


def test_a_revocation_is_signed_in_the_language_of_papers_and_refused_in_that_of_the_page(
    accented: Browser, cast: Cast, award: Certificate
) -> None:
    address = f"/certificates/{award.id}/revoke"
    why = {"reason": "Two hours were counted twice", "password": PASSWORD}
    form = accented.sign_in(cast.training_lead).get(address)
    other_tab = accented.get(address)
    accented.submit(form, why)
    revocation = db.session.scalars(select(CertificateRevocation)).one()
    assert is_english(revocation.signature.shown, revocation.signature.capacity)
    told = accented.submit(other_tab, why, status=409).document
    (said,) = told.xpath("//div[contains(@class, 'notice-bad')]")
    assert said.text_content().strip().startswith(ACCENTED)
    assert "Ruth Mensah" in said.text_content()
