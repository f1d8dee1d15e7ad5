"""Issuing awards: only to who is eligible, once, under one signature."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.achievements import finish, sign_award
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.naming import name_anew
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import Translation
from trainee_tracker.canonical import canonical, digest_of
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.awards import awards_in
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import VersionMove
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job
from trainee_tracker.moving import actions as moving
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.progress.queries import judge_enrolments
from trainee_tracker.refusals import Impossible, NotAllowed, Stale
from trainee_tracker.signatures.models import Signature

ADDRESS = CheckAddress("https://training.example")


def test_a_trainee_who_lacks_hours_is_told_plainly_and_not_offered(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/awards")
    assert "Nobody is waiting for the award" in page.text
    assert "60 h more of practice with families" in page.text
    assert "10 h more of systemic supervision" in page.text


def test_the_award_of_an_eligible_trainee_is_issued_with_one_signature(
    browser: Browser, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    assert "1 of 2 trainees" in page.text
    landed = browser.submit(page, {"password": PASSWORD})
    job = job_by_key_of(landed.response.location)
    assert (job.owner_id, job.done, job.said) == (cast.training_lead.id, 1, [])
    certificate = db.session.scalars(select(Certificate)).one()
    facts = CertificateFacts.from_json(certificate.facts)
    assert facts.holder_name == "Abena Osei"
    assert "60 h of practice with families" in facts.figures
    assert [each.name for each in facts.signatories] == ["Ruth Mensah", "Sam Okafor"]
    assert certificate.pdf.startswith(b"%PDF")
    browser.submit(page, {"password": PASSWORD})
    assert len(db.session.scalars(select(Certificate)).all()) == 1


def job_by_key_of(location: str) -> Job:
    """Return the job whose page an address is."""
    return db.session.get_one(Job, int(location.removeprefix("/jobs/")))


def test_what_the_certificate_says_is_shown_before_it_is_signed(
    browser: Browser, cast: Cast
) -> None:
    name_anew(cast.trainee, other_name="أبينا", other_language="ar")
    finish(cast, cast.enrolment)
    terms = draft_terms_of(cast.cohort.version.course)
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    assert "The certificate says: " in page.text
    assert "· 60 h of practice with families ·" in page.text
    translations = (Translation("ar", "الممارسة", "شهادة"), Translation("fr", "Pratique", "Titre"))
    move(cast, replace(terms, award_wording="has done well", translations=translations))
    page = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    assert "The certificate says: Abena Osei has done well." in page.text
    assert "In Arabic it is called: شهادة · الممارسة" in page.text
    assert "French: Titre · Pratique" in page.text
    browser.submit(page, {"password": PASSWORD})
    facts = CertificateFacts.from_json(db.session.scalars(select(Certificate)).one().facts)
    assert (facts.wording, facts.figures) == ("has done well.", ())
    assert facts.award_title_other == "شهادة"


def test_a_wrong_password_issues_nothing_and_keeps_the_choice(browser: Browser, cast: Cast) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(cast.training_lead)
    page = browser.submit(
        f"/cohorts/{cast.cohort.id}/awards", {"password": "not my password"}, status=403
    )
    assert "There is a problem" in page.text
    assert db.session.scalars(select(Certificate)).all() == []
    assert page.document.xpath("//input[@name='enrolments' and @checked]")


def test_nobody_chosen_is_asked_for_a_choice(browser: Browser, cast: Cast) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(cast.training_lead)
    page = browser.submit(
        f"/cohorts/{cast.cohort.id}/awards", {"password": PASSWORD, "enrolments": []}, status=200
    )
    assert "Choose at least one trainee" in page.text


def issue(cast: Cast, name: str = "issue") -> Certificate:
    """Issue the award of the cast's trainee through the actions."""
    signature = sign_award(cast, cast.enrolment, name, now=NOW)
    return actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )


def test_eligibility_is_judged_again_when_the_award_is_issued(cast: Cast) -> None:
    with pytest.raises(Impossible, match="cannot receive the award yet"):
        issue(cast)


