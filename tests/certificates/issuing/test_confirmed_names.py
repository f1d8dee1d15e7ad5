"""Certificates and signatures carry only what somebody else has confirmed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from tests import naming
from tests.achievements import finish, sign_award
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.certificates.paper.paper import Paper
from tests.hours.builders import decided, submitted
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.extensions import db
from trainee_tracker.signatures.models import Signature

SOMEBODY_ELSE = "Dr Jonathan Someone-Else, Consultant Psychiatrist"


def progress(cast: Cast, name: str) -> Certificate:
    """Make the trainee's progress certificate, and commit."""
    made = actions.issue_progress(
        cast.enrolment,
        address=ADDRESS,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(name),
    )
    db.session.commit()
    return made


def test_a_progress_certificate_and_its_check_page_carry_the_confirmed_name_alone(
    browser: Browser, cast: Cast, tmp_path: Path
) -> None:
    browser.sign_in(cast.trainee)
    browser.submit(
        "/account/name",
        {"full_name": SOMEBODY_ELSE, "registration": "GMC 1", "password": PASSWORD},
        action="/account/name",
    )
    made = progress(cast, "while it waits")
    assert CertificateFacts.from_json(made.facts).holder_name == "Abena Osei"
    printed = Paper(made.pdf, tmp_path).text()
    assert "Abena Osei" in printed
    page = browser.get(f"/check/{made.serial}")
    assert page.h1 == "This certificate is valid"
    assert "Abena Osei" in page.text
    for said in (printed, page.text, made.facts):
        assert "Someone-Else" not in said
        assert "GMC" not in said


def test_a_confirmed_name_stands_on_the_next_certificate_and_never_on_one_issued_before(
    browser: Browser, cast: Cast
) -> None:
    before = progress(cast, "before")
    bytes_before, facts_before = before.pdf, before.facts
    naming.name_anew(cast.trainee, "Abena Osei-Bonsu")
    db.session.commit()
    after = progress(cast, "after")
    assert after.id != before.id
    assert CertificateFacts.from_json(after.facts).holder_name == "Abena Osei-Bonsu"
    db.session.refresh(before)
    assert (before.pdf, before.facts) == (bytes_before, facts_before)
    assert "Abena Osei-Bonsu" not in browser.get(f"/check/{before.serial}").text
    checked = browser.post(
        "/check/file",
        {"file": (BytesIO(bytes_before), "certificate.pdf")},
        200,
        content_type="multipart/form-data",
    )
    assert "Abena Osei" in checked.text
    assert "Abena Osei-Bonsu" not in checked.text


def test_a_signature_carries_the_confirmed_registration_alone_and_keeps_it(cast: Cast) -> None:
    asked = naming.ask(cast.supervisor, full_name="Professor Okafor", registration="UKCP 2011234")
    db.session.commit()
    while_it_waits = decided(cast, submitted(cast))
    assert (while_it_waits.signer_name, while_it_waits.signer_registration) == ("Sam Okafor", "")
    naming.confirm(asked, cast.statutory_lead)
    db.session.commit()
    afterwards = decided(cast, submitted(cast, minutes=45))
    assert afterwards.signer_name == "Professor Okafor"
    assert afterwards.signer_registration == "UKCP 2011234"
    db.session.expire_all()
    kept = db.session.get_one(Signature, while_it_waits.id)
    assert (kept.signer_name, kept.signer_registration) == ("Sam Okafor", "")


def test_an_award_names_its_holder_and_its_signatories_as_confirmed(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    naming.ask(cast.trainee, full_name=SOMEBODY_ELSE)
    naming.ask(cast.training_lead, full_name="Bishop Ruth Mensah", registration="BACP 9")
    naming.ask(cast.supervisor, full_name="Professor Okafor", registration="UKCP 1")
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    award = actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    facts = CertificateFacts.from_json(award.facts)
    assert facts.holder_name == "Abena Osei"
    assert [each.name for each in facts.signatories] == ["Ruth Mensah", "Sam Okafor"]
    for said in ("Someone-Else", "Bishop", "BACP", "Professor", "UKCP"):
        assert said not in award.facts


def test_while_a_name_waits_the_page_says_which_one_is_printed_and_who_confirms(
    browser: Browser, cast: Cast
) -> None:
    naming.ask(cast.trainee, full_name="Dr Abena Osei-Bonsu")
    db.session.commit()
    page = browser.sign_in(cast.trainee).get("/certificates")
    assert "It will say Abena Osei. Dr Abena Osei-Bonsu waits for" in page.text
    assert cast.training_lead.full_name in page.text
    assert "to confirm it." in page.text


def test_the_list_shows_the_name_that_each_paper_bears(browser: Browser, cast: Cast) -> None:
    progress(cast, "under the old name")
    naming.name_anew(cast.trainee, "Abena Osei-Bonsu")
    db.session.commit()
    page = browser.sign_in(cast.trainee).get("/certificates")
    assert page.document.xpath("string(//tbody//th)").strip() == "Abena Osei"


def test_before_an_end_the_pages_name_the_award_and_the_name_on_it(
    browser: Browser, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "named", now=NOW)
    award = actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    naming.name_anew(cast.trainee, "Abena Osei-Bonsu")
    db.session.commit()
    browser.sign_in(cast.training_lead)
    said = CertificateFacts.from_json(award.facts)
    page = browser.get(f"/certificates/{award.id}/revoke")
    facts = [" ".join(each.text_content().split()) for each in page.document.xpath("//dd")]
    assert facts[:2] == ["Abena Osei", said.award_title]
    assert page.document.xpath("//main//button[contains(@class, 'button-bad')]")
    page = browser.get(f"/certificates/{award.id}/reissue")
    assert page.document.xpath("string(//dd)").strip() == "Abena Osei"
    assert "Neither the holder nor the public page is told." in page.text
