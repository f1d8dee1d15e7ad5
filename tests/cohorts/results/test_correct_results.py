"""Changing what was recorded about a trainee: never without a reason, and all of it stays to be read."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import Cast
from tests.cohorts.results.recording import (
    OVERALL,
    STUDIES,
    TAUGHT,
    WARMTH,
    record,
    recorded,
    url_of,
)
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.results.rules import Answer, Subject
from trainee_tracker.refusals import Impossible


def test_harm_that_was_seen_is_lifted_by_a_correction_with_a_reason_and_by_nothing_else(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    record(cast, kofi, {WARMTH: Answer(1, is_harmful=True)})
    record(cast, kofi, {WARMTH: Answer(4)}, "later that day")
    page = browser.sign_in(cast.training_lead).get(url_of(kofi))
    assert "Last: 1, potentially harmful or not shown, 20 November 2026. Harmful" in page.text
    assert "Replaced by a later one" not in page.text
    slip = {"competence_warmth": "3", "corrects": "y", "decided_on": "20 November 2026"}
    page = browser.submit(page, slip, status=200)
    assert "Say why the rating of that day is corrected." in page.text
    assert len(recorded()) == 2
    page = browser.submit(page, slip | {"note": "I rated the wrong person."}, follow=True)
    assert "Last: 3, shown, 20 November 2026. " in page.text
    assert "Corrects what was recorded for that day" in page.text
    assert page.text.count("Replaced by a later one") == 2
    assert recorded()[2:] == [("competence", "warmth", 3, 3)]


def test_a_correction_needs_something_to_correct(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    browser.sign_in(cast.training_lead)
    assert not browser.get(url_of(kofi)).document.xpath("//input[@name='corrects']")
    record(cast, kofi, {WARMTH: Answer(1)})
    another_day = {"competence_warmth": "3", "corrects": "y", "note": "A slip."}
    page = browser.submit(url_of(kofi), another_day, status=409)
    assert "not rated on 22 November 2026, so there is nothing to correct" in page.text
    page = browser.submit(url_of(kofi), {"corrects": "y", "note": "A slip."}, status=200)
    assert "Choose the level that should stand instead" in page.text
    assert len(recorded()) == 1


def test_reported_attendance_is_taken_back_and_reported_again(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    browser.sign_in(cast.training_lead)
    assert not browser.get(url_of(kofi)).document.xpath("//input[@name='withdraw_attendance_']")
    record(cast, kofi, {OVERALL: Answer(60)})
    page = browser.submit(url_of(kofi), {"withdraw_attendance_": "y"}, status=200)
    assert "Say why the reported attendance is taken back." in page.text
    answers = {"withdraw_attendance_": "y", "note": "The list was of another group."}
    page = browser.submit(url_of(kofi), answers, follow=True)
    assert "taken back, the registers count again" in page.text
    assert "Last: 60 %" not in page.text
    assert page.document.xpath("//input[@name='attendance_']/@value") in ([], [""])
    assert not page.document.xpath("//input[@name='withdraw_attendance_']")
    assert page.text.count("Replaced by a later one") == 1
    page = browser.submit(page, {"attendance_": "0", "note": "From the provider."}, follow=True)
    assert "Last: 0 %" in page.text
    assert recorded() == [
        ("attendance", "", 1, 60),
        ("attendance", "", 2, 0),
        ("attendance", "", 3, 0),
    ]


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        (OVERALL, "Say where the attendance comes from"),
        (STUDIES, "Say which pieces of evidence were accepted"),
        (TAUGHT, "Say which evidence of the prior learning was seen"),
    ],
)
def test_a_figure_that_is_typed_instead_of_counted_says_where_it_comes_from(
    cast: Cast, kofi: Enrolment, subject: Subject, sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        record(cast, kofi, {subject: Answer(60)}, note=" ")
    assert recorded() == []
    record(cast, kofi, {subject: Answer(60)}, note="From the list of the provider")
    assert len(recorded()) == 1


def test_a_figure_that_stands_changes_with_a_reason_only(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    record(cast, kofi, {STUDIES: Answer(1), OVERALL: Answer(85)})
    browser.sign_in(cast.training_lead)
    page = browser.submit(url_of(kofi), {"attendance_": "95"}, status=200)
    sentence = "Say why a recorded figure changes, and where the new one comes from."
    assert sentence in page.text
    assert page.document.xpath("//*[@id='note-error']")
    with pytest.raises(Impossible, match=sentence):
        record(cast, kofi, {STUDIES: Answer(2)}, "by hand", note="")
    assert len(recorded()) == 2


def test_every_change_is_listed_with_who_when_from_what_to_what_and_why(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    record(cast, kofi, {STUDIES: Answer(1), OVERALL: Answer(85)})
    browser.sign_in(cast.training_lead)
    answers = {"evidence_case_study": "2", "note": "The second study was found in my bag."}
    page = browser.submit(url_of(kofi), answers, follow=True)
    assert "Evidence accepted · Case study: 1 piece → 2 pieces Ruth Mensah" in page.text
    assert "22 November 2026" in page.text
    assert "The second study was found in my bag." in page.text
    assert "Evidence accepted · Case study: 1 piece Ruth Mensah" in page.text
    answers = {"withdraw_attendance_": "y", "note": "It was of another group."}
    page = browser.submit(url_of(kofi), answers, follow=True)
    assert "Attendance reported: 85 % → taken back, the registers count again" in page.text


def test_a_competence_seen_again_is_no_change_and_needs_no_reason(
    cast: Cast, kofi: Enrolment
) -> None:
    record(cast, kofi, {WARMTH: Answer(2)}, note="")
    record(cast, kofi, {WARMTH: Answer(3)}, "later", note="")
    assert len(recorded()) == 2


def test_a_page_that_is_stale_is_asked_for_no_reason_but_shown_again(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(kofi))
    record(cast, kofi, {STUDIES: Answer(2)})
    page = browser.submit(page, {"evidence_case_study": "1"}, status=409)
    assert "Somebody recorded a result while your page was open" in page.text
    assert "Say why" not in page.text
