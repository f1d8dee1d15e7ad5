"""The newest progress certificate of an enrolment supersedes the earlier ones, and says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.achievements import FIRST_DAY, log, sign_off
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.certificates.issuing.test_two_at_once import while_drawing
from tests.meanwhile import meanwhile
from tests.naming import name_anew
from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Impossible
from trainee_tracker.spoken import speak


def ask(cast: Cast, name: str, *, days: int = 0, enrolment: Enrolment | None = None) -> Certificate:
    """Have the trainee ask for a progress certificate, so many days after the test's own."""
    made = actions.issue_progress(
        enrolment or cast.enrolment,
        address=ADDRESS,
        actor=cast.trainee,
        at=NOW + timedelta(days=days),
        request_id=request_id(name),
    )
    db.session.commit()
    return made


def revoke(cast: Cast, certificate: Certificate) -> None:
    """Have the training lead revoke a certificate."""
    ending.revoke_certificate(
        certificate,
        reason="A session was logged twice",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(f"revoke {certificate.id}"),
    )
    db.session.commit()


def test_the_newest_progress_certificate_supersedes_the_earlier_ones(
    cast: Cast, progress: Certificate
) -> None:
    second, third = ask(cast, "second", days=1), ask(cast, "third", days=2)
    assert (second.supersedes_id, third.supersedes_id) == (progress.id, second.id)
    statuses = [queries.status_of(each) for each in (progress, second, third)]
    assert statuses == ["superseded", "superseded", "valid"]


