"""Asking both governance leads for fewer checks, agreeing and declining."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, lead_governance
from tests.governance.builders import change_sides
from tests.hours import builders as hours
from tests.moving.agreeing import (
    ENOUGH,
    agree,
    another_governance_lead,
    answers,
    ask,
    decline,
)
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.agreements.models import TermsAgreement
from trainee_tracker.cohorts.agreements.queries import waiting_for
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible, NotAllowed
from trainee_tracker.signatures.models import Signature
from trainee_tracker.signatures.rules import Meaning


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


def test_a_double_click_answers_once(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    page = browser.sign_in(cast.community_lead).get(f"/terms/{request.id}/agree")
    browser.submit(page, {"password": PASSWORD})
    browser.submit(page, {"password": PASSWORD})
    assert answers() == 1
