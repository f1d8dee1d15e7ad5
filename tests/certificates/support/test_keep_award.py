"""An award that the record no longer supports is kept by one of each side, or it is revoked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, lead_governance, request_id
from tests.certificates.support import changing
from tests.certificates.support.changing import (
    LATER,
    award_of,
    correct,
    decide,
    entries_of,
    first_practice,
    keep,
    stored,
    take_back,
)
from tests.governance.builders import change_sides
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support import queries
from trainee_tracker.certificates.support.models import CertificateKeeping
from trainee_tracker.certificates.support.rules import Verdict
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed
from trainee_tracker.signatures.models import Signature


def is_kept(award: Certificate) -> bool:
    row = stored(award)
    assert row is not None
    return row.is_kept


def test_one_of_each_side_keeps_it_with_a_reason_under_signatures(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    serial = award.serial
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    address = f"/certificates/{award.id}/keep"
    form = browser.sign_in(cast.community_lead).get(address)
    assert "Practice hours: 48 h of 60 h" in form.text
    why = {"reason": "The family confirmed it", "password": PASSWORD}
    page = browser.submit(form, why, follow=True)
    assert "It is kept once the other side has signed too" in page.text
    assert not is_kept(award)
    assert browser.get(f"/check/{serial}").h1 == "This certificate is under review"
    home = browser.get("/")
    assert "The community side signed that it is kept; the statutory side signs next" in home.text
    page = browser.sign_in(cast.statutory_lead).submit(address, why, follow=True)
    assert "The award is kept: both sides have signed" in page.text
    assert is_kept(award)
    check = browser.get(f"/check/{serial}")
    assert check.h1 == "This certificate is valid"
    assert "kept it on 22 November 2026" in check.text
    assert "A figure that it prints is higher than the record has now" in check.text
    assert "Nothing waits for a decision" in browser.get("/").text
    assert "Kept by both sides" in browser.get("/certificates/no-longer-supported").text
    assert "The family confirmed it" not in check.text
    rows = db.session.scalars(select(CertificateKeeping).order_by(CertificateKeeping.id)).all()
    assert [(row.side, row.signature.signer_name, row.reason) for row in rows] == [
        ("community", "Clara James", "The family confirmed it"),
        ("statutory", "Tom Reid", "The family confirmed it"),
    ]
    assert {row.signature.meaning for row in rows} == {"award_kept"}
    assert "48 h" not in rows[0].signature.shown  # It is signed in whole minutes.
    assert "2880" in rows[0].signature.shown
    own = browser.sign_in(cast.trainee).get(f"/certificates/{award.id}")
    assert "Both sides looked at it and kept the award" in own.text


def test_without_a_reason_or_the_password_nothing_is_kept(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    browser.sign_in(cast.community_lead)
    address = f"/certificates/{award.id}/keep"
    for typed in (
        {"reason": "", "password": PASSWORD},
        {"reason": "It was held", "password": "not the password of anybody"},
        {"reason": "It was held", "password": ""},
    ):
        page = browser.submit(address, typed, status=200 if not all(typed.values()) else 403)
        assert "There is a problem" in page.text
    assert db.session.scalars(select(CertificateKeeping)).all() == []


def test_when_the_finding_gets_worse_both_sides_are_asked_anew(
    cast: Cast, award: Certificate
) -> None:
    newer = correct(first_practice(cast.enrolment), 120)
    decide(cast, newer)
    keep(award, cast.community_lead)
    keep(award, cast.statutory_lead)
    assert is_kept(award)
    later = LATER + timedelta(days=1)
    take_back(cast, entries_of(cast.enrolment)[1], at=later)
    assert not is_kept(award)
    keep(award, cast.community_lead, at=later)
    assert not is_kept(award)
    keep(award, cast.statutory_lead, at=later)
    assert is_kept(award)


def test_when_the_finding_gets_better_what_was_kept_holds(cast: Cast, award: Certificate) -> None:
    newer = correct(first_practice(cast.enrolment), 120)
    keep(award, cast.community_lead)
    keep(award, cast.statutory_lead)
    assert is_kept(award)
    decide(cast, newer)
    row = stored(award)
    assert row is not None
    assert (row.verdict, row.is_kept) == (Verdict.UNSUPPORTED, True)


def test_nobody_keeps_it_for_both_sides(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    keep(award, cast.community_lead)
    db.session.commit()
    change_sides(cast)
    with pytest.raises(NotAllowed, match="has to be somebody else"):
        keep(award, cast.community_lead)
    db.session.rollback()
    assert not is_kept(award)


def test_a_side_keeps_it_once(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    other = people.add_person(
        "Grace Lin", "grace@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    lead_governance(cast, other, cast.network)
    keep(award, cast.community_lead)
    db.session.commit()
    with pytest.raises(Impossible, match="Your side has signed"):
        keep(award, other)


def test_the_holder_does_not_keep_their_own(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    lead_governance(cast, cast.trainee, cast.network)
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    with pytest.raises(NotAllowed, match="This award is yours"):
        keep(award, cast.trainee)
    db.session.rollback()
    browser.sign_in(cast.trainee).get(f"/certificates/{award.id}/keep", 404)
    browser.get(f"/certificates/{award.id}/record", 404)


def test_a_training_lead_does_not_keep_it(browser: Browser, cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    with pytest.raises(NotAllowed, match="A governance lead of each side"):
        keep(award, cast.training_lead)
    db.session.rollback()
    browser.sign_in(cast.training_lead).get(f"/certificates/{award.id}/keep", 403)
    record = browser.get(f"/certificates/{award.id}/record")
    assert "Keep it, for my side" not in record.links
    assert "Revoke it" in record.links


def test_what_is_supported_needs_no_keeping(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    with pytest.raises(Impossible, match="nothing to decide"):
        keep(award, cast.community_lead)
    db.session.rollback()
    page = browser.sign_in(cast.community_lead).get(f"/certificates/{award.id}/keep")
    assert "The record supports this award" in page.text


def test_what_changed_while_the_page_was_open_is_not_signed_unseen(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    form = browser.sign_in(cast.community_lead).get(f"/certificates/{award.id}/keep")
    take_back(cast, entries_of(cast.enrolment)[1])
    db.session.commit()
    why = {"reason": "The family confirmed it", "password": PASSWORD}
    page = browser.submit(form, why, status=409)
    assert "Something changed while this page was open" in page.text
    assert "36 h of 60 h" in page.text
    assert db.session.scalars(select(CertificateKeeping)).all() == []
    page = browser.submit(page, {"password": PASSWORD}, follow=True)
    assert "You signed" in page.text


def test_the_same_request_twice_is_one_signature(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    first = keep(award, cast.community_lead, name="once")
    db.session.commit()
    again = keep(award, cast.community_lead, name="once")
    db.session.commit()
    assert first.id == again.id
    with pytest.raises(Conflict):
        keep(award, cast.community_lead, name="once", reason="Another reason")


def test_a_revoked_award_is_not_kept(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    ending.revoke_certificate(
        award,
        reason="Twelve hours were not held",
        actor=cast.training_lead,
        at=LATER,
        request_id=request_id("revoke"),
    )
    db.session.commit()
    with pytest.raises(Impossible, match="nothing to keep"):
        keep(award, cast.community_lead)


def test_a_kept_award_can_be_revoked(browser: Browser, cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    keep(award, cast.community_lead)
    keep(award, cast.statutory_lead)
    db.session.commit()
    page = browser.sign_in(cast.training_lead).submit(
        f"/certificates/{award.id}/revoke",
        {"reason": "The family denied it", "password": PASSWORD},
        follow=True,
    )
    assert "Revoked on 22 November 2026" in page.text
    record = browser.get(f"/certificates/{award.id}/record")
    assert "not compared with the record any more" in record.text


def test_what_was_kept_of_a_revoked_award_does_not_hold_for_the_next(
    cast: Cast, award: Certificate
) -> None:
    entry = first_practice(cast.enrolment)
    take_back(cast, entry)
    keep(award, cast.community_lead)
    keep(award, cast.statutory_lead)
    ending.revoke_certificate(
        award,
        reason="The family denied it",
        actor=cast.training_lead,
        at=LATER,
        request_id=request_id("revoke"),
    )
    newer = correct(entry, 720)
    decide(cast, newer)
    db.session.commit()
    again = award_of(cast, cast.enrolment, "again", at=LATER)
    take_back(cast, newer, at=LATER + timedelta(days=1))
    row = stored(again)
    assert row is not None
    assert (row.verdict, row.is_kept) == (Verdict.UNSUPPORTED, False)


def test_the_signature_says_what_was_seen(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    keeping = keep(award, cast.statutory_lead, reason="The register was wrong")
    db.session.commit()
    signature = db.session.get_one(Signature, keeping.signature_id)
    assert signature.capacity == "Governance lead, statutory side"
    assert signature.on_behalf_of == "City Health Trust"
    assert "Practice hours" in signature.shown
    assert "The register was wrong" in signature.shown


def test_a_figure_that_is_only_too_high_is_not_kept_but_issued_again(
    cast: Cast, award: Certificate
) -> None:
    changing.retake(cast, changing.classes_of(cast.cohort)[0], Mark.ABSENT)
    with pytest.raises(Impossible, match="issues the award again with the figures as they are"):
        keep(award, cast.community_lead)


def test_the_day_of_the_award_is_the_day_it_is_judged_on(cast: Cast, award: Certificate) -> None:
    changing.suspend(cast, changing.check_of(cast.enrolment), date(2026, 11, 23))
    row = stored(award)
    assert row is not None
    assert row.verdict is Verdict.SUPPORTED


def test_a_later_signature_about_something_else_leaves_the_day_on_which_it_was_kept(
    cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    keep(award, cast.community_lead)
    keep(award, cast.statutory_lead)
    worse = entries_of(cast.enrolment)[1]
    newer = correct(worse, 600, at=LATER + timedelta(days=1))
    keep(award, cast.community_lead, at=LATER + timedelta(days=1))
    decide(cast, newer, at=LATER + timedelta(days=2))
    again = correct(newer, 720, at=LATER + timedelta(days=3))
    decide(cast, again, at=LATER + timedelta(days=4))
    assert is_kept(award)
    public = queries.support_by_serial(award.serial)
    assert public is not None
    assert public.kept_on == LATER.date()


def test_what_was_kept_of_a_revoked_award_is_not_listed_with_the_next(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    entry = first_practice(cast.enrolment)
    take_back(cast, entry)
    keep(award, cast.community_lead, reason="The family confirmed it")
    ending.revoke_certificate(
        award,
        reason="The family denied it",
        actor=cast.training_lead,
        at=LATER,
        request_id=request_id("revoke"),
    )
    decide(cast, correct(entry, 720))
    db.session.commit()
    again = award_of(cast, cast.enrolment, "again", at=LATER)
    page = browser.sign_in(cast.community_lead).get(f"/certificates/{again.id}/record")
    assert "The family confirmed it" not in page.text
    page = browser.get(f"/certificates/{award.id}/record")
    assert "The family confirmed it" in page.text


def test_the_second_reads_who_signed_first_and_that_it_is_valid_with_their_own(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    address = f"/certificates/{award.id}/keep"
    first = browser.sign_in(cast.community_lead).get(address).text
    assert "It is kept once the other side has signed too" in first
    assert "Whoever checks it is told that, until it is issued again" in first
    keep(award, cast.community_lead, reason="The family confirmed it")
    db.session.commit()
    second = browser.sign_in(cast.statutory_lead).get(address).text
    assert "It is kept once the other side has signed too" not in second
    assert "Clara James signed for the community side on" in second
    assert "“The family confirmed it” With your signature the award is kept" in second
    assert "is valid again for everybody who checks it" in second


def test_the_record_names_who_can_do_what(browser: Browser, cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    address = f"/certificates/{award.id}/record"
    page = browser.sign_in(cast.training_lead).get(address)
    assert page.h1 == "Abena Osei"
    assert "You can revoke it." in page.text
    assert "for the community side Clara James, for the statutory side Tom Reid" in page.text
    assert "waits for a signature" not in page.text
    page = browser.sign_in(cast.community_lead).get(address)
    assert "for the community side you, for the statutory side Tom Reid" in page.text
    assert "Ruth Mensah can revoke it." in page.text
    keep(award, cast.community_lead)
    db.session.commit()
    page = browser.get(address)
    assert "Clara James signed for the community side that it is kept." in page.text
    assert "It waits for Tom Reid, for the statutory side." in page.text
    page = browser.sign_in(cast.statutory_lead).get(address)
    assert "It waits for you, for the statutory side." in page.text


def test_who_has_signed_is_not_asked_again_at_home(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    browser.sign_in(cast.community_lead)
    assert "row-flagged" in browser.get("/").response.text
    keep(award, cast.community_lead)
    db.session.commit()
    home = browser.get("/")
    assert "the statutory side signs next" in home.text
    assert "row-flagged" not in home.response.text
    assert "row-flagged" in browser.sign_in(cast.statutory_lead).get("/").response.text


def test_where_something_only_waits_the_record_says_that_it_may_settle_it(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    correct(first_practice(cast.enrolment), 700)
    db.session.commit()
    page = browser.sign_in(cast.community_lead).get(f"/certificates/{award.id}/record")
    assert "Some of it waits for a signature; that may settle everything." in page.text