def test_the_check_page_of_each_earlier_one_says_so_and_links_to_the_newest(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    second, third = ask(cast, "second", days=1), ask(cast, "third", days=2)
    for earlier, day in ((progress, "23 November 2026"), (second, "24 November 2026")):
        page = browser.get(f"/check/{earlier.serial}")
        assert page.h1 == "This certificate was replaced"
        assert f"A newer certificate stands in its place since {day}" in page.text
        newest = browser.get(page.links["Check the newest certificate"])
        assert newest.h1 == "This certificate is valid"
        assert grouped(third.serial) in newest.text
    assert "Check the newest certificate" not in browser.get(f"/check/{third.serial}").links


def test_an_earlier_one_under_another_name_leads_nobody_to_the_newer_name(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    newer = ask(cast, "renamed", days=1)
    page = browser.get(f"/check/{progress.serial}")
    assert page.h1 == "This certificate was replaced"
    assert "Ask the holder to show you the newer one." in page.text
    assert "Abena Mensah" not in page.text
    assert grouped(newer.serial) not in page.response.text


def test_asking_again_after_a_revocation_makes_a_new_one(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    revoke(cast, progress)
    browser.sign_in(cast.trainee)
    page = browser.submit("/certificates", action="progress", follow=True)
    assert "Your progress certificate is ready" in page.text
    assert "Revoked" not in page.text
    newest = queries.newest_certificate(cast.enrolment.id, CertificateKind.PROGRESS)
    assert newest is not None
    assert newest.supersedes_id == progress.id
    assert queries.status_of(newest) == "valid"


def test_a_form_sent_again_after_a_revocation_never_shows_the_revoked_one_as_ready(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.trainee)
    form = browser.get("/certificates")
    browser.submit(form, action="progress")
    for count in (1, 2):
        revoke(
            cast, db.session.scalars(select(Certificate).order_by(Certificate.id.desc())).all()[0]
        )
        page = browser.submit(form, action="progress", follow=True)
        assert "Your progress certificate is ready" in page.text
        assert "Revoked" not in page.text
        assert len(db.session.scalars(select(Certificate)).all()) == count + 1


def test_a_revoked_one_stays_revoked_when_it_is_superseded(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    revoke(cast, progress)
    newer = ask(cast, "after", days=1)
    page = browser.get(f"/check/{progress.serial}")
    assert page.h1 == "This certificate is revoked"
    assert "Revoked on 22 November 2026" in page.text
    assert grouped(newer.serial) in page.links["Check the newest certificate"]
    listed = browser.sign_in(cast.trainee).get("/certificates")
    assert [
        status.text_content()
        for status in listed.document.xpath("//td//span[contains(@class, 'status')]")
    ] == [
        "Valid",
        "Revoked",
    ]


def test_one_that_says_the_same_on_another_day_is_a_new_one(
    cast: Cast, progress: Certificate
) -> None:
    assert ask(cast, "progress", days=1).id != progress.id


def test_a_progress_certificate_after_an_award_leaves_the_award_valid(
    cast: Cast, award: Certificate
) -> None:
    first, second = ask(cast, "after the award"), ask(cast, "a day later", days=1)
    assert (first.supersedes_id, second.supersedes_id) == (None, first.id)
    assert queries.status_of(award) == "valid"
    assert queries.award_in_force(cast.enrolment.id) is award


def test_of_two_enrolments_of_one_person_each_has_its_own_newest(
    cast: Cast, progress: Certificate
) -> None:
    other = cohorts.enrol_trainee(
        cast.other_cohort,
        cast.trainee,
        enrolled_on=date(2026, 9, 7),
        actor=cast.outsider_lead,
        at=NOW,
    )
    db.session.commit()
    elsewhere = ask(cast, "elsewhere", enrolment=other)
    assert elsewhere.supersedes_id is None
    assert queries.status_of(progress) == "valid"


def test_the_holders_page_of_an_earlier_one_leads_to_the_newest(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    newer = ask(cast, "newer", days=1)
    page = browser.sign_in(cast.trainee).get(f"/certificates/{progress.id}")
    assert "A newer certificate stands in its place since 23 November 2026" in page.text
    assert page.links["See the newest one"] == f"/certificates/{newer.id}"
    lead = browser.sign_in(cast.training_lead).get(f"/certificates/{progress.id}")
    assert "Revoke it" not in lead.links


def test_two_tabs_at_once_with_the_same_figures_make_one(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = cast.enrolment.id, cast.trainee.id
    db.session.commit()

    def press(name: str) -> Certificate:
        return actions.issue_progress(
            db.session.get_one(Enrolment, ids[0]),
            address=ADDRESS,
            actor=db.session.get_one(Person, ids[1]),
            at=NOW,
            request_id=request_id(name),
        )

    while_drawing(app, monkeypatch, lambda: press("the other tab"))
    shown = press("this tab")
    db.session.commit()
    assert [each.id for each in db.session.scalars(select(Certificate))] == [shown.id]


def test_two_tabs_at_once_on_two_days_supersede_one_after_the_other(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = cast.enrolment.id, cast.trainee.id
    db.session.commit()

    def press(name: str, days: int) -> Certificate:
        return actions.issue_progress(
            db.session.get_one(Enrolment, ids[0]),
            address=ADDRESS,
            actor=db.session.get_one(Person, ids[1]),
            at=NOW + timedelta(days=days),
            request_id=request_id(name),
        )

    while_drawing(app, monkeypatch, lambda: press("just before midnight", 0))
    newest = press("just after", 1)
    db.session.commit()
    first = db.session.scalars(select(Certificate).where(Certificate.supersedes_id.is_(None))).one()
    assert newest.supersedes_id == first.id


def test_one_revoked_while_it_was_asked_for_again_is_not_shown_as_ready(
    app: Flask, cast: Cast, progress: Certificate
) -> None:
    ids = progress.id, cast.training_lead.id
    again = actions.issue_progress(
        cast.enrolment, address=ADDRESS, actor=cast.trainee, at=NOW, request_id=request_id("again")
    )
    assert again.id == progress.id

    def revoke_it() -> None:
        ending.revoke_certificate(
            db.session.get_one(Certificate, ids[0]),
            reason="A session was logged twice",
            actor=db.session.get_one(Person, ids[1]),
            at=NOW,
            request_id=request_id("meanwhile"),
        )

    meanwhile(app, revoke_it)
    with pytest.raises(Impossible) as refusal:
        db.session.commit()
    assert "Ruth Mensah revoked it on 22 November 2026, 12:00." in speak(refusal.value.message)
    db.session.rollback()


def test_the_database_keeps_a_second_line_of_certificates_from_beginning(
    cast: Cast, progress: Certificate
) -> None:
    columns = ("enrolment_id", "kind", "issued_on", "facts", "template_version", "pdf", "stream_id")
    again = Certificate(
        **{name: getattr(progress, name) for name in columns},
        request_id=request_id("a second line"),
        request_digest="0" * 64,
        serial="0" * 24,
        sha256="0" * 64,
        recorded_at=NOW,
        recorded_by_id=cast.trainee.id,
    )
    with pytest.raises(Impossible, match="taken"), refuse_if_taken(Impossible(say("taken"))):
        db.session.add(again)


def test_a_new_session_that_counts_makes_a_newer_one_on_the_same_day(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    entry = log(cast, cast.enrolment, FIRST_DAY, "supervision", 60)
    sign_off(cast, entry, day=FIRST_DAY)
    db.session.commit()
    newer = ask(cast, "with an hour more")
    assert newer.supersedes_id == progress.id
    page = browser.get(f"/check/{progress.serial}")
    assert "stands in its place since 22 November 2026" in page.text
