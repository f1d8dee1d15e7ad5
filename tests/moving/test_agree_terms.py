"""Asking both governance leads for fewer checks, agreeing and declining."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, lead_governance, load
from tests.governance.builders import change_sides
from tests.hours import builders as hours
from tests.meanwhile import as_late_as_can_be, meanwhile
from tests.moving.agreeing import (
    ENOUGH,
    agree,
    agree_both,
    another_governance_lead,
    answers,
    ask,
    decline,
    publish_unchecked,
    requests,
)
from tests.moving.moves import publish
from tests.people.roles.builders import newcomer
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.agreements.models import TermsAgreement, TermsRequest
from trainee_tracker.cohorts.agreements.queries import waiting_for
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.moving.agreements import queries as agreed
from trainee_tracker.moving.agreements.queries import shown_for_agreeing
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Refused, Stale
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Meaning


@pytest.fixture
def unchecked(cast: Cast) -> CourseVersion:
    """Version 2, which asks for no check at all."""
    return publish_unchecked(cast)


def test_each_side_reads_what_follows_for_whom_and_signs(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    hours.decided(cast, hours.submitted(cast, minutes=50))
    request = ask(cast, unchecked)
    db.session.commit()
    for lead, after in (
        (cast.community_lead, "Now a governance lead of the other side has to answer."),
        (cast.statutory_lead, "Both sides have agreed."),
    ):
        home = browser.sign_in(lead).get("/")
        page = browser.get(home.links["Intermediate, Grace Network, version 2"])
        assert "Enhanced DBS check is not asked for any more." in page.text
        assert "Abena Osei" in page.text
        assert "50 min would begin to count" in page.text
        assert ENOUGH in page.text
        page = browser.submit(page.links["Read and agree"], {"password": PASSWORD}, follow=True)
        assert after in page.text
        assert "Fewer checks to agree to" not in browser.get("/").text
    db.session.refresh(request)
    assert request.state is TermsState.AGREED
    signed = db.session.scalars(
        select(Signature).where(Signature.meaning == Meaning.TERMS_AGREED).order_by(Signature.id)
    ).all()
    assert [(each.signer_name, each.on_behalf_of) for each in signed] == [
        ("Clara James", "Grace Network"),
        ("Tom Reid", "City Health Trust"),
    ]
    assert all("Enhanced DBS check is not asked for" in each.shown for each in signed)
    assert all("Abena Osei" in each.shown for each in signed)


def test_without_the_right_password_nothing_is_agreed(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    browser.sign_in(cast.community_lead)
    url = f"/terms/{request.id}/agree"
    browser.submit(url, {"password": "not my password"}, status=403)
    browser.submit(url, {"password": ""}, status=200)
    assert answers() == 0


def test_declining_takes_a_reason_and_one_side_is_enough(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    browser.sign_in(cast.statutory_lead)
    url = f"/terms/{request.id}/decline"
    browser.submit(url, {"reason": " "}, status=200)
    assert answers() == 0
    page = browser.submit(url, {"reason": "The trust needs the DBS check."}, follow=True)
    assert "Declined" in page.text
    page = browser.sign_in(cast.training_lead).get(f"/terms/{request.id}")
    assert "The trust needs the DBS check." in page.text
    assert "Read and agree" not in page.links
    with pytest.raises(Impossible, match="was declined already"):
        agree(request, cast.community_lead)


def test_neither_the_lead_who_asks_nor_a_training_lead_answers(
    cast: Cast, unchecked: CourseVersion
) -> None:
    lead_governance(cast, cast.training_lead, cast.network)
    db.session.commit()
    request = ask(cast, unchecked)
    with pytest.raises(NotAllowed, match="You asked for this"):
        agree(request, cast.training_lead)
    with pytest.raises(NotAllowed, match="You asked for this"):
        decline(request, cast.training_lead)
    assert waiting_for(cast.training_lead) == []
    for other in (cast.outsider_lead, cast.administrator, cast.supervisor):
        with pytest.raises(NotAllowed, match="Only a governance lead"):
            agree(request, other)


def test_the_two_sides_are_two_people(cast: Cast, unchecked: CourseVersion) -> None:
    request = ask(cast, unchecked)
    agree(request, cast.community_lead)
    db.session.commit()
    change_sides(cast)
    with pytest.raises(NotAllowed, match="needs a different person"):
        agree(request, cast.community_lead)
    # The database would not take it either.
    row = TermsAgreement(
        request_id=str(uuid4()),
        request_digest="",
        terms_request_id=request.id,
        side=Side.STATUTORY,
        is_agreed=False,
        stream_id=request.stream_id,
        recorded_at=NOW,
        recorded_by_id=cast.community_lead.id,
    )
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_lead_whose_role_ended_agrees_no_more(cast: Cast, unchecked: CourseVersion) -> None:
    request = ask(cast, unchecked)
    (grant,) = cast.community_lead.grants
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    with pytest.raises(NotAllowed, match="Only a governance lead"):
        agree(request, cast.community_lead)


def test_who_trains_on_the_course_does_not_agree_to_its_checks(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    cohorts.enrol_trainee(
        cast.cohort,
        cast.community_lead,
        enrolled_on=date(2026, 11, 1),
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    request = ask(cast, unchecked)
    db.session.commit()
    with pytest.raises(NotAllowed, match="You train on this course yourself"):
        agree(request, cast.community_lead)
    browser.sign_in(cast.community_lead).get(f"/terms/{request.id}/agree", 403)


def test_a_side_answers_once(cast: Cast, unchecked: CourseVersion) -> None:
    request = ask(cast, unchecked)
    agree(request, cast.community_lead)
    naomi = another_governance_lead(cast)
    with pytest.raises(Impossible, match="The community side has agreed already"):
        decline(request, naomi)
    agree(request, cast.statutory_lead)
    with pytest.raises(Impossible, match="Both sides have agreed to this already"):
        decline(request, naomi)


def test_what_follows_has_changed_since_it_was_shown_and_nothing_is_signed(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    page = browser.sign_in(cast.community_lead).get(f"/terms/{request.id}/agree")
    hours.decided(cast, hours.submitted(cast, minutes=50))
    page = browser.submit(page, {"password": PASSWORD}, status=409)
    assert "Something changed while this page was open" in page.text
    assert answers() == 0


def test_hours_signed_off_while_somebody_agrees_are_seen_before_it_lands(
    app: Flask, cast: Cast, unchecked: CourseVersion
) -> None:
    entry_id = hours.submitted(cast, minutes=50).id
    request, lead = ask(cast, unchecked), cast.community_lead
    db.session.commit()
    digest = digest_of(shown_for_agreeing(request, NOW))

    def sign_off() -> None:
        hours.decided(load(), db.session.get_one(HoursEntry, entry_id))

    def agree_and_commit() -> None:
        agree(request, lead, digest_seen=digest)
        # SQLite goes on reading what stood when it began, so there the commit refuses.
        db.session.commit()

    meanwhile(app, sign_off)
    with pytest.raises(Stale):
        agree_and_commit()
    db.session.rollback()
    assert answers() == 0


def test_of_two_leads_of_one_side_at_once_one_answers_and_one_is_told(
    app: Flask, cast: Cast, unchecked: CourseVersion
) -> None:
    naomi = another_governance_lead(cast)
    request = ask(cast, unchecked)
    db.session.commit()
    ids = (request.id, cast.community_lead.id, naomi.id)
    db.session.commit()
    gate = threading.Barrier(2)
    came: list[str] = []

    def act(person_id: int, *, agrees: bool) -> None:
        with app.app_context():
            gate.wait()
            try:
                found = db.session.get_one(TermsRequest, ids[0])
                person = db.session.get_one(Person, person_id)
                (agree if agrees else decline)(found, person)
                db.session.commit()
                came.append("answered")
            except Refused:
                db.session.rollback()
                came.append("told")
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=Context().run, args=(act, ids[1]), kwargs={"agrees": True}),
        threading.Thread(target=Context().run, args=(act, ids[2]), kwargs={"agrees": False}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["answered", "told"]
    assert answers() == 1


def test_both_sides_at_once_both_land(app: Flask, cast: Cast, unchecked: CourseVersion) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    request_id, tom_id = request.id, cast.statutory_lead.id

    def tom_agrees() -> None:
        agree(db.session.get_one(TermsRequest, request_id), db.session.get_one(Person, tom_id))

    lead = cast.community_lead
    assert request.answers == []
    meanwhile(app, tom_agrees)
    agree(request, lead)
    db.session.commit()
    db.session.refresh(request, ["agreements"])
    assert request.state is TermsState.AGREED


def test_asking_twice_is_refused_and_a_double_click_asks_once(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    once = str(uuid4())
    first = ask(cast, unchecked, request_id=once)
    db.session.commit()
    assert ask(cast, unchecked, request_id=once).id == first.id
    with pytest.raises(Conflict):
        ask(cast, unchecked, request_id=once, reason="Another reason")
    with pytest.raises(Impossible, match="have been asked already"):
        ask(cast, unchecked)
    url = (
        f"/terms/ask?version={unchecked.id}&organisation={cast.network.id}&partner={cast.trust.id}"
    )
    page = browser.sign_in(cast.training_lead).get(url)
    assert "Both governance leads are asked already" in page.text
    decline(first, cast.statutory_lead)
    db.session.commit()
    page = browser.get(url)
    assert "It was declined before" in page.text
    browser.submit(page, {"reason": ENOUGH})
    assert requests() == 2


def test_a_double_click_answers_once(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    page = browser.sign_in(cast.community_lead).get(f"/terms/{request.id}/agree")
    browser.submit(page, {"password": PASSWORD})
    browser.submit(page, {"password": PASSWORD})
    assert answers() == 1


def test_nobody_asks_where_no_check_is_missing_or_looser(browser: Browser, cast: Cast) -> None:
    same = publish(cast, replace(draft_terms_of(cast.cohort.version.course), weeks=12))
    with pytest.raises(Impossible, match="Nobody has to agree to this version"):
        ask(cast, same)
    url = f"/terms/ask?version={same.id}&organisation={cast.network.id}&partner={cast.trust.id}"
    page = browser.sign_in(cast.training_lead).get(url)
    assert "Nobody has to agree to this version" in page.text
    assert not page.document.xpath("//main//form")


def test_a_reason_is_asked_for_and_may_not_point_to_a_family(
    cast: Cast, unchecked: CourseVersion
) -> None:
    for reason in ("", "x" * 2001, "Ask jo@mail.example.org"):
        with pytest.raises(Impossible):
            ask(cast, unchecked, reason=reason)


def test_only_a_training_lead_of_the_partnership_asks(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    url = (
        f"/terms/ask?version={unchecked.id}&organisation={cast.network.id}&partner={cast.trust.id}"
    )
    browser.sign_in(cast.outsider_lead).get(url, 404)
    browser.get("/terms/ask", 404)
    with pytest.raises(NotAllowed):
        ask(cast, unchecked, actor=cast.outsider_lead)
    own = f"/terms/ask?version={unchecked.id}&organisation={cast.other_network.id}&partner={cast.trust.id}"
    browser.get(own, 404)


def test_a_partnership_without_a_cohort_is_told_that_nothing_logged_changes(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = agree_both(cast, unchecked)
    page = browser.sign_in(cast.training_lead).get(f"/terms/{request.id}")
    assert "Nothing that is logged today would begin to count." in page.text
    assert "Both sides have agreed" in page.text


def test_only_leads_who_can_answer_are_named(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    """Not who waits, has not joined, asks, or trains on the course."""
    waits = newcomer(cast, cast.trust, "una@trust.example")
    roles.grant_role(waits, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    another_governance_lead(cast)
    lead_governance(cast, cast.training_lead, cast.network)
    lead_governance(cast, cast.colleague, cast.network)
    db.session.commit()
    ask_page = (
        f"/terms/ask?version={unchecked.id}&organisation={cast.network.id}&partner={cast.trust.id}"
    )
    asked = browser.sign_in(cast.training_lead).get(ask_page).text
    assert "Community side: Clara James Statutory side: Tom Reid" in asked
    request = ask(cast, unchecked)
    db.session.commit()
    shown = browser.get(f"/terms/{request.id}").text
    assert "Clara James can answer." in shown
    assert "Tom Reid can answer." in shown
    roles.end_role(cast.statutory_lead.grants[0], actor=cast.administrator, at=NOW)
    db.session.commit()
    assert "Nobody there can answer yet" in browser.get(f"/terms/{request.id}").text


@pytest.mark.parametrize("answers_with", [agree, decline])
def test_who_is_enrolled_at_that_moment_does_not_answer(
    app: Flask,
    cast: Cast,
    unchecked: CourseVersion,
    monkeypatch: pytest.MonkeyPatch,
    answers_with: Callable[[TermsRequest, Person], object],
) -> None:
    """Also where nothing that is shown would be otherwise, and the role of a trainee is held."""
    roles.grant_role(cast.community_lead, Role.TRAINEE, cast.network, actor=None, at=NOW)
    request = ask(cast, unchecked)
    db.session.commit()
    cohort_id, person_id, lead_id = cast.cohort.id, cast.community_lead.id, cast.training_lead.id
    assert request.answers == []

    def enrol() -> None:
        cohorts.enrol_trainee(
            db.session.get_one(Cohort, cohort_id),
            db.session.get_one(Person, person_id),
            enrolled_on=date(2026, 11, 1),
            actor=db.session.get_one(Person, lead_id),
            at=NOW,
        )

    def answer() -> None:
        answers_with(request, cast.community_lead)
        db.session.commit()

    with pytest.raises(NotAllowed, match="You train on this course yourself"):
        as_late_as_can_be(app, monkeypatch)(enrol, answer)
    db.session.rollback()
    assert answers() == 0


def test_others_save_what_is_theirs_while_terms_are_judged(
    app: Flask, cast: Cast, unchecked: CourseVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judging every trainee takes long, and whoever saves something would wait all that time."""
    saved: list[int] = []
    organisation_id = cast.other_network.id
    compared, followed = agreements.looser_at_opening, agreed.what_follows

    def save_something() -> None:
        where = db.session.get_one(Organisation, organisation_id)
        site = organisations.add_site(where, f"Hall {len(saved)}", actor=None, at=NOW)
        saved.append(site.id)

    def compare(*args: Any) -> Any:
        meanwhile(app, save_something)
        return compared(*args)

    def follow(*args: Any) -> Any:
        meanwhile(app, save_something)
        return followed(*args)

    monkeypatch.setattr(agreements, "looser_at_opening", compare)
    request = ask(cast, unchecked)
    db.session.commit()
    assert len(saved) == 1
    monkeypatch.setattr(agreed, "what_follows", follow)
    digest = digest_of(shown_for_agreeing(request, NOW, follows=followed(request, NOW)))
    agree(request, cast.community_lead, digest_seen=digest)
    db.session.commit()
    assert len(saved) == 2


def test_the_page_to_agree_judges_once(
    browser: Browser, cast: Cast, unchecked: CourseVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    asked: list[int] = []
    followed = agreed.what_follows

    def follow(*args: Any) -> Any:
        asked.append(1)
        return followed(*args)

    monkeypatch.setattr(agreed, "what_follows", follow)
    browser.sign_in(cast.community_lead).get(f"/terms/{request.id}/agree")
    assert asked == [1]