def test_a_repeated_request_issues_one_certificate(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    first = issue(cast)
    assert issue(cast).id == first.id
    assert (
        len(db.session.scalars(select(Signature).where(Signature.meaning == "award_issued")).all())
        == 1
    )


def test_a_second_award_is_refused_while_the_first_stands(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    issue(cast)
    with pytest.raises(Impossible, match="holds this award already"):
        issue(cast, "another")


def test_after_a_revocation_the_award_can_be_issued_again(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    first = issue(cast)
    ending.revoke_certificate(
        first,
        reason="Issued too early",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke"),
    )
    db.session.flush()
    db.session.refresh(first)
    second = issue(cast, "again")
    assert second.supersedes_id == first.id
    held = {each: award.certificate_id for each, award in awards_in(cast.cohort).items()}
    assert held == {cast.enrolment.id: second.id}
    assert queries.status_of(first) == "revoked"


def test_names_or_figures_that_changed_after_the_signature_are_not_issued(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "before", now=NOW)
    name_anew(cast.trainee, "Somebody Else")
    db.session.flush()
    with pytest.raises(Stale, match="changed after you signed"):
        actions.issue_award(
            cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
        )


def move(cast: Cast, terms: Terms) -> None:
    """Publish these terms as the next version of the cohort's course, and move the cohort to it."""
    course = cast.cohort.version.course
    course.draft.terms = canonical(terms_to_dict(terms))
    course.draft.title = terms.title
    db.session.flush()
    version = publish_version(course, actor=cast.training_lead, at=NOW)
    moving.move_cohort(
        cast.cohort,
        version,
        reason="The titles changed.",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("move"),
    )
    db.session.commit()


@pytest.mark.parametrize("what", ["title", "weeks", "figures", "wording"])
def test_a_cohort_moved_after_the_signature_gets_no_award_under_it(cast: Cast, what: str) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "before", now=NOW)
    db.session.commit()
    terms = draft_terms_of(cast.cohort.version.course)
    first = replace(terms.requirements[0], verified=not terms.requirements[0].verified)
    changed = {
        "title": replace(terms, title="Another course"),
        "weeks": replace(terms, weeks=40),
        "figures": replace(terms, requirements=(first, *terms.requirements[1:])),
        "wording": replace(terms, award_wording="has done something else"),
    }
    move(cast, changed[what])
    with pytest.raises(Stale, match=r"course of Abena Osei changed after you signed"):
        actions.issue_award(
            cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
        )
    assert db.session.scalars(select(Certificate)).all() == []
    assert issue(cast, "signed anew").facts


def test_a_cohort_moved_by_somebody_else_is_noticed(cast: Cast) -> None:
    """The version is read anew, even where this request has read the cohort before."""
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "before", now=NOW)
    judgement = judge_enrolments([cast.enrolment.id], civil_date(NOW))[cast.enrolment.id]
    course = cast.cohort.version.course
    version = CourseVersion(
        course=course,
        number=2,
        title=course.title,
        terms=course.draft.terms,
        terms_digest=cast.cohort.version.terms_digest,
        stream_id=course.stream_id,
        recorded_at=NOW,
        recorded_by_id=cast.training_lead.id,
    )
    db.session.add(version)
    db.session.flush()
    actions.ensure_signed(cast.enrolment, judgement, signature, cast.training_lead)
    # What another transaction writes does not reach the cohort that is loaded here.
    db.session.add(
        VersionMove(
            cohort_id=cast.cohort.id,
            sequence=1,
            from_version_id=cast.cohort.course_version_id,
            to_version_id=version.id,
            reason="Meanwhile",
            request_id=request_id("moved meanwhile"),
            request_digest="0" * 64,
            stream_id=cast.cohort.stream_id,
            recorded_at=NOW,
            recorded_by_id=cast.training_lead.id,
        )
    )
    db.session.flush()
    with pytest.raises(Stale):
        actions.ensure_signed(cast.enrolment, judgement, signature, cast.training_lead)


def test_a_signature_under_something_else_issues_nothing(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    other = db.session.scalars(
        select(Signature).where(Signature.meaning == "hours_decided")
    ).first()
    assert other is not None
    with pytest.raises(NotAllowed, match="Only the training lead who signed"):
        actions.issue_award(
            cast.enrolment, signature=other, address=ADDRESS, actor=cast.training_lead, at=NOW
        )


def test_a_broken_request_goes_on_where_it_stopped(browser: Browser, cast: Cast) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    sent = page.form().fields["request_id"]
    chosen = [cast.enrolment]
    actions.sign_awards(
        cast.cohort,
        chosen,
        digest_seen=digest_of(actions.awards_shown(cast.cohort, chosen, NOW)),
        actor=cast.training_lead,
        at=NOW,
        request_id=sent,
    )
    db.session.commit()
    browser.submit(page, {"password": PASSWORD})
    assert len(db.session.scalars(select(Certificate)).all()) == 1


def test_nobody_issues_an_award_to_themselves(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    roles.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    signature = actions.sign_awards(
        cast.cohort,
        [cast.enrolment],
        digest_seen=digest_of(actions.awards_shown(cast.cohort, [cast.enrolment], NOW)),
        actor=cast.trainee,
        at=NOW,
        request_id=request_id("self"),
    )
    with pytest.raises(NotAllowed, match="to themselves"):
        actions.issue_award(
            cast.enrolment, signature=signature, address=ADDRESS, actor=cast.trainee, at=NOW
        )


def test_awards_shown_before_a_change_are_not_signed(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    with pytest.raises(Stale):
        actions.sign_awards(
            cast.cohort,
            [cast.enrolment],
            digest_seen="0" * 64,
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("stale"),
        )


def test_who_leads_training_elsewhere_signs_no_award(cast: Cast) -> None:
    with pytest.raises(
        NotAllowed, match="Only a training lead of the network or of its partner does this"
    ):
        actions.sign_awards(
            cast.cohort,
            [cast.enrolment],
            digest_seen=digest_of(actions.awards_shown(cast.cohort, [cast.enrolment], NOW)),
            actor=cast.outsider_lead,
            at=NOW,
            request_id=request_id("elsewhere"),
        )


def test_nobody_chosen_cannot_be_signed(cast: Cast) -> None:
    with pytest.raises(Impossible, match="at least one"):
        actions.sign_awards(
            cast.cohort,
            [],
            digest_seen="0" * 64,
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("nobody"),
        )


def test_another_networks_lead_finds_no_awards_page(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.outsider_lead).get(f"/cohorts/{cast.cohort.id}/awards", 404)


def test_a_standing_that_changed_while_the_page_was_open_is_shown_again(
    app: Flask, browser: Browser, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    again = browser.submit(page, {"password": PASSWORD, "shown_digest": "1" * 64}, status=409)
    assert "A standing changed while this page was open" in again.text
    assert db.session.scalars(select(Certificate)).all() == []
