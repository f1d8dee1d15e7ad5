"""Asking both sides whether fewer checks are enough."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.browser import Browser
from tests.cast import Cast
from tests.moving.agreeing import (
    ENOUGH,
    ask,
    decline,
    requests,
)
from tests.moving.moves import publish
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.extensions import db
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed


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


def test_without_a_version_a_network_or_a_partner_there_is_nothing_to_ask(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    browser.sign_in(cast.training_lead)
    whole = {
        "version": unchecked.id,
        "organisation": cast.network.id,
        "partner": cast.trust.id,
    }
    browser.get("/terms/ask?" + urlencode(whole))
    for left_out in whole:
        rest = {key: value for key, value in whole.items() if key != left_out}
        browser.get("/terms/ask?" + urlencode(rest), 404)
