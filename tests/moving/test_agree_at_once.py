"""Answering for fewer checks while somebody else answers, enrols or signs off."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import NOW, Cast, load
from tests.hours import builders as hours
from tests.meanwhile import as_late_as_can_be, meanwhile
from tests.moving.agreeing import (
    agree,
    another_governance_lead,
    answers,
    ask,
    decline,
)
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.moving.agreements import queries as agreed
from trainee_tracker.moving.agreements.queries import shown_for_agreeing
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed, Refused, Stale


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
